package report

import (
	"fmt"
	"slices"

	"github.com/gwcheck/gwcheck/spec/level"
)

// The levels that a check may have. INFO is not among them, since it is
// observed and never judged.
const (
	levelMust   = string(level.Must)
	levelShould = string(level.Should)
)

// Finish completes a result whose checks, observations and waivers are
// collected. It sorts them, shortens every text to 16 KiB, marks the failures
// that a waiver accepts, and sets the verdicts of the requirements, the counts,
// the overall verdict and the exit code. It replaces the slices of *r and does
// not change those it was given. A second call changes nothing.
//
// The overall verdict is the first of these that holds:
//
//   - [Broken]: HarnessError is set.
//   - [Nonconformant]: a check of level MUST failed and no waiver accepts it; if
//     Strict is set, the same for level SHOULD. That another check has the
//     verdict [Error] does not change this.
//   - [Broken]: a check has the verdict [Error].
//   - [Incomplete]: Problem or Interrupted is set, a check is [Inconclusive] or
//     blocked, or no check was judged at all.
//   - [Nonconformant]: a waiver has expired, is obsolete or matches no check.
//   - [ConformantWithWaivers]: a waiver accepts a failure.
//   - [Conformant].
func Finish(r *Result) {
	r.Schema = Schema
	cloneSlices(r)
	r.mapTexts(func(s string) string { return Clip(s, maxText) })
	refuseContradictions(r.Checks)
	sortResult(r)
	applyWaivers(r)
	groupCauses(r)
	r.Requirements = judgeRequirements(r.Requirements, r.Checks, r.Observations)
	r.Counts = countVerdicts(r.Checks)
	r.Overall = overallOf(*r)
	r.ExitCode = r.Overall.ExitCode()
}

// refuseContradictions makes an error of the harness of each check that nobody can
// have judged so: an unknown verdict or level, a failure of a SHOULD, a warning of
// a MUST. No verdict is replaced by another judgement.
func refuseContradictions(checks []Check) {
	for i := range checks {
		if c := &checks[i]; contradictory(*c) {
			c.Reason = fmt.Sprintf("the harness gave verdict %.40q to a check of level %.40q", c.Verdict, c.Level)
			c.Verdict = Error
		}
	}
}

func contradictory(c Check) bool {
	switch {
	case c.Verdict == Error:
		return false
	case !isVerdict(c.Verdict) || c.Level != levelMust && c.Level != levelShould:
		return true
	}
	return c.Verdict == Fail && c.Level == levelShould || c.Verdict == Warning && c.Level == levelMust
}

// overallOf is the verdict on the run; Finish documents the order.
func overallOf(r Result) Overall {
	switch {
	case r.HarnessError != "":
		return Broken
	case slices.ContainsFunc(r.Checks, func(c Check) bool { return c.breaksRun(r.Strict) }):
		return Nonconformant
	case r.Counts.Error > 0:
		return Broken
	case incomplete(r):
		return Incomplete
	case len(r.WaiverProblems) > 0:
		return Nonconformant
	case waivedFailures(r) > 0:
		return ConformantWithWaivers
	default:
		return Conformant
	}
}

// breaksRun reports whether the check alone makes the run nonconformant.
func (c Check) breaksRun(strict bool) bool { return c.Waiver == nil && c.failed(strict) }

// failed reports whether the check failed; in a strict run a warning is a failure.
func (c Check) failed(strict bool) bool {
	return c.Verdict == Fail || strict && c.Verdict == Warning
}

// Unjudged reports whether the check applies to the target but was not judged:
// it was inconclusive, or a prerequisite kept it from running.
func (c Check) Unjudged() bool {
	return c.Verdict == Inconclusive || c.Verdict == NotRun && c.Blocked
}

// incomplete reports whether something that applies was not judged.
func incomplete(r Result) bool {
	return r.Problem != "" || r.Interrupted || r.Counts.judged() == 0 || unjudged(r.Checks) > 0
}

// unjudged counts the checks that apply and were not judged.
func unjudged(checks []Check) int { return countIf(checks, Check.Unjudged) }

// waivedFailures counts the failures that a waiver accepts.
func waivedFailures(r Result) int {
	return countIf(r.Checks, func(c Check) bool { return c.Waiver != nil && c.failed(r.Strict) })
}
