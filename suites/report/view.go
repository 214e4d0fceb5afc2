package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// view is a result with what the writers look up in it.
type view struct {
	Result
	rows      map[string]Requirement
	exchanges map[string]Exchange
	causes    map[string]Cause
}

func newView(r Result) *view {
	v := &view{Result: r, rows: map[string]Requirement{}, exchanges: map[string]Exchange{}, causes: map[string]Cause{}}
	for _, row := range r.Requirements {
		v.rows[row.ID] = row
	}
	for _, c := range r.Causes {
		v.causes[c.ID] = c
	}
	for _, x := range r.Exchanges {
		v.exchanges[x.ID] = x
	}
	return v
}

// withVerdict lists the checks that have the verdict, waived ones last.
func (v *view) withVerdict(verdict Verdict) []Check {
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
		out = append(out, area{Name: name, Checks: checks, Counts: countVerdicts(checks)})
	}
	slices.SortFunc(out, func(a, b area) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// areaOf is the area of a check, by default the first part of its id.
func areaOf(c Check) string {
	head, _, _ := strings.Cut(c.ID, "/")
	return cmp.Or(c.Area, head, "other")
}

// checkName names the check and the deployment it ran on.
func checkName(c Check) string {
	if c.Deployment == "" || strings.HasSuffix(c.ID, ":"+c.Deployment) {
		return c.ID
	}
	return c.ID + " (" + c.Deployment + ")"
}

// unjudgedGroup is the checks that were not judged for one reason.
type unjudgedGroup struct {
	Verdict Verdict
	Reason  string
	Checks  []Check
}

// causeGroup is a cause with the checks that failed, or warn, for it.
type causeGroup struct {
	Cause
	Root Check
	Same []Check // the others
}

// causesWith are the causes whose root has a verdict, in their order.
func (v *view) causesWith(verdict Verdict) []causeGroup {
	var out []causeGroup
	for _, cause := range v.Causes {
		if cause.Verdict != verdict {
			continue
		}
		g := causeGroup{Cause: cause}
		for _, c := range v.Checks {
			switch {
			case c.Cause != cause.ID || !c.failedAtAll():
			case c.ID == cause.Check && c.Deployment == cause.Deployment:
				g.Root = c
			default:
				g.Same = append(g.Same, c)
			}
		}
		out = append(out, g)
	}
	return out
}

// isRoot reports whether the check stands for its cause, or has none.
func (v *view) isRoot(c Check) bool {
	cause, ok := v.causes[c.Cause]
	return !ok || cause.Check == c.ID && cause.Deployment == c.Deployment
}

// same says in one line which other checks have the cause, "" if none has.
func (g causeGroup) same() string {
	if len(g.Same) == 0 {
		return ""
	}
	return plural(len(g.Same), "more check") + ": " + names(g.Same, maxListed)
}

// rests says how many checks were not judged for the cause, "" if none.
func (g causeGroup) rests() string {
	if g.Rests == 0 {
		return ""
	}
	return plural(g.Rests, "check") + " not judged, since they rest on this"
}

// unjudgedGroups groups the checks that apply and were not judged by reason:
// one cause often prevents dozens of verdicts. What rests on a cause is not among
// them, since the cause counts it.
func (v *view) unjudgedGroups() []unjudgedGroup {
	var out []unjudgedGroup
	type key struct {
		verdict Verdict
		reason  string
	}
	index := map[key]int{}
	for _, c := range v.Checks {
		if !c.Unjudged() || v.causes[c.Cause].ID != "" {
			continue
		}
		k := key{c.Verdict, c.Reason}
		if _, ok := index[k]; !ok {
			index[k] = len(out)
			out = append(out, unjudgedGroup{Verdict: c.Verdict, Reason: c.Reason})
		}
		g := &out[index[k]]
		g.Checks = append(g.Checks, c)
	}
	return out
}

// names lists the checks of the group, at most a given number.
func (g unjudgedGroup) names(most int) string { return names(g.Checks, most) }

// names lists checks, at most a given number.
func names(checks []Check, most int) string {
	var out []string
	for i, c := range checks {
		if i == most {
			out = append(out, fmt.Sprintf("and %d more", len(checks)-i))
			break
		}
		out = append(out, checkName(c))
	}
	return strings.Join(out, ", ")
}
