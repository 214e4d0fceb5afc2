package report

import "slices"

// judge gives every requirement the verdict that its checks add up to, and
// adds requirements that only a check mentions, so that nothing gets lost.
func judge(rows []Requirement, checks []Check) []Requirement {
	byID := map[string][]Check{}
	for _, c := range checks {
		byID[c.Requirement] = append(byID[c.Requirement], c)
	}
	out := make([]Requirement, 0, len(rows))
	for _, row := range rows {
		row.Checks, row.Verdict = checkIDs(byID[row.ID]), sum(byID[row.ID])
		delete(byID, row.ID)
		out = append(out, row)
	}
	for id, own := range byID {
		out = append(out, Requirement{ID: id, Level: own[0].Level, Text: own[0].Title,
			Verdict: sum(own), Checks: checkIDs(own)})
	}
	slices.SortStableFunc(out, compareRequirements)
	return out
}

// checkIDs lists the ids of checks, each once, in order.
func checkIDs(checks []Check) []string {
	ids := make([]string, 0, len(checks))
	for _, c := range checks {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// sum is the verdict on a requirement with these checks: what was found wrong
// outweighs what could not be judged, and that outweighs a pass. Deselected
// variants take nothing from a pass; blocked ones do. No check: not-run.
func sum(checks []Check) Verdict {
	n := count(checks)
	switch {
	case n.Fail > 0:
		return Fail
	case n.Warning > 0:
		return Warning
	case n.Error > 0:
		return Error
	case n.Inconclusive > 0, n.Pass > 0 && blocked(checks) > 0:
		return Inconclusive
	case n.Pass > 0:
		return Pass
	case n.NotRun > 0, n.NotApplicable == 0:
		return NotRun
	default:
		return NotApplicable
	}
}
