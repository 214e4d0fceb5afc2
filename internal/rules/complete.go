package rules

import (
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Answered holds if a complete final response was received.
func Answered() Rule {
	return New("a complete response", nil, answered).by("Answered")
}

func answered(x *wire.Exchange) []report.Mismatch {
	if x.Err != nil {
		return mismatch("transport", "a complete response", x.Err.Error())
	}
	if x.Response == nil {
		return mismatch("transport", "a complete response", "no response")
	}
	return nil
}

// Responded holds if at least the head of a final response was received, so
// that there is something to judge.
func Responded() Rule {
	return onResponse("a response", nil, func(*wire.Response, *wire.Exchange) []report.Mismatch { return nil }).by("Responded")
}

// onResponse applies judge only if there is a response; without one the
// mismatch says why.
func onResponse(name string, params map[string]string, judge func(r *wire.Response, x *wire.Exchange) []report.Mismatch) Rule {
	return New(name, params, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil {
			return answered(x)
		}
		return judge(x.Response, x)
	})
}
