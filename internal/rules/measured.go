package rules

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Rules on what was measured over several exchanges. The measured values are
// parameters, so that the record alone decides the rule again.

// Renewal is what was seen of one awaited renewal of a Guid.
type Renewal struct {
	Polls   int           // answered while it was awaited
	Took    time.Duration // until it arrived, or for as long as it was awaited
	Arrived bool
	Refused bool // a poll was refused before it arrived
}

// RenewedWithin holds if the header of a poll delivered a renewed Guid in time.
func RenewedWithin(header string, limit time.Duration, r Renewal) Rule {
	params := map[string]string{
		"limit": limit.String(), "polls": fmt.Sprint(r.Polls), "took": r.Took.String(),
		"arrived": fmt.Sprint(r.Arrived), "refused": fmt.Sprint(r.Refused),
	}
	name := fmt.Sprintf("a renewed Guid in %s of a poll within %s", header, limit)
	return New(name, params, func(*wire.Exchange) []report.Mismatch {
		over := fmt.Sprintf("in %d polls over %s", r.Polls, r.Took.Round(100*time.Millisecond))
		switch within := "within " + limit.String(); {
		case r.Refused && !r.Arrived:
			return mismatch("a poll", within, "refused before a renewal, "+over)
		case !r.Arrived:
			return mismatch("no renewal", within, over)
		case r.Took > limit:
			return mismatch("a renewal", within, "after "+r.Took.String())
		}
		return nil
	}).by("RenewedWithin", header, limit, r)
}

// Between holds if what was measured took from least to most; a most of zero is no bound.
func Between(what string, least, most, took time.Duration) Rule {
	want := fmt.Sprintf("after %s at the earliest", least)
	switch {
	case least == 0:
		want = "within " + most.String()
	case most > 0:
		want = fmt.Sprintf("after %s to %s", least, most)
	}
	params := map[string]string{"least": least.String(), "most": most.String(), "took": took.String()}
	return New(what+" "+want, params, func(*wire.Exchange) []report.Mismatch {
		if took < least || most > 0 && took > most {
			return mismatch("it", want, "after "+took.String())
		}
		return nil
	}).by("Between", what, least, most, took)
}

// EventArrived holds if an event of the kind arrived within that time.
func EventArrived(kind string, within time.Duration, arrived bool) Rule {
	params := map[string]string{"event": kind, "within": within.String(), "arrived": fmt.Sprint(arrived)}
	return New(fmt.Sprintf("%s within %s after a recorded call", kind, within), params, func(*wire.Exchange) []report.Mismatch {
		if !arrived {
			return mismatch("events", kind, "without it")
		}
		return nil
	}).by("EventArrived", kind, within, arrived)
}

// EventOrder holds unless both kinds of event arrived, the second before the first.
func EventOrder(first, second string, kinds []string) Rule {
	params := map[string]string{"first": first, "second": second, "events": strings.Join(kinds, " ")}
	want := first + " before " + second
	return New(want+" after the sign-in", params, func(*wire.Exchange) []report.Mismatch {
		at, then := slices.Index(kinds, first), slices.Index(kinds, second)
		if then >= 0 && then < at {
			return mismatch("events", want, strings.Join(kinds, ", "))
		}
		return nil
	}).by("EventOrder", first, second, kinds)
}

// EachEventOnce holds if no kind of event arrived twice. A state of the agent may be
// told again, since it lasts.
func EachEventOnce(kinds []string) Rule {
	params := map[string]string{"events": strings.Join(kinds, " ")}
	return New("each event once", params, func(*wire.Exchange) []report.Mismatch {
		for i, kind := range kinds {
			if slices.Contains(kinds[:i], kind) && !strings.HasPrefix(kind, "AgentState_") {
				return mismatch("events", "each event once", kind+" again: "+strings.Join(kinds, ", "))
			}
		}
		return nil
	}).by("EachEventOnce", kinds)
}

// AnEvent holds if the answer to a poll delivers an event with a name.
func AnEvent() Rule {
	return onEvent("an event", nil, func(event map[string]any) []report.Mismatch {
		if kind, _ := event["eventType"].(string); kind == "" {
			return mismatch("eventType", "a name", jsonType(event["eventType"]))
		}
		return nil
	}).by("AnEvent")
}
