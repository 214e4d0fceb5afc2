package report

import (
	"fmt"
	"slices"
	"strings"
)

// Baseline compares the failures of a run with those of an earlier one. It changes
// no verdict, only the exit code of the command.
type Baseline struct {
	Known    []string `json:"known"`    // ids of failing checks that failed in the baseline
	New      []string `json:"new"`      // ids of failing checks that did not
	Fixed    []string `json:"fixed"`    // ids of checks that failed in the baseline and pass
	ExitCode int      `json:"exitCode"` // of the command: that of the run if known failures did not count
}

// Compare sets the baseline of a finished result to an earlier one, and says in
// notices what is known, new and fixed. Failures that a waiver accepts are neither
// known nor new.
func Compare(r *Result, earlier Result) {
	before, now := checksByID(earlier), checksByID(*r)
	b := &Baseline{}
	without := *r
	without.Checks = slices.Clone(r.Checks)
	for i, c := range r.Checks {
		switch was := before[c.ID]; {
		case !c.breaksRun(r.Strict):
		case was != nil && was.failed(r.Strict):
			b.Known = append(b.Known, c.ID)
			without.Checks[i].Waiver = &Waiver{}
		default:
			b.New = append(b.New, c.ID)
		}
	}
	for _, c := range earlier.Checks {
		if is := now[c.ID]; c.failed(r.Strict) && is != nil && is.Verdict == Pass {
			b.Fixed = append(b.Fixed, c.ID)
		}
	}
	b.ExitCode = overallOf(without).ExitCode()
	r.Baseline = b
	r.Notices = append(r.Notices, b.notice())
	if earlier.Edition != r.Edition || earlier.Target.Name != r.Target.Name {
		r.Notices = append(r.Notices, fmt.Sprintf("The baseline is of another gateway or edition: %s, %s", earlier.Target.Name, earlier.Edition))
	}
	Finish(r)
}

// notice is the comparison in one line.
func (b Baseline) notice() string {
	part := func(ids []string, what string) string {
		if len(ids) == 0 {
			return "no " + what
		}
		shown := ids[:min(len(ids), maxListed)]
		more := ""
		if len(ids) > len(shown) {
			more = fmt.Sprintf(" and %d more", len(ids)-len(shown))
		}
		return fmt.Sprintf("%d %s (%s%s)", len(ids), what, strings.Join(shown, ", "), more)
	}
	return fmt.Sprintf("Compared with the baseline: %s, %s, %s; exit code %d",
		part(b.New, "new"), part(b.Known, "known"), part(b.Fixed, "fixed"), b.ExitCode)
}
