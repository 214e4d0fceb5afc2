package engine

import (
	"context"
	"errors"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestInterruptionIsNamedByTheCauseOfTheContext(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		cause error
		want  string
	}{
		{"cancelled without a cause", nil, "Interrupted"},
		{"signal", errors.New("interrupted (Ctrl-C)"), "Interrupted (Ctrl-C)"},
		{"deadline of the caller", context.DeadlineExceeded, "Context deadline exceeded"},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(tc.cause)
		if got := interruption(ctx); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestRunIsInterruptedWhereSomethingWasLeftUnjudged(t *testing.T) {
	t.Parallel()
	ended, end := context.WithCancel(t.Context())
	end()
	pass, gap := report.Check{Verdict: report.Pass}, report.Check{Verdict: report.Inconclusive}
	blocked := report.Check{Verdict: report.NotRun, Blocked: true}
	deselected := report.Check{Verdict: report.NotRun}
	for _, tc := range []struct {
		name   string
		ctx    context.Context
		checks []report.Check
		want   bool
	}{
		{"all judged, then ended", ended, []report.Check{pass, deselected}, false},
		{"ended in a check", ended, []report.Check{pass, gap}, true},
		{"ended before a check", ended, []report.Check{pass, blocked}, true},
		{"a gap in a run to its end", t.Context(), []report.Check{pass, gap}, false},
	} {
		if got := interrupted(tc.ctx, tc.checks); got != tc.want {
			t.Errorf("%s: got %t, want %t", tc.name, got, tc.want)
		}
	}
}
