package report

import (
	"cmp"
	"slices"
	"strings"
)

// own gives the result slices of its own, so that finishing it changes no
// slice of the caller, and makes absent lists empty ones: JSON then says [].
func own(r *Result) {
	r.Checks = owned(r.Checks)
	r.Requirements = owned(r.Requirements)
	r.Observations = owned(r.Observations)
	r.Waivers = slices.Clone(r.Waivers)
	r.Exchanges = slices.Clone(r.Exchanges)
	r.Target.Deployments = owned(r.Target.Deployments)
	r.Target.NotClaimed = owned(r.Target.NotClaimed)
	if r.Target.Build == nil {
		r.Target.Build = map[string]string{}
	}
	for i := range r.Requirements {
		r.Requirements[i].Checks = owned(r.Requirements[i].Checks)
	}
	for i := range r.Checks {
		ownCheck(&r.Checks[i])
	}
	for i := range r.Exchanges {
		x := &r.Exchanges[i]
		x.Request, x.Response, x.Faults = slices.Clone(x.Request), slices.Clone(x.Response), slices.Clone(x.Faults)
	}
}

// ownCheck does for one check what own does for the result. Maps need no copy:
// eachText replaces them.
func ownCheck(c *Check) {
	c.Exchanges = owned(c.Exchanges)
	c.Assertions = slices.Clone(c.Assertions)
	for i := range c.Assertions {
		a := &c.Assertions[i]
		a.Exchanges, a.Mismatches = owned(a.Exchanges), slices.Clone(a.Mismatches)
	}
}

// owned is a copy of s that is never nil.
func owned[T any](s []T) []T { return append(make([]T, 0, len(s)), s...) }

// order sorts everything whose order carries no meaning. Deployments keep the
// order of the target file; assertions and mismatches that of the check.
func order(r *Result) {
	slices.SortStableFunc(r.Checks, compareChecks)
	slices.SortStableFunc(r.Requirements, compareRequirements)
	slices.SortStableFunc(r.Observations, compareObservations)
	slices.SortStableFunc(r.Waivers, compareWaivers)
	slices.SortStableFunc(r.Exchanges, func(a, b Exchange) int { return compareIDs(a.ID, b.ID) })
	slices.Sort(r.Target.NotClaimed)
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

// compareIDs orders exchange ids as they were given: x2 before x10.
func compareIDs(a, b string) int {
	trim := func(s string) string { return strings.TrimLeft(s, "x0") }
	return cmp.Or(cmp.Compare(len(trim(a)), len(trim(b))), cmp.Compare(trim(a), trim(b)), cmp.Compare(a, b))
}
