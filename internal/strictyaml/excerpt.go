package strictyaml

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
)

const (
	hiddenText = "[hidden]"
	width      = 100 // characters of a line that an excerpt shows
)

// masked is a line with secrets replaced; shift has for each column of the
// original line at which column of the text it is now.
type masked struct {
	text  []rune
	shift func(column int) int
}

func plain(line string) masked {
	return masked{text: []rune(line), shift: func(c int) int { return c }}
}

// without replaces stretches of a line, given by the columns at which they
// begin and before which they end, in order.
func without(line string, stretches [][2]int) masked {
	if len(stretches) == 0 {
		return plain(line)
	}
	old, text := []rune(line), []rune{}
	column := make([]int, 0, len(old)+1) // by old column, from 0
	for _, x := range stretches {
		from, to := min(x[0]-1, len(old)), min(x[1]-1, len(old))
		for len(column) < from {
			text = append(text, old[len(column)])
			column = append(column, len(text))
		}
		for hidden := len(text) + 1; len(column) < to; {
			column = append(column, hidden)
		}
		text = append(text, []rune(hiddenText)...)
	}
	for len(column) < len(old) {
		text = append(text, old[len(column)])
		column = append(column, len(text))
	}
	return masked{text: text, shift: func(c int) int {
		if c < 1 || c > len(column) {
			return len(text) + 1
		}
		return column[c-1]
	}}
}

// excerpt shows a line with a marker under the column.
func excerpt(line, column int, m masked) string {
	at := min(max(m.shift(column), 1), len(m.text)+1)
	from := 0
	if at > width*9/10 {
		from = at - 1 - width/2
	}
	text := []rune(strings.TrimRightFunc(string(m.text[from:min(len(m.text), from+width)]), unicode.IsSpace))
	for i, c := range text {
		if !unicode.IsPrint(c) {
			text[i] = ' ' // a file may not drive the terminal
		}
	}
	if len(text) == 0 {
		return ""
	}
	number := fmt.Sprintf("%6d", line)
	return fmt.Sprintf("%s | %s\n%s | %s^", number, string(text), strings.Repeat(" ", len(number)), strings.Repeat(" ", at-1-from))
}

// source is the text of a file by lines.
type source []string

func newSource(data []byte) source {
	lines := strings.Split(string(data[:min(len(data), MaxBytes)]), "\n")
	for i := range lines {
		lines[i] = strings.ToValidUTF8(strings.TrimSuffix(lines[i], "\r"), "\ufffd")
	}
	return lines
}

// line is the line with the given number, "" if there is none.
func (s source) line(number int) string {
	if number < 1 || number > len(s) {
		return ""
	}
	return s[number-1]
}

var (
	secretKey = lazyregexp.New(`(?i)pas+w|psw|pwd|passphrase|secret|token|credential`)
	keyLine   = lazyregexp.New(`^([ \t]*)["']?\w[^:#]*["']?[ \t]*:(?:[ \t]|$)`)
	userInfo  = lazyregexp.New(`://[^/\s]*@`)
	quotation = lazyregexp.New(`"[^"]*"|'[^']*'`)
)

// guess is a line of a text that is not YAML, without what may be secret: the
// secret section with everything deeper than its key, and every line in or
// after which a secret may stand. The second result reports whether it is whole.
func (s source) guess(number int, hide Secrets) (masked, bool) {
	line := s.line(number)
	if s.within(number, hide.Section) || secretKey().MatchString(line) || userInfo().MatchString(line) {
		return plain(hiddenText), false
	}
	return plain(line), true
}

// within reports whether a line belongs to a secret section, or to the value of
// a secret key, that began at it or above it.
func (s source) within(number int, section string) bool {
	inside, depth := false, 0
	for i := 1; i <= number && i <= len(s); i++ {
		key := keyLine().FindStringSubmatch(s[i-1])
		if inside && key != nil && len(key[1]) <= depth {
			inside = false
		}
		if !inside && (section != "" && strings.Contains(s[i-1], section) || secretKey().MatchString(s[i-1])) {
			inside, depth = true, len(s[i-1])-len(strings.TrimLeft(s[i-1], " \t"))
		}
	}
	return inside
}

// unquoted takes what a message cites out of it.
func unquoted(message string) string { return quotation().ReplaceAllString(message, "…") }
