package wire_test

import (
	"errors"
	"strings"
	"testing"

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

func TestMediaTypeIsParsed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, kind, params, message string }{
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
		if (err == nil) != (c.message == "") || err != nil && !strings.Contains(err.Error(), c.message) {
			t.Errorf("%q: error %v, want %q", c.in, err, c.message)
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
