package engine

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// curl renders one line that repeats a request, with placeholders where a
// secret belongs.
func curl(g *gateway, x *wire.Exchange, secret secretFields) string {
	parts := []string{"curl", "--include", "--path-as-is", "--http1.1"}
	if g.dep.TLS.Insecure || len(g.dep.TLS.Pin) > 0 {
		parts = append(parts, "--insecure")
	} else if g.dep.TLS.CA != "" {
		parts = append(parts, "--cacert", quote(g.dep.TLS.CA))
	}
	if x.Request.Method != "GET" {
		parts = append(parts, "--request", quote(x.Request.Method))
	}
	for _, f := range x.Request.Fields {
		if f.Name != "Host" && f.Name != "Content-Length" { // curl adds them
			parts = append(parts, "--header", header(f, secret.has(f.Name)))
		}
	}
	if len(x.Request.Body) > 0 {
		parts = append(parts, "--data", `'{"password":"…","phonenum":"…"}'`)
	}
	return strings.Join(append(parts, quote(g.origin+x.Request.Target)), " ")
}

// header renders one field; the shell fills in the Guid.
func header(f wire.Field, secret bool) string {
	if secret {
		return `"` + f.Name + `: $GUID"`
	}
	return quote(f.Name + ": " + f.Value)
}

// quote makes one shell word of a text.
func quote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
