package rules

import (
	"net/url"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// OverTLS holds if the response arrived over TLS and does not redirect to plain HTTP.
func OverTLS() Rule {
	return onResponse("a response over TLS", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if x.TLS.Version == "" {
			return mismatch("connection", "TLS", "plain TCP")
		}
		for _, v := range x.Header("Location") {
			if u, err := url.Parse(strings.TrimSpace(v)); err == nil && u.Scheme == "http" {
				return mismatch("Location", "no redirect to plain HTTP", printable(v))
			}
		}
		return nil
	}).by("OverTLS")
}

// NotStored holds if Cache-Control keeps the response out of shared caches: no-store, or private (RFC 9111 section 5.2.2).
func NotStored() Rule {
	return onResponse("Cache-Control to forbid shared caching", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		values := x.Header("Cache-Control")
		for _, directive := range strings.Split(strings.Join(values, ","), ",") {
			name, fieldNames, limited := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
			if name == "no-store" || name == "private" && (!limited || strings.Trim(fieldNames, `" `) == "") {
				return nil
			}
		}
		return mismatch("Cache-Control", "no-store or private", orNone(strings.Join(values, ", ")))
	}).by("NotStored")
}
