package engine

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// line makes one line of a text that can be shown anywhere: what is not a
// graphic character is spelled out. A text that was made printable stays.
func line(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsGraphic(r) && (r != utf8.RuneError || n > 1) {
			b.WriteString(s[i : i+n])
		} else {
			b.WriteString(wire.Excerpt([]byte(s[i:i+n]), n))
		}
		i += n
	}
	return b.String()
}
