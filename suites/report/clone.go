package report

import "slices"

// cloneSlices copies the slices of the result, so that what is done to them does
// not reach the caller, and replaces nil by empty ones, which are [] in JSON.
func cloneSlices(r *Result) {
	r.Checks, r.Causes = clone(r.Checks), clone(r.Causes)
	r.Requirements = clone(r.Requirements)
	r.Observations = clone(r.Observations)
	r.Waivers = slices.Clone(r.Waivers)
	r.Notices = slices.Clone(r.Notices)
	r.Exchanges = slices.Clone(r.Exchanges)
	if b := r.Baseline; b != nil {
		r.Baseline = &Baseline{clone(b.Known), clone(b.New), clone(b.Fixed), b.ExitCode}
	}
	r.Selection.Only, r.Selection.Skip = clone(r.Selection.Only), clone(r.Selection.Skip)
	r.Target.Deployments = clone(r.Target.Deployments)
	r.Target.Claimed = slices.Clone(r.Target.Claimed)
	r.Target.Recordings = slices.Clone(r.Target.Recordings)
	r.Target.NotClaimed = clone(r.Target.NotClaimed)
	if r.Target.Build == nil {
		r.Target.Build = map[string]string{}
	}
	for i := range r.Requirements {
		r.Requirements[i].Checks = clone(r.Requirements[i].Checks)
	}
	for i := range r.Checks {
		cloneCheckSlices(&r.Checks[i])
	}
	for i := range r.Exchanges {
		x := &r.Exchanges[i]
		if x.Wire != nil {
			w := *x.Wire
			w.Faults, w.Shapes = slices.Clone(w.Faults), slices.Clone(w.Shapes)
			x.Wire = &w
		}
		x.Request, x.Response, x.Faults = slices.Clone(x.Request), slices.Clone(x.Response), slices.Clone(x.Faults)
	}
}

// cloneCheckSlices is cloneSlices for one check. Maps need no copy, since
// mapTexts replaces them.
func cloneCheckSlices(c *Check) {
	c.Exchanges = clone(c.Exchanges)
	c.Assertions = slices.Clone(c.Assertions)
	for i := range c.Assertions {
		a := &c.Assertions[i]
		a.Exchanges, a.Mismatches = clone(a.Exchanges), slices.Clone(a.Mismatches)
	}
}

// clone is a copy of s that is never nil.
func clone[T any](s []T) []T { return append(make([]T, 0, len(s)), s...) }
