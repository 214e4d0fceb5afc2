package report

import (
	"fmt"
	"strings"
)

// Summary is the verdict on the run in one line: the overall verdict, for what if the
// run was narrowed, the reasons for it, and the counts. Reasons are shortened to 240
// bytes each.
func (r Result) Summary() string {
	s := r.headline()
	if why := r.Reasons(); len(why) > 0 {
		for i := range why {
			why[i] = strings.TrimSuffix(Clip(why[i], maxBodyShown), ".")
		}
		s += ": " + strings.Join(why, "; ")
	}
	return s + " (" + r.Counts.String() + ")"
}

// headline is the overall verdict, and for what it holds: of a part of the checks it says
// so, and of a run that was weakened too.
func (r Result) headline() string {
	s, limits := string(r.Overall), []string{}
	if n := r.Selection; n.Checks < n.Of {
		limits = append(limits, fmt.Sprintf("for the selected checks (%d of %d)", n.Checks, n.Of))
	}
	if r.Selection.Deployment != "" {
		limits = append(limits, "on deployment "+oneLine(r.Selection.Deployment))
	}
	if r.Selection.Insecure {
		limits = append(limits, "without verification of the certificate")
	}
	if len(limits) > 0 {
		s += " " + strings.Join(limits, ", ")
	}
	return s
}

// Reasons lists what led to the overall verdict, the most serious first. It is
// empty for a conformant run.
func (r Result) Reasons() []string {
	var why []string
	add := func(s string) { why = append(why, s) }
	if r.HarnessError != "" {
		add("harness error: " + r.HarnessError)
	}
	why = append(why, r.causeReasons()...)
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

// causeReasons names the first cause that makes the run nonconformant, and how many
// more there are.
func (r Result) causeReasons() []string {
	breaking := map[string]bool{}
	for _, c := range r.Checks {
		if c.breaksRun(r.Strict) {
			breaking[c.Cause] = true
		}
	}
	var why []string
	for _, c := range r.Causes {
		if breaking[c.ID] && len(why) == 0 {
			why = append(why, c.Requirement+": "+c.Reason)
		}
	}
	if n := len(breaking); n > 1 {
		why = append(why, plural(n-1, "more cause"))
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
