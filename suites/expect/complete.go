package expect

import (
	"fmt"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Answered holds if a complete final response arrived.
func Answered() Rule {
	return New("a complete answer", nil, answered)
}

func answered(x *wire.Exchange) []report.Mismatch {
	if x.Err != nil {
		return mismatch("transport", "a complete response", x.Err.Error())
	}
	if x.Response == nil {
		return mismatch("transport", "a complete response", "none")
	}
	return nil
}

// Framed holds if the messages kept to the framing and field syntax of
// RFC 9112: it names every fault that the strict reader met.
func Framed() Rule {
	return New("a well-formed HTTP/1.1 message", nil, func(x *wire.Exchange) (all []report.Mismatch) {
		for _, f := range x.Faults {
			all = append(all, report.Mismatch{
				What:     "framing",
				Expected: "no " + string(f.Kind),
				Got:      fmt.Sprintf("%s (after %d bytes)", f.Detail, f.Offset),
			})
		}
		return append(all, answered(x)...)
	})
}

// onAnswer runs judge only if there is a response to look at; without one it
// reports what came instead.
func onAnswer(name string, params map[string]string, judge func(r *wire.Response, x *wire.Exchange) []report.Mismatch) Rule {
	return New(name, params, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil {
			return answered(x)
		}
		return judge(x.Response, x)
	})
}
