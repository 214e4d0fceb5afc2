package rules

import (
	"fmt"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Available holds if the response to a download is not a refusal: the body is
// the recording, or else the status is 2xx and the body is no failure envelope.
// What was served is for other rules.
func Available(rec target.Recording) Rule {
	return onResponse("the download of "+named(rec)+" to be served", nil, func(r *wire.Response, x *wire.Exchange) []report.Mismatch {
		switch {
		case len(exactBytes(rec, x)) == 0:
			return nil
		case looksLikeEnvelope(r.Body.Head):
			return mismatch("body", "a recording", "the JSON text "+printable(string(r.Body.Head)))
		case !successful(x):
			return mismatch("status", "2xx", fmt.Sprint(r.Status))
		}
		return nil
	}).by("Available", rec)
}

// NoEvent holds if the response has no event of an agent.
func NoEvent() Rule {
	return onResponse("no event", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if HasEvent(x) {
			return mismatch("event", "no event", "an event")
		}
		return nil
	}).by("NoEvent")
}
