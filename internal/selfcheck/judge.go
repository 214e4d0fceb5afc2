package selfcheck

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/spec/level"
	"github.com/gwcheck/gwcheck/suites/report"
)

// judge compares the result of a case with what is expected of it.
func judge(c Case, r report.Result) Outcome {
	o := Outcome{Case: c}
	failed := map[string]bool{} // requirements
	for _, check := range r.Checks {
		o.count(check)
		switch check.Verdict {
		case report.Fail, report.Warning:
			failed[check.Requirement] = true
			o.classify(check)
		case report.Error:
			o.problem("the harness broke in %s: %s", check.ID, check.Reason)
		case report.Inconclusive, report.NotRun:
			if c.Kind != Deviation {
				o.problem("%s is %s: %s", check.ID, check.Verdict, check.Reason)
			}
		}
	}
	for _, id := range c.Violates {
		if !failed[id] {
			o.Survived = append(o.Survived, id)
		}
	}
	o.advice(r)
	o.overall(r)
	for _, list := range [][]string{o.Killers, o.Also, o.Survived, o.Undeclared} {
		slices.Sort(list)
	}
	return o
}

// count notes what the measure of the reach needs of a check.
func (o *Outcome) count(check report.Check) {
	violated := slices.Contains(o.Case.Violates, check.Requirement)
	o.must = o.must || violated && check.Level == string(level.Must)
	if !violated && check.Verdict == report.Fail {
		o.Outside++
	}
}

// classify enters a failed check in the list where it belongs.
func (o *Outcome) classify(check report.Check) {
	switch {
	case slices.Contains(o.Case.Violates, check.Requirement):
		o.Killers = append(o.Killers, check.ID)
	case slices.ContainsFunc(o.Case.Suffers, func(term string) bool { return covers(term, check) }):
		o.Also = append(o.Also, check.ID)
	default:
		o.Undeclared = append(o.Undeclared, check.ID)
	}
}

// advice makes sure that a gateway which violates only SHOULD requirements fails
// no MUST: it is legal. What cannot be judged any more
// on such a gateway is inconclusive, which refuses nothing.
func (o *Outcome) advice(r report.Result) {
	var refused []string
	for _, check := range r.Checks {
		if check.Level == string(level.Must) && slices.Contains(o.Case.Violates, check.Requirement) {
			return
		}
		if check.Verdict == report.Fail && check.Level == string(level.Must) {
			refused = append(refused, check.ID)
		}
	}
	if o.Case.Kind == Deviation && len(refused) > 0 {
		slices.Sort(refused)
		o.problem("it violates only SHOULD requirements, but the MUST checks %s failed", strings.Join(refused, ", "))
	}
}

// covers says whether a declared term speaks of a check.
func covers(term string, c report.Check) bool {
	for _, id := range []string{c.Requirement, c.ID} {
		if ok, err := path.Match(term, id); ok && err == nil {
			return true
		}
	}
	return false
}

func (o *Outcome) problem(format string, args ...any) {
	o.Problems = append(o.Problems, oneLine(fmt.Sprintf(format, args...)))
}

// overall looks at the run as a whole.
func (o *Outcome) overall(r report.Result) {
	switch {
	case r.HarnessError != "":
		o.problem("the harness broke: %s", r.HarnessError)
	case r.Interrupted:
		o.problem("the run was interrupted")
	case r.Counts.Total() == 0:
		o.problem("no check was run")
	case o.Case.Kind == Deviation && len(o.Case.Violates) == 0:
		o.problem("the deviation names no requirement")
	case o.Case.Kind != Deviation && r.Overall != report.Conformant && len(o.Undeclared)+len(o.Problems) == 0:
		o.problem("the run is %s: %s", r.Overall, r.Problem)
	}
}

// idle lists the checks that no deviation of their own requirement makes fail.
func idle(checks []report.Check, outcomes []Outcome) []string {
	kills := map[string]bool{}
	for _, o := range outcomes {
		for _, id := range o.Killers {
			kills[id] = true
		}
	}
	var ids []string
	for _, c := range checks {
		if !kills[c.ID] {
			ids = append(ids, c.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
