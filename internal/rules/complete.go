package rules

import (
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

// Responded holds if at least the head of a final response arrived, so that
// there is something to judge.
func Responded() Rule {
	return onAnswer("a response", nil, func(*wire.Response, *wire.Exchange) []report.Mismatch { return nil })
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
