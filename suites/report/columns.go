package report

import (
	"strings"
	"unicode"
)

// wrap breaks harmless text into lines of at most width columns, preferably at
// spaces. No line can be taken for a command of a CI runner.
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

// cutColumns splits s after what fits into width columns, preferably at a space.
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

// shorten cuts harmless text to width columns.
func shorten(s string, width int) string {
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
