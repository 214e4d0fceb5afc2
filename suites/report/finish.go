package report

import (
	"fmt"
	"slices"
)

// The levels a check may have. INFO is absent: it is observed, never judged.
const (
	levelMust   = "MUST"
	levelShould = "SHOULD"
)

// Finish turns what the suites collected into a finished result: it sorts
// everything, bounds every text, marks waived failures, and derives requirement
// verdicts, counts, the overall verdict and the exit code. It changes nothing
// but *r, does no I/O, and finishing twice gives the same result.
//
// The overall verdict is the first of these that holds:
//
//   - error: HarnessError is set, so nothing the run said can be relied on.
//   - nonconformant: an unwaived MUST failed (with Strict also an unwaived
//     SHOULD). A check that broke elsewhere in the harness does not hide it: the
//     failure rests on exchanges of its own.
//   - error: a check has the verdict error.
//   - incomplete: Problem or Interrupted is set, a check that applies is
//     inconclusive or blocked, or no check was judged at all.
//   - nonconformant: a waiver is expired, unmatched or no longer needed.
//   - conformant-with-waivers, conformant.
func Finish(r *Result) {
	r.Schema = Schema
	own(r)
	r.eachText(func(s string) string { return clip(s, maxText) })
	settle(r.Checks)
	order(r)
	applyWaivers(r)
	r.Requirements = judge(r.Requirements, r.Checks)
	r.Counts = count(r.Checks)
	r.Overall = overall(*r)
	r.ExitCode = r.Overall.ExitCode()
}

// ExitCode is the exit code of the run command for this verdict.
func (o Overall) ExitCode() int {
	switch o {
	case Conformant, ConformantWithWaivers:
		return 0
	case Nonconformant:
		return 1
	case Incomplete:
		return 3
	default:
		return 4
	}
}

// Breaks reports whether the check alone makes the run nonconformant.
func (c Check) Breaks(strict bool) bool {
	return c.Waiver == nil && (c.Verdict == Fail || strict && c.Verdict == Warning)
}

// settle makes verdict and level agree. The engine may say "fail" of a SHOULD;
// the outputs then say "warning". A verdict that makes no sense is an error of
// the harness and must not pass for a judgement.
func settle(checks []Check) {
	for i := range checks {
		c := &checks[i]
		switch {
		case c.Verdict == Error:
		case !known(c.Verdict) || c.Level != levelMust && c.Level != levelShould:
			c.Reason = fmt.Sprintf("the harness gave verdict %.40q to a check of level %.40q", c.Verdict, c.Level)
			c.Verdict = Error
		case c.Verdict == Fail && c.Level == levelShould:
			c.Verdict = Warning
		case c.Verdict == Warning && c.Level == levelMust:
			c.Verdict = Fail
		}
	}
}

// known reports whether v is one of the verdicts.
func known(v Verdict) bool { return slices.Contains(verdicts, v) }

// verdicts lists all verdicts in the order of the counts.
var verdicts = []Verdict{Pass, Fail, Warning, Inconclusive, NotApplicable, NotRun, Error}

// Of is the number of checks with one verdict.
func (n Counts) Of(v Verdict) int {
	if p := n.at(v); p != nil {
		return *p
	}
	return 0
}

// Total is the number of all checks.
func (n Counts) Total() int {
	sum := 0
	for _, v := range verdicts {
		sum += n.Of(v)
	}
	return sum
}

// Judged is the number of checks on which the gateway was judged.
func (n Counts) Judged() int { return n.Pass + n.Fail + n.Warning }

// at is the counter of one verdict, nil for an unknown one.
func (n *Counts) at(v Verdict) *int {
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

// count counts checks per verdict.
func count(checks []Check) Counts {
	var n Counts
	for _, c := range checks {
		if p := n.at(c.Verdict); p != nil {
			*p++
		}
	}
	return n
}

// overall derives the verdict on the run; see Finish for the order.
func overall(r Result) Overall {
	switch {
	case r.HarnessError != "":
		return Broken
	case slices.ContainsFunc(r.Checks, func(c Check) bool { return c.Breaks(r.Strict) }):
		return Nonconformant
	case r.Counts.Error > 0:
		return Broken
	case incomplete(r):
		return Incomplete
	case len(r.WaiverProblems) > 0:
		return Nonconformant
	case accepted(r) > 0:
		return ConformantWithWaivers
	default:
		return Conformant
	}
}

// incomplete reports whether something that applies could not be judged.
func incomplete(r Result) bool {
	return r.Problem != "" || r.Interrupted || r.Counts.Judged() == 0 ||
		r.Counts.Inconclusive > 0 || blocked(r.Checks) > 0
}

// blocked counts the checks that apply but did not run for want of a prerequisite.
func blocked(checks []Check) int {
	return countIf(checks, func(c Check) bool { return c.Verdict == NotRun && c.Blocked })
}

// accepted counts the failures that only a waiver keeps from breaking the run.
func accepted(r Result) int {
	return countIf(r.Checks, func(c Check) bool {
		return c.Waiver != nil && (c.Verdict == Fail || r.Strict && c.Verdict == Warning)
	})
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
