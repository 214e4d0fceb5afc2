package report_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestSummaryNamesEachCause(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		result report.Result
		want   string
	}{
		{finished(must("a/a", report.Pass)), "conformant (1 pass)"},
		{finished(must("a/a", report.Fail)), "nonconformant: 1 MUST requirement not met (1 fail)"},
		{finished(must("a/a", report.Fail), must("a/a:two", report.Fail), must("a/b", report.Fail)),
			"nonconformant: 2 MUST requirements not met (3 fail)"},
		{finished(must("a/a", report.Error)), "error: 1 check ended in a harness error; no check was judged (1 error)"},
		{finished(), "incomplete: no check was judged (no checks)"},
		{with(run(must("a/a", report.Pass)), func(r *report.Result) { r.Interrupted = true }), "incomplete: Interrupted (1 pass)"},
		{with(run(must("a/a", report.Pass)), func(r *report.Result) { r.Waivers = []report.Waiver{waiver("a/a")} }),
			"nonconformant: Waiver for a/a (owner Kim) is obsolete: the check passes now. Remove it (1 pass)"},
	} {
		if got := tt.result.Summary(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
