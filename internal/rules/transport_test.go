package rules_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

func TestOverTLS(t *testing.T) {
	t.Parallel()
	over := func(version string, fields ...string) *wire.Exchange {
		x := answer(200, streamType, hosts, fields...)
		x.TLS.Version = version
		return x
	}
	verdicts{
		rule: rules.OverTLS(),
		good: map[string]*wire.Exchange{
			"TLS 1.2":                   over("TLS 1.2"),
			"TLS 1.3":                   over("TLS 1.3"),
			"sent on to another path":   over("TLS 1.3", "Location", "/agentgateway/"),
			"sent on to another server": over("TLS 1.3", "Location", "https://other/"),
		},
		bad: map[string]*wire.Exchange{
			"plain TCP":           over(""),
			"sent on to plain":    over("TLS 1.3", "Location", "http://gateway:8000/"),
			"sent on in capitals": over("TLS 1.3", "location", " HTTP://gateway/"),
			"no answer":           silent(),
		},
	}.check(t)
}

func TestNotStored(t *testing.T) {
	t.Parallel()
	with := func(fields ...string) *wire.Exchange { return answer(200, streamType, hosts, fields...) }
	verdicts{
		rule: rules.NotStored(),
		good: map[string]*wire.Exchange{
			"no-store":              with("Cache-Control", "no-store"),
			"no-store among others": with("cache-control", "max-age=0, No-Store ,must-revalidate"),
			"in a second field":     with("Cache-Control", "no-cache", "Cache-Control", "no-store"),
			"private":               with("Cache-Control", "private, max-age=60"),
		},
		bad: map[string]*wire.Exchange{
			"no field":              with(),
			"an empty field":        with("Cache-Control", ""),
			"no-cache":              with("Cache-Control", "no-cache"),
			"public":                with("Cache-Control", "public, max-age=3600"),
			"private for one field": with("Cache-Control", `private="Set-Cookie"`),
			"another field":         with("Pragma", "no-store"),
			"part of a word":        with("Cache-Control", "x-no-store"),
			"no answer":             silent(),
		},
	}.check(t)
}
