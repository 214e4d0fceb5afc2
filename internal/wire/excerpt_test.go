package wire_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/wire"
)

func TestExcerptIsPrintable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"plain text", 80, "plain text"},
		{"", 80, ""},
		{"\x1b[31mred\x1b]0;title\x07", 80, `\x1b[31mred\x1b]0;title\x07`},
		{"a\r\n\tb\x00\x7f", 80, `a\r\n\tb\x00\x7f`},
		{`c:\n`, 80, `c:\\n`},
		{"\xff\xfe", 80, `\xff\xfe`},
		{"gr\u00fc\u00dfe \u4f60", 80, "gr\u00fc\u00dfe \u4f60"},
		{"\u202eabc\u200b\u0085\u2028", 80, `\u{202e}abc\u{200b}\u{85}\u{2028}`},
		{"\ufffd", 80, "\ufffd"},
		{"abcdef", 3, "abc... (3 more bytes)"},
		{"abcdef", 6, "abcdef"},
		{"abc", 0, "... (3 more bytes)"},
		{"abc", -1, "... (3 more bytes)"},
		{"ab\u00fcd", 3, "ab... (3 more bytes)"},
		{"\U0001F600x", 3, "... (5 more bytes)"},
		{"a\x80\x80\x80\x80\x80", 5, `a\x80\x80\x80\x80... (1 more bytes)`},
	} {
		if got := wire.Excerpt([]byte(c.in), c.max); got != c.want {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
		}
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add([]byte("a\x1b\u202e\xff"), 3)
	f.Fuzz(func(t *testing.T, b []byte, max int) {
		s := wire.Excerpt(b, max)
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e }) {
			t.Errorf("Excerpt(%q) = %q", b, s)
		}
	})
}
