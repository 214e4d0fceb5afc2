package report

import (
	"fmt"
	"slices"
	"strings"
)

// verdicts lists all verdicts in the order in which counts are shown.
var verdicts = []Verdict{Pass, Fail, Warning, Inconclusive, NotApplicable, NotRun, Error}

// isVerdict reports whether v is one of the verdicts.
func isVerdict(v Verdict) bool { return slices.Contains(verdicts, v) }

// Total is the number of all checks.
func (n Counts) Total() int {
	total := 0
	for _, v := range verdicts {
		total += n.of(v)
	}
	return total
}

// String lists the counts that are not zero, such as "12 pass, 1 fail", in the
// order in which Counts declares them. Without any it is "no checks".
func (n Counts) String() string {
	var parts []string
	for _, v := range verdicts {
		if k := n.of(v); k > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", k, v))
		}
	}
	if len(parts) == 0 {
		return "no checks"
	}
	return strings.Join(parts, ", ")
}

// judged is the number of checks that judged the gateway.
func (n Counts) judged() int { return n.Pass + n.Fail + n.Warning }

// of is the number of checks with one of the verdicts.
func (n Counts) of(v Verdict) int { return *n.counter(v) }

// counter is the count of a verdict, nil for an unknown verdict.
func (n *Counts) counter(v Verdict) *int {
	switch v {
	case Pass:
		return &n.Pass
	case Fail:
		return &n.Fail
	case Warning:
		return &n.Warning
	case Inconclusive:
		return &n.Inconclusive
	case NotApplicable:
		return &n.NotApplicable
	case NotRun:
		return &n.NotRun
	case Error:
		return &n.Error
	}
	return nil
}

// countVerdicts counts checks per verdict.
func countVerdicts(checks []Check) Counts {
	var n Counts
	for _, c := range checks {
		if p := n.counter(c.Verdict); p != nil {
			*p++
		}
	}
	return n
}

// countIf counts the checks that match.
func countIf(checks []Check, match func(Check) bool) int {
	n := 0
	for _, c := range checks {
		if match(c) {
			n++
		}
	}
	return n
}
