package report

import (
	"fmt"
	"strings"
)

// Summary is the verdict on the run in one line: the overall verdict, the
// reasons for it, and the counts. Reasons are shortened to 240 bytes each.
func (r Result) Summary() string {
	s := string(r.Overall)
	if why := r.Reasons(); len(why) > 0 {
		for i := range why {
			why[i] = strings.TrimSuffix(Clip(why[i], maxBodyShown), ".")
		}
		s += ": " + strings.Join(why, "; ")
	}
	return s + " (" + r.Counts.String() + ")"
}

// Reasons lists what led to the overall verdict, the most serious first. It is
// empty for a conformant run.
func (r Result) Reasons() []string {
	var why []string
	add := func(s string) { why = append(why, s) }
	if r.HarnessError != "" {
		add("harness error: " + r.HarnessError)
	}
	if n := brokenRequirements(r, Fail); n > 0 {
		add(plural(n, "MUST requirement") + " not met")
	}
	if n := brokenRequirements(r, Warning); n > 0 {
		add(plural(n, "SHOULD requirement") + " not met, which counts in a strict run")
	}
	if n := r.Counts.Error; n > 0 {
		add(plural(n, "check") + " ended in a harness error")
	}
	why = append(why, r.incompleteReasons()...)
	why = append(why, r.WaiverProblems...)
	if n := waivedFailures(r); n > 0 {
		add(plural(n, "failure") + " accepted by a waiver")
	}
	return why
}

// incompleteReasons says why the run is not complete.
func (r Result) incompleteReasons() []string {
	var why []string
	if problem := r.problem(); problem != "" {
		why = append(why, problem)
	}
	if n := unjudged(r.Checks); n > 0 {
		why = append(why, plural(n, "check")+" could not be judged")
	}
	if r.Counts.judged() == 0 {
		why = append(why, "no check was judged")
	}
	return why
}

// problem is why the run as a whole could not be judged, "" if it could.
func (r Result) problem() string {
	if r.Problem == "" && r.Interrupted {
		return "Interrupted"
	}
	return r.Problem
}

// brokenRequirements counts the requirements that checks with verdict v break.
func brokenRequirements(r Result, v Verdict) int {
	ids := map[string]bool{}
	for _, c := range r.Checks {
		if c.Verdict == v && c.breaksRun(r.Strict) {
			ids[c.Requirement] = true
		}
	}
	return len(ids)
}

// plural is "1 check", "2 checks".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
