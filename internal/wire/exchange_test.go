package wire_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/wire"
)

func TestHeaderFindsNamesInAnyCase(t *testing.T) {
	t.Parallel()
	x := &wire.Exchange{Response: &wire.Response{Fields: []wire.Field{{Name: "Set-GUID", Value: "a"}, {Name: "set-guid", Value: "b"}, {Name: "\u017Fet-guid", Value: "c"}}}}
	if got := strings.Join(x.Header("SET-guid"), ","); got != "a,b" {
		t.Errorf("got %q, want a,b", got)
	}
	var none *wire.Exchange
	if none.Header("a") != nil || (&wire.Exchange{}).Header("a") != nil || x.Header("other") != nil {
		t.Error("a field was found where there is none")
	}
}

func TestMediaType(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, kind, params, says string }{
		{"application/json", "application/json", "", ""},
		{"Application/JSON;Charset=UTF-8", "application/json", "charset=UTF-8", ""},
		{"a/b ; x=\"1;\\\"2\" ;; y=z; ", "a/b", `x=1;"2 y=z`, ""},
		{"a/b; x=\"\"", "a/b", "x=", ""},
		{"", "", "", "type and subtype expected"},
		{"json", "", "", "type and subtype expected"},
		{"a/b/c", "", "", "type and subtype expected"},
		{"a /b", "", "", "type and subtype expected"},
		{"a/b, c/d", "", "", "type and subtype expected"},
		{"a/b; charset", "a/b", "", "name=value expected"},
		{"a/b; charset = x", "a/b", "", "name=value expected"},
		{"a/b; x=", "a/b", "", "name=value expected"},
		{"a/b; x=\"1", "a/b", "", "name=value expected"},
		{"a/b; x=\"1\"2", "a/b", "", "name=value expected"},
		{"a/b; x=\x1b", "a/b", "", `\x1b`},
	} {
		x := &wire.Exchange{Response: &wire.Response{Fields: []wire.Field{{Name: "content-type", Value: c.in}}}}
		m, err := x.MediaType()
		var params []string
		for _, p := range m.Params {
			params = append(params, p.Name+"="+p.Value)
		}
		if m.Type != c.kind || strings.Join(params, " ") != c.params {
			t.Errorf("%q: %q %q, want %q %q", c.in, m.Type, params, c.kind, c.params)
		}
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: error %v, want %q", c.in, err, c.says)
		}
	}
	if _, err := (&wire.Exchange{}).MediaType(); !errors.Is(err, wire.ErrNoMediaType) {
		t.Errorf("without a type: %v", err)
	}
	m, _ := wire.ParseMediaType("a/b; charset=x; CHARSET=y")
	if v, ok := m.Param("Charset"); v != "x" || !ok {
		t.Errorf("charset %q", v)
	}
	if _, ok := m.Param("other"); ok {
		t.Error("a parameter was found where there is none")
	}
}

func TestExcerpt(t *testing.T) {
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

func TestTarget(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		path  string
		query []wire.Param
		want  string
	}{
		{"/a", nil, "/a"},
		{"/a", []wire.Param{{Name: "recordId", Value: `y:\1\0/x y.V3`}}, "/a?recordId=y%3A%5C1%5C0%2Fx%20y.V3"},
		{"/a", []wire.Param{{Name: "b", Value: "1"}, {Name: "a", Value: ""}, {Name: "b", Value: "2"}}, "/a?b=1&a=&b=2"},
		{"/a?x=1", []wire.Param{{Name: "y", Value: "2"}}, "/a?x=1&y=2"},
		{"/a", []wire.Param{{Name: "p", Value: "%2e%2E/+ \r", Raw: true}}, "/a?p=%2e%2E/+ \r"},
		{"/a", []wire.Param{{Name: "n&=", Value: "&=+%#?"}}, "/a?n%26%3D=%26%3D%2B%25%23%3F"},
	} {
		if got := wire.Target(c.path, c.query...); got != c.want {
			t.Errorf("Target(%q, %v) = %q, want %q", c.path, c.query, got, c.want)
		}
	}
	if got := wire.Escape("AZaz09-._~ü\x00"); got != "AZaz09-._~%C3%BC%00" {
		t.Errorf("Escape: %q", got)
	}
}

func TestDefaultLimitsAreAllSet(t *testing.T) {
	t.Parallel()
	v := reflect.ValueOf(wire.DefaultLimits())
	for i := range v.NumField() {
		if v.Field(i).Int() <= 0 {
			t.Errorf("%s has no default", v.Type().Field(i).Name)
		}
	}
}
