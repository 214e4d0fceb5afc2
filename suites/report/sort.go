package report

import (
	"cmp"
	"slices"
	"strings"
)

// sortResult sorts what has no order of its own, but for the requirements, which
// judgeRequirements sorts. Deployments keep the order of the target file,
// assertions and mismatches that of the check.
func sortResult(r *Result) {
	slices.SortStableFunc(r.Checks, compareChecks)
	slices.SortStableFunc(r.Observations, compareObservations)
	slices.SortStableFunc(r.Waivers, compareWaivers)
	slices.SortStableFunc(r.Exchanges, func(a, b Exchange) int { return compareIDs(a.ID, b.ID) })
	slices.Sort(r.Target.Claimed)
	slices.Sort(r.Target.NotClaimed)
	slices.Sort(r.Notices)
	for i := range r.Checks {
		slices.SortStableFunc(r.Checks[i].Exchanges, compareIDs)
		r.Checks[i].Exchanges = slices.Compact(r.Checks[i].Exchanges)
	}
}

func compareChecks(a, b Check) int {
	return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Deployment, b.Deployment))
}

func compareRequirements(a, b Requirement) int { return cmp.Compare(a.ID, b.ID) }

func compareObservations(a, b Observation) int {
	return cmp.Or(cmp.Compare(a.Requirement, b.Requirement),
		cmp.Compare(a.Deployment, b.Deployment), cmp.Compare(a.Value, b.Value))
}

func compareWaivers(a, b Waiver) int {
	return cmp.Or(cmp.Compare(a.Check, b.Check), cmp.Compare(a.Requirement, b.Requirement),
		cmp.Compare(a.Expires, b.Expires), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Reason, b.Reason))
}

// compareIDs orders exchange ids by number: x2 before x10.
func compareIDs(a, b string) int {
	trim := func(s string) string { return strings.TrimLeft(s, "x0") }
	return cmp.Or(cmp.Compare(len(trim(a)), len(trim(b))), cmp.Compare(trim(a), trim(b)), cmp.Compare(a, b))
}
