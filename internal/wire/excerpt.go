package wire

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Excerpt returns at most max bytes of b in a form that is safe to print.
// Control characters, escape sequences, invisible and direction-changing
// characters are escaped; bytes that are not UTF-8 appear as \xNN. A note at the
// end counts the bytes that are left out.
func Excerpt(b []byte, max int) string {
	shown := b[:boundary(b, max)]
	var out strings.Builder
	for p := shown; len(p) > 0; {
		r, n := utf8.DecodeRune(p)
		writeRune(&out, r, p[:n])
		p = p[n:]
	}
	if left := len(b) - len(shown); left > 0 {
		fmt.Fprintf(&out, "... (%d more bytes)", left)
	}
	return out.String()
}

// boundary returns how many bytes of b can be shown without cutting a character.
func boundary(b []byte, max int) int {
	if max < 0 {
		max = 0
	}
	if len(b) <= max {
		return len(b)
	}
	for start := max; start >= 0 && max-start < utf8.UTFMax; start-- {
		if !utf8.RuneStart(b[start]) {
			continue
		}
		if _, n := utf8.DecodeRune(b[start:]); start+n > max {
			return start
		}
		break
	}
	return max
}

func writeRune(out *strings.Builder, r rune, raw []byte) {
	switch {
	case r == '\\':
		out.WriteString(`\\`)
	case r == '\n':
		out.WriteString(`\n`)
	case r == '\r':
		out.WriteString(`\r`)
	case r == '\t':
		out.WriteString(`\t`)
	case r == utf8.RuneError && len(raw) == 1, r < ' ', r == 0x7f:
		fmt.Fprintf(out, `\x%02x`, raw[0])
	case unicode.IsPrint(r):
		out.WriteRune(r)
	default:
		fmt.Fprintf(out, `\u{%x}`, r)
	}
}
