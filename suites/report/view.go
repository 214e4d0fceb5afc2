package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Summary is the verdict on the run in one line: the overall verdict, what
// decided it, and the counts.
func (r Result) Summary() string {
	s := string(r.Overall)
	if why := r.Reasons(); len(why) > 0 {
		for i := range why {
			why[i] = clip(why[i], maxBodyShown)
		}
		s += ": " + strings.Join(why, "; ")
	}
	return s + " (" + r.Counts.String() + ")"
}

// Reasons says what decided the overall verdict, in its order of force. It is
// empty for a conformant run.
func (r Result) Reasons() []string {
	var why []string
	add := func(s string) { why = append(why, s) }
	if r.HarnessError != "" {
		add("the harness broke: " + r.HarnessError)
	}
	if n := brokenRequirements(r, Fail); n > 0 {
		add(plural(n, "MUST requirement") + " not met")
	}
	if n := brokenRequirements(r, Warning); n > 0 {
		add(plural(n, "SHOULD requirement") + " not met, which counts in a strict run")
	}
	if n := r.Counts.Error; n > 0 {
		add(plural(n, "check") + " broke in the harness")
	}
	why = append(why, r.gaps()...)
	why = append(why, r.WaiverProblems...)
	if n := accepted(r); n > 0 {
		add(plural(n, "failure") + " accepted by a waiver")
	}
	return why
}

// gaps says what kept the run from being complete.
func (r Result) gaps() []string {
	var why []string
	if problem := r.problem(); problem != "" {
		why = append(why, problem)
	}
	if n := r.Counts.Inconclusive + blocked(r.Checks); n > 0 {
		why = append(why, plural(n, "check")+" that applied could not be judged")
	}
	if r.Counts.Judged() == 0 {
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
		if c.Verdict == v && c.Breaks(r.Strict) {
			ids[c.Requirement] = true
		}
	}
	return len(ids)
}

// String lists the counts that are not zero, in one order always.
func (n Counts) String() string {
	var parts []string
	for _, v := range verdicts {
		if k := n.Of(v); k > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", k, v))
		}
	}
	if len(parts) == 0 {
		return "no checks"
	}
	return strings.Join(parts, ", ")
}

// plural is "1 check", "2 checks".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// view is a result with what the writers look up in it.
type view struct {
	Result
	rows      map[string]Requirement
	exchanges map[string]Exchange
}

func newView(r Result) *view {
	v := &view{Result: r, rows: map[string]Requirement{}, exchanges: map[string]Exchange{}}
	for _, row := range r.Requirements {
		v.rows[row.ID] = row
	}
	for _, x := range r.Exchanges {
		v.exchanges[x.ID] = x
	}
	return v
}

// with lists the checks that have the verdict, unwaived ones first.
func (v *view) with(verdict Verdict) []Check {
	var out, waived []Check
	for _, c := range v.Checks {
		switch {
		case c.Verdict != verdict:
		case c.Waiver != nil:
			waived = append(waived, c)
		default:
			out = append(out, c)
		}
	}
	return append(out, waived...)
}

// area is one area with its checks.
type area struct {
	Name   string
	Checks []Check
	Counts Counts
}

// areas groups the checks by area, sorted by name.
func (v *view) areas() []area {
	byName := map[string][]Check{}
	for _, c := range v.Checks {
		byName[areaOf(c)] = append(byName[areaOf(c)], c)
	}
	out := make([]area, 0, len(byName))
	for name, checks := range byName {
		out = append(out, area{Name: name, Checks: checks, Counts: count(checks)})
	}
	slices.SortFunc(out, func(a, b area) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// areaOf is the area of a check; its id starts with it.
func areaOf(c Check) string {
	head, _, _ := strings.Cut(c.ID, "/")
	return cmp.Or(c.Area, head, "other")
}

// where names the check and the deployment it ran on.
func where(c Check) string {
	if c.Deployment == "" {
		return c.ID
	}
	return c.ID + " (" + c.Deployment + ")"
}

// gap is a reason for which checks that apply were not judged, with these checks.
type gap struct {
	Verdict Verdict
	Reason  string
	Checks  []Check
}

// unjudged groups the checks that apply and were not judged by reason, since
// one cause often keeps dozens from being judged.
func (v *view) unjudged() []gap {
	var out []gap
	type key struct {
		verdict Verdict
		reason  string
	}
	index := map[key]int{}
	for _, c := range v.Checks {
		if !c.Unjudged() {
			continue
		}
		k := key{c.Verdict, c.Reason}
		if _, ok := index[k]; !ok {
			index[k] = len(out)
			out = append(out, gap{Verdict: c.Verdict, Reason: c.Reason})
		}
		g := &out[index[k]]
		g.Checks = append(g.Checks, c)
	}
	return out
}

// Unjudged reports whether the check applies and could not be judged.
func (c Check) Unjudged() bool {
	return c.Verdict == Inconclusive || c.Verdict == NotRun && c.Blocked
}

// names lists the checks of a gap, at most most of them.
func (g gap) names(most int) string {
	var out []string
	for i, c := range g.Checks {
		if i == most {
			out = append(out, fmt.Sprintf("and %d more", len(g.Checks)-i))
			break
		}
		out = append(out, where(c))
	}
	return strings.Join(out, ", ")
}
