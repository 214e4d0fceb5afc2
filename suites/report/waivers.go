package report

import (
	"cmp"
	"fmt"
	"time"
)

// The states of a waiver. A waiver in one of the last three breaks the run.
const (
	waiverUsed       = "used"            // accepts a failure
	waiverIdle       = "idle"            // its checks were not judged in this run
	waiverExpired    = "expired"         // its last day is over
	waiverUnmatched  = "unmatched"       // there is no such check
	waiverUnexpected = "unexpected-pass" // obsolete: its checks pass
)

// applyWaivers sets the state of each waiver, marks the failures that it
// accepts, and collects what is wrong with it.
func applyWaivers(r *Result) {
	r.WaiverProblems = nil
	for i := range r.Checks {
		r.Checks[i].Waiver = nil
	}
	for i := range r.Waivers {
		w := &r.Waivers[i]
		w.State = w.stateIn(*r)
		if w.State == waiverUsed {
			w.markFailures(r.Checks)
		}
		if p := w.problem(); p != "" {
			r.WaiverProblems = append(r.WaiverProblems, p)
		}
	}
}

// covers reports whether the waiver is about the check. If it names both a
// check and a requirement, both must match.
func (w Waiver) covers(c Check) bool {
	return w.Check+w.Requirement != "" &&
		(w.Check == "" || w.Check == c.ID) &&
		(w.Requirement == "" || w.Requirement == c.Requirement)
}

// stateIn is the state of the waiver after a run.
func (w Waiver) stateIn(r Result) string {
	var covered []Check
	for _, c := range r.Checks {
		if w.covers(c) {
			covered = append(covered, c)
		}
	}
	n := countVerdicts(covered)
	switch {
	case w.expired(r.Started):
		return waiverExpired
	case len(covered) == 0:
		return waiverUnmatched
	case n.Fail+n.Warning > 0:
		return waiverUsed
	case n.Pass > 0 && n.Pass+n.NotApplicable == len(covered):
		return waiverUnexpected
	default:
		return waiverIdle
	}
}

// expired reports whether the last day of the waiver is over. A waiver whose
// last day is not a date has expired, so that no mistake makes it permanent.
func (w Waiver) expired(now time.Time) bool {
	last, err := time.Parse(time.DateOnly, w.Expires)
	return err != nil || !now.UTC().Before(last.AddDate(0, 0, 1))
}

// markFailures marks the failures that the waiver covers, unless an earlier
// waiver has marked them.
func (w Waiver) markFailures(checks []Check) {
	for i := range checks {
		c := &checks[i]
		if c.Waiver == nil && (c.Verdict == Fail || c.Verdict == Warning) && w.covers(*c) {
			c.Waiver = &w
		}
	}
}

// problem says why the waiver breaks the run and what to do, "" if it does not.
func (w Waiver) problem() string {
	waiver := fmt.Sprintf("Waiver for %s (owner %s)", w.subject(), cmp.Or(w.Owner, "unknown"))
	switch w.State {
	case waiverExpired:
		return fmt.Sprintf("%s expired on %s. Renew or remove it.", waiver, cmp.Or(w.Expires, "no date given"))
	case waiverUnmatched:
		return waiver + " matches no check. Correct or remove it."
	case waiverUnexpected:
		return waiver + " is obsolete: the check passes now. Remove it."
	}
	return ""
}

// subject is the id that the waiver is for.
func (w Waiver) subject() string {
	return cmp.Or(w.Check, w.Requirement, "nothing")
}
