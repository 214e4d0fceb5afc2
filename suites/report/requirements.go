package report

import (
	"slices"
	"strings"
)

// judgeRequirements gives each requirement its checks and the verdict that
// follows from them, or what was observed of it, and adds the requirements that only a
// check names.
func judgeRequirements(rows []Requirement, checks []Check, observed []Observation) []Requirement {
	byID := map[string][]Check{}
	for _, c := range checks {
		byID[c.Requirement] = append(byID[c.Requirement], c)
	}
	out := make([]Requirement, 0, len(rows))
	for _, row := range rows {
		row.Checks, row.Verdict = checkIDs(byID[row.ID]), requirementVerdict(byID[row.ID])
		if row.Value = observedOf(row.ID, observed); row.Value != "" && len(byID[row.ID]) == 0 {
			row.Verdict = Observed
		}
		delete(byID, row.ID)
		out = append(out, row)
	}
	for id, of := range byID {
		out = append(out, Requirement{ID: id, Level: of[0].Level, Text: of[0].Title,
			Verdict: requirementVerdict(of), Checks: checkIDs(of)})
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

// requirementVerdict is the verdict on a requirement with these checks. A
// failure outweighs a check that could not be judged, which outweighs a pass.
// Checks that were deselected do not count, unless there are no others.
func requirementVerdict(checks []Check) Verdict {
	n := countVerdicts(checks)
	switch {
	case n.Fail > 0:
		return Fail
	case n.Warning > 0:
		return Warning
	case n.Error > 0:
		return Error
	case n.Inconclusive > 0, n.Pass > 0 && unjudged(checks) > 0:
		return Inconclusive
	case n.Pass > 0:
		return Pass
	case n.NotRun > 0, n.NotApplicable == 0:
		return NotRun
	default:
		return NotApplicable
	}
}

// observedOf joins what was observed of a requirement, with the deployments where it differs.
func observedOf(id string, all []Observation) string {
	var values []string
	where := map[string][]string{}
	for _, o := range all {
		if o.Requirement != id {
			continue
		}
		if len(where[o.Value]) == 0 {
			values = append(values, o.Value)
		}
		if o.Deployment != "" && !slices.Contains(where[o.Value], o.Deployment) {
			where[o.Value] = append(where[o.Value], o.Deployment)
		}
	}
	for i, v := range values {
		if values[i] = Clip(v, maxBodyShown); len(values) > 1 && len(where[v]) > 0 {
			values[i] += " (" + strings.Join(where[v], ", ") + ")"
		}
	}
	return listed(values)
}
