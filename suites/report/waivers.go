package report

import (
	"cmp"
	"fmt"
	"time"
)

// The states of a waiver. Idle: its checks were not judged in this run, so
// nothing can be said about it. The last three break the run.
const (
	waiverUsed       = "used"
	waiverIdle       = "idle"
	waiverExpired    = "expired"
	waiverUnmatched  = "unmatched"
	waiverUnexpected = "unexpected-pass"
)

// applyWaivers sets the state of each waiver, marks the failures that a used
// one accepts, and collects what is wrong with the others.
func applyWaivers(r *Result) {
	r.WaiverProblems = nil
	for i := range r.Checks {
		r.Checks[i].Waiver = nil
	}
	for i := range r.Waivers {
		w := &r.Waivers[i]
		w.State = w.state(*r)
		if w.State == waiverUsed {
			w.mark(r.Checks)
		}
		if p := w.problem(); p != "" {
			r.WaiverProblems = append(r.WaiverProblems, p)
		}
	}
}

// covers reports whether the waiver speaks of the check. With both a check and
// a requirement named, both must fit.
func (w Waiver) covers(c Check) bool {
	return w.Check+w.Requirement != "" &&
		(w.Check == "" || w.Check == c.ID) &&
		(w.Requirement == "" || w.Requirement == c.Requirement)
}

// state finds out what became of the waiver.
func (w Waiver) state(r Result) string {
	var own []Check
	for _, c := range r.Checks {
		if w.covers(c) {
			own = append(own, c)
		}
	}
	n := count(own)
	switch {
	case w.expired(r.Started):
		return waiverExpired
	case len(own) == 0:
		return waiverUnmatched
	case n.Fail+n.Warning > 0:
		return waiverUsed
	case n.Pass > 0 && n.Pass+n.NotApplicable == len(own):
		return waiverUnexpected
	default:
		return waiverIdle
	}
}

// expired reports whether the last day of the waiver is over. An expiry that
// is not a date counts as over: a waiver must not last for ever by accident.
func (w Waiver) expired(now time.Time) bool {
	last, err := time.Parse(time.DateOnly, w.Expires)
	return err != nil || !now.UTC().Before(last.AddDate(0, 0, 1))
}

// mark puts the waiver on the failures it covers; the first waiver stays.
func (w Waiver) mark(checks []Check) {
	for i := range checks {
		c := &checks[i]
		if c.Waiver == nil && (c.Verdict == Fail || c.Verdict == Warning) && w.covers(*c) {
			c.Waiver = &w
		}
	}
}

// problem says in one sentence why the waiver breaks the run, "" if it does not.
func (w Waiver) problem() string {
	subject := fmt.Sprintf("the waiver for %s (owner %s)", w.subject(), cmp.Or(w.Owner, "unknown"))
	switch w.State {
	case waiverExpired:
		return fmt.Sprintf("%s expired on %s", subject, cmp.Or(w.Expires, "no date given"))
	case waiverUnmatched:
		return subject + " matches no check"
	case waiverUnexpected:
		return subject + " is no longer needed: what it excuses passed"
	}
	return ""
}

// subject names what the waiver is for.
func (w Waiver) subject() string {
	return cmp.Or(w.Check, w.Requirement, "nothing")
}
