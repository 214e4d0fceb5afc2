package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine makes text harmless wherever it is shown: every character that is
// not graphic (controls, terminal escapes, line ends, bidirectional overrides,
// invisible formatting) and every byte that is not UTF-8 becomes a visible
// escape. A CI runner finds no command in it either. It is clipped to what a
// result may hold, so that no writer depends on Finish for its bounds.
func oneLine(s string) string {
	s = clip(s, maxText)
	if strings.IndexFunc(s, hidden) >= 0 || !utf8.ValidString(s) {
		s = escapeHidden(s)
	}
	return strings.ReplaceAll(s, "##[", "# #[")
}

// hidden reports whether a reader would not see r as a character.
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

// paragraphs splits text that is meant to have several lines and makes each harmless.
func paragraphs(s string) []string {
	out := strings.Split(strings.TrimRight(clip(s, maxText), "\n"), "\n")
	if n := len(out) - maxLines; n > 0 {
		out = append(out[:maxLines], "… ("+plural(n, "further line")+")")
	}
	for i := range out {
		out[i] = noCommand(oneLine(strings.TrimSuffix(out[i], "\r")))
	}
	return out
}

// noCommand keeps a CI runner from taking a line for its command; it looks
// past leading space.
func noCommand(line string) string {
	if bare := strings.TrimLeftFunc(line, unicode.IsSpace); strings.HasPrefix(bare, "::") {
		return `\` + bare
	}
	return line
}

// wrap breaks harmless text into lines of at most width columns, at spaces
// where there are any. No line can be taken for a CI runner's command.
func wrap(s string, width int) []string {
	var lines []string
	for {
		head, rest := cutColumns(s, width)
		lines = append(lines, strings.TrimRight(noCommand(head), " "))
		if rest == "" {
			return lines
		}
		s = strings.TrimLeft(rest, " ")
	}
}

// cutColumns cuts off what fits into width columns, at the last space if one helps.
func cutColumns(s string, width int) (head, rest string) {
	columns, space := 0, -1
	for i, r := range s {
		columns += runeColumns(r)
		if columns > width && i > 0 {
			if space > 0 {
				return s[:space], s[space:]
			}
			return s[:i], s[i:]
		}
		if r == ' ' {
			space = i
		}
	}
	return s, ""
}

// columns is the number of terminal columns that harmless text takes.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

// runeColumns is 0 for combining marks, 2 for wide East Asian characters and
// pictographs, else 1.
func runeColumns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul),
		r >= 0x3000 && r < 0x3040, r >= 0xff01 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}

// fit shortens harmless text to width columns.
func fit(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	n := 0
	for i, r := range s {
		if n += runeColumns(r); n > width-1 {
			return s[:i] + "…"
		}
	}
	return s
}
