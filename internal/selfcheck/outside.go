package selfcheck

import (
	"cmp"
	"fmt"
	"slices"
)

// Outside sums up how far MUST deviations reach: the failed checks outside the
// requirements that a deviation violates. One broken property should fail the
// checks of that property and no others.
type Outside struct {
	Deviations   int     `json:"deviations"`   // those that fail a MUST requirement that they violate
	Median       int     `json:"median"`       // failed checks
	Percentile95 int     `json:"percentile95"` // failed checks
	Worst        []Reach `json:"worst"`        // at most ten with any, the farthest first
}

// Reach is how many checks a deviation fails outside the requirements that it violates.
type Reach struct {
	Deviation string `json:"deviation"`
	Checks    int    `json:"checks"`
}

const worstShown = 10

// outside measures the reach of the MUST deviations that were judged.
func outside(outcomes []Outcome) (m Outside) {
	var all []Reach
	for _, o := range outcomes {
		if o.Case.Kind == Deviation && o.must && !o.NotJudged {
			all = append(all, Reach{o.Case.Name, o.Outside})
		}
	}
	slices.SortStableFunc(all, func(a, b Reach) int { return cmp.Compare(b.Checks, a.Checks) })
	m.Deviations, m.Worst = len(all), []Reach{}
	if len(all) == 0 {
		return m
	}
	m.Median, m.Percentile95 = nearestRank(all, 50), nearestRank(all, 95)
	for _, r := range all[:min(worstShown, len(all))] {
		if r.Checks > 0 {
			m.Worst = append(m.Worst, r)
		}
	}
	return m
}

// nearestRank is the value that at least percent of all are not above.
func nearestRank(descending []Reach, percent int) int {
	n := len(descending)
	rank := (n*percent + 99) / 100
	return descending[n-rank].Checks
}

// lines are the measure for people.
func (m Outside) lines() (lines []string) {
	if m.Deviations == 0 {
		return nil
	}
	lines = append(lines, fmt.Sprintf("failed checks outside the violated requirements, for %d MUST deviations: median %d, 95th percentile %d",
		m.Deviations, m.Median, m.Percentile95))
	for _, r := range m.Worst {
		lines = append(lines, fmt.Sprintf("  %4d  %s", r.Checks, r.Deviation))
	}
	return lines
}
