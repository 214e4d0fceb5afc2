package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Cause is what several failures have in common: one of them, which the others
// follow from as far as their exchanges show.
type Cause struct {
	ID          string  `json:"id"`          // c1, c2 and so on, the root causes first
	Check       string  `json:"check"`       // the check that shows it best
	Deployment  string  `json:"deployment"`  // on which that check ran
	Requirement string  `json:"requirement"` // that it is about
	Level       string  `json:"level"`
	Verdict     Verdict `json:"verdict"` // of that check
	Reason      string  `json:"reason"`
	Checks      int     `json:"checks"`          // that failed, or warn, for it
	Rests       int     `json:"rests,omitempty"` // checks that were not judged since they rest on one of these
}

// groupCauses sets the causes of the result, and the cause of each check that failed
// or warns, or rests on one that did.
func groupCauses(r *Result) {
	r.Causes = nil
	groups := failureGroups(r.Checks)
	slices.SortStableFunc(groups, compareCauses)
	ids, bySign := map[string]*Cause{}, map[string]*Cause{}
	r.Causes = make([]Cause, 0, len(groups))
	for i, g := range groups {
		root := g[0]
		r.Causes = append(r.Causes, Cause{
			ID: fmt.Sprintf("c%d", i+1), Check: root.ID, Deployment: root.Deployment, Requirement: root.Requirement, Level: root.Level,
			Verdict: root.Verdict, Reason: root.Reason, Checks: len(g),
		})
		for _, c := range g {
			c.Cause = r.Causes[i].ID
			ids[c.ID] = &r.Causes[i]
			for _, s := range signs(c) {
				bySign[s] = cmp.Or(bySign[s], &r.Causes[i])
			}
		}
	}
	for i := range r.Checks {
		if c := &r.Checks[i]; !c.failedAtAll() {
			c.rest(ids, bySign)
		}
	}
}

// rest attributes a check that was not judged to the cause of what it rests on, or of a
// failure that has a sign in common with the precondition that was not met.
func (c *Check) rest(byCheck, bySign map[string]*Cause) {
	var cause *Cause
	if c.RestsOn != nil {
		cause = byCheck[*c.RestsOn]
	}
	if c.Verdict == Inconclusive {
		for _, s := range differences(c, true) {
			cause = cmp.Or(cause, bySign[s])
		}
	}
	if c.Cause = ""; cause != nil {
		c.Cause = cause.ID
		cause.Rests++
	}
}

// failedAtAll reports whether the check failed or warns.
func (c *Check) failedAtAll() bool { return c.Verdict == Fail || c.Verdict == Warning }

// failureGroups are the failures that have something in common, directly or through
// others, the root of each group first.
func failureGroups(checks []Check) [][]*Check {
	var failed []*Check
	for i := range checks {
		if checks[i].failedAtAll() {
			failed = append(failed, &checks[i])
		}
	}
	groups := map[int][]*Check{}
	var order []int
	for i, of := range linked(failed) {
		if groups[of] == nil {
			order = append(order, of)
		}
		groups[of] = append(groups[of], failed[i])
	}
	out := make([][]*Check, 0, len(order))
	for _, of := range order {
		g := groups[of]
		slices.SortStableFunc(g, compareRoots(g))
		out = append(out, g)
	}
	return out
}

// linked gives failures the same number that share a sign, directly or through others.
func linked(failed []*Check) []int {
	group := make([]int, len(failed))
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	first := map[string]int{}
	for i, c := range failed {
		group[i] = i
		for _, s := range signs(c) {
			if j, ok := first[s]; ok {
				group[find(i)] = find(j)
			} else {
				first[s] = i
			}
		}
	}
	for i := range group {
		group[i] = find(i)
	}
	return group
}

// compareRoots orders a group: what other checks rest on first, then MUST before SHOULD,
// then the requirement that most of its checks show, then what shows it first.
func compareRoots(g []*Check) func(a, b *Check) int {
	of := map[string]int{}
	for _, c := range g {
		of[c.Requirement]++
	}
	return func(a, b *Check) int {
		return cmp.Or(compareBase(a, b), compareAreas(a, b), cmp.Compare(waived(a), waived(b)), compareVerdicts(a, b), cmp.Compare(of[b.Requirement], of[a.Requirement]),
			cmp.Compare(everywhere(a), everywhere(b)), compareChecks(*a, *b))
	}
}

// compareCauses orders groups by their roots: what others rest on first, then failures
// before warnings, then the larger group.
func compareCauses(a, b []*Check) int {
	return cmp.Or(cmp.Compare(waived(a[0]), waived(b[0])), compareVerdicts(a[0], b[0]), compareBase(a[0], b[0]),
		cmp.Compare(len(b), len(a)), compareChecks(*a[0], *b[0]))
}

func compareBase(a, b *Check) int {
	const none = 1 << 10
	return cmp.Compare(cmp.Or(a.Base, none), cmp.Or(b.Base, none))
}

// compareAreas orders what is told apart by no basis: what clients do first, first.
func compareAreas(a, b *Check) int {
	first := []string{"success", "session", "claims"} // the last is the first
	return cmp.Compare(slices.Index(first, areaOf(*b)), slices.Index(first, areaOf(*a)))
}

func compareVerdicts(a, b *Check) int {
	return cmp.Compare(slices.Index(verdicts, a.Verdict), slices.Index(verdicts, b.Verdict))
}

func waived(c *Check) int {
	if c.Waiver != nil {
		return 1
	}
	return 0
}

// everywhere is 1 for a check that judges the exchanges of others.
func everywhere(c *Check) int {
	if strings.HasSuffix(c.ID, ":everywhere") {
		return 1
	}
	return 0
}
