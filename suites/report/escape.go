package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine makes text harmless on a terminal and in the log of a CI runner.
// Every character that is not graphic (control characters, terminal escapes,
// line ends, bidirectional overrides, invisible formatting) and every byte that
// is not UTF-8 is replaced by a visible escape. The text is shortened to
// maxText, also where Finish has not done it.
func oneLine(s string) string {
	s = Clip(s, maxText)
	if strings.IndexFunc(s, hidden) >= 0 || !utf8.ValidString(s) {
		s = escapeHidden(s)
	}
	return strings.ReplaceAll(s, "##[", "# #[")
}

// hidden reports whether r is invisible to a reader.
func hidden(r rune) bool { return !unicode.IsGraphic(r) }

func escapeHidden(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case hidden(r):
			b.WriteString(escapeRune(r))
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// escapeRune is the visible form of one hidden character.
func escapeRune(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// maxLines bounds the lines of one text.
const maxLines = 200

// paragraphs splits text of several lines and makes each harmless.
func paragraphs(s string) []string {
	out := strings.Split(strings.TrimRight(Clip(s, maxText), "\n"), "\n")
	if n := len(out) - maxLines; n > 0 {
		out = append(out[:maxLines], "… ("+plural(n, "further line")+")")
	}
	for i := range out {
		out[i] = noCommand(oneLine(strings.TrimSuffix(out[i], "\r")))
	}
	return out
}

// noCommand escapes a line that a CI runner would take for a command. Runners
// ignore leading space.
func noCommand(line string) string {
	if bare := strings.TrimLeftFunc(line, unicode.IsSpace); strings.HasPrefix(bare, "::") {
		return `\` + bare
	}
	return line
}
