package rules

import (
	"net/url"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// OverTLS holds if the answer came over TLS and does not send the client on to
// an address without.
func OverTLS() Rule {
	return onAnswer("an answer over TLS", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if x.TLS.Version == "" {
			return mismatch("connection", "TLS", "plain TCP")
		}
		for _, v := range x.Header("Location") {
			if u, err := url.Parse(strings.TrimSpace(v)); err == nil && u.Scheme == "http" {
				return mismatch("Location", "none without TLS", printable(v))
			}
		}
		return nil
	})
}

// NotStored holds if Cache-Control keeps the answer out of caches that several
// people share: no-store, or private (RFC 9111 section 5.2.2).
func NotStored() Rule {
	return onAnswer("a ban on storing in caches", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		values := x.Header("Cache-Control")
		for _, directive := range strings.Split(strings.Join(values, ","), ",") {
			name, fieldNames, limited := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
			if name == "no-store" || name == "private" && (!limited || strings.Trim(fieldNames, `" `) == "") {
				return nil
			}
		}
		return mismatch("Cache-Control", "no-store or private", orNone(strings.Join(values, ", ")))
	})
}
