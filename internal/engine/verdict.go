package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// ending is what happened to the body of a check.
type ending int

const (
	completed  ending = iota // every rule held
	violated                 // a rule that the check is about did not hold
	unmet                    // a precondition did not hold, or the body could not go on
	notStarted               // the run ended before the body began
	blocked                  // what the check rests on is broken
	broken                   // the harness itself failed
)

// contact is what the exchange that decided a check says about the gateway.
type contact int

const (
	answering   contact = iota // the gateway is there
	cancelled                  // the run ended the exchange
	unreachable                // no connection was made
	gone                       // no complete answer arrived, and no connection can be made now
	silent                     // neither this request nor any after it was answered
)

// outcome is how a body ended, before it is judged.
type outcome struct {
	ending  ending
	contact contact
	reason  string
	about   *wire.Exchange // the exchange that decided it, nil for none
	found   []report.Mismatch
	rule    rules.Rule // that decided it
	basis   Basis      // what the rule that decided it looks at
	restsOn string     // if blocked, the check that found the basis broken
	stalled bool       // it ended since too many requests got no complete answer
	lossy   bool       // it ended since an answer was lost that may have changed the session
	stack   string     // of a panic
}

// verdict is the one place that judges: from what happened to a body, the level
// of its requirement, and what is known of the gateway. A failure counts only
// while the gateway is there, and as a failure only where the level is MUST.
func verdict(e ending, level spec.Level, c contact) report.Verdict {
	switch {
	case e == completed:
		return report.Pass
	case e == notStarted || e == blocked:
		return report.NotRun
	case e == broken:
		return report.Error
	case e == unmet || c != answering:
		return report.Inconclusive
	case level == spec.Must:
		return report.Fail
	}
	return report.Warning
}

// explained is the reason of an outcome, with what is known of the gateway.
func (o outcome) explained() string {
	if o.ending != violated {
		return o.reason
	}
	switch o.contact {
	case cancelled:
		return "the run ended during the check: " + o.about.Err.Error()
	case unreachable:
		why, _ := unreached(o.about)
		return "the gateway could not be reached: " + why
	case gone:
		return "the gateway went away: " + o.about.Err.Error()
	case silent:
		return "the gateway answered neither this request nor any after it: " + o.reason
	}
	return o.reason
}

// expected is the reason of a rule that does not hold, in one sentence.
func expected(r rules.Rule, x *wire.Exchange, found []report.Mismatch) string {
	return fmt.Sprintf("Expected %s; got %s", r.Name, got(r, x, found))
}

// got joins mismatches to one line, with the status unless that is 200.
func got(r rules.Rule, x *wire.Exchange, found []report.Mismatch) string {
	if what := noEnvelope(x, found); what != "" {
		return what
	}
	parts := make([]string, len(found))
	for i, m := range found {
		parts[i] = strings.TrimPrefix(m.What+" ", "body ") + m.Got
		if !strings.Contains(r.Name, m.Expected) {
			parts[i] += " instead of " + m.Expected
		}
		if m.What == "transport" {
			parts[i] = "no complete answer: " + m.Got
		}
	}
	told := slices.ContainsFunc(found, func(m report.Mismatch) bool { return m.What == "status" })
	if x.Response != nil && x.Response.Status != 200 && !told {
		parts = append(parts, "status "+statusShown(x))
	}
	return strings.Join(parts, "; ")
}

// noEnvelope says what an answer is that has no retcode since it is no envelope at all,
// "" for any other.
func noEnvelope(x *wire.Exchange, found []report.Mismatch) string {
	missing := slices.ContainsFunc(found, func(m report.Mismatch) bool { return m.What == "retcode" && m.Got == "none" })
	if !missing || x.Response == nil {
		return ""
	}
	status, length := statusShown(x), x.Response.Body.Length
	types := x.Header("Content-Type")
	switch {
	case len(types) != 1, length == 0, strings.Contains(strings.ToLower(types[0]), "json"):
		return ""
	case strings.HasPrefix(strings.ToLower(types[0]), "text/html"):
		return fmt.Sprintf("an HTML page of %d bytes with status %s", length, status)
	}
	return fmt.Sprintf("%d bytes of %s with status %s", length, wire.Excerpt([]byte(types[0]), 120), status)
}

// statusShown is a status code, and what it asks a client to do that this one does not.
func statusShown(x *wire.Exchange) string {
	status := x.Response.Status
	if to := x.Header("Location"); status >= 300 && status < 400 && len(to) > 0 {
		return fmt.Sprintf("%d, a redirect to %s, which is not followed", status, wire.Excerpt([]byte(to[0]), 1<<10))
	}
	return fmt.Sprint(status)
}
