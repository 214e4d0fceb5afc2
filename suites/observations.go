package suites

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// observer notes something about every exchange that a report should show and
// nobody should judge (level INFO).
type observer struct {
	requirement string
	see         func(a *ask, x *wire.Exchange) string
}

// observers must name INFO rows of the register.
var observers = []observer{
	{"failure/status", func(a *ask, x *wire.Exchange) string {
		if a.op.LogName != spec.DownloadRecordFile || x.Response == nil || a.method != a.op.Method || expect.Retcode(x) == "" {
			return ""
		}
		return fmt.Sprintf("status %d with retcode %s", x.Response.Status, expect.Retcode(x))
	}},
	{"streaming/framing-choice", func(a *ask, x *wire.Exchange) string {
		if a.op.LogName != spec.DownloadRecordFile || x.Response == nil || !recordingType(x) {
			return ""
		}
		return fmt.Sprintf("%s %s", x.Response.Proto, x.Response.Framing)
	}},
	{"security/tls-facts", func(_ *ask, x *wire.Exchange) string {
		return strings.TrimSpace(x.TLS.Version + " " + x.TLS.CipherSuite)
	}},
}

func recordingType(x *wire.Exchange) bool {
	for _, v := range x.Header("Content-Type") {
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(v)), "application/octet-stream") {
			return true
		}
	}
	return false
}
