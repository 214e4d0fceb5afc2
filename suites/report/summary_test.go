package report_test

import (
	"strings"
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
		{finished(must("a/a", report.Fail)), "nonconformant: a/a: expected A, got B; 1 MUST requirement not met (1 fail)"},
		{finished(must("a/a", report.Fail), must("a/a:two", report.Fail), must("a/b", report.Fail)),
			"nonconformant: a/a: expected A, got B; 1 more cause; 2 MUST requirements not met (3 fail)"},
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

func TestAPartIsNeverTheWhole(t *testing.T) {
	t.Parallel()
	for want, narrow := range map[string]func(*report.Selection){
		"conformant for the selected checks (5 of 531)":      func(s *report.Selection) { s.Only, s.Checks, s.Of = []string{"claims"}, 5, 531 },
		"conformant on deployment pool":                      func(s *report.Selection) { s.Deployment, s.Checks, s.Of = "pool", 531, 531 },
		"conformant without verification of the certificate": func(s *report.Selection) { s.Insecure, s.Checks, s.Of = true, 531, 531 },
	} {
		r := with(run(must("a/a", report.Pass)), func(r *report.Result) { narrow(&r.Selection) })
		limit := strings.TrimPrefix(want, "conformant ")
		for name, write := range writers() {
			if out := written(t, write, r); name != "json" && name != "har" && !strings.Contains(strings.Join(strings.Fields(out), " "), limit) {
				t.Errorf("%s does not say %q", name, limit)
			}
		}
		if got := r.Summary(); got != want+" (1 pass)" {
			t.Errorf("the summary is %q, want %q", got, want)
		}
	}
}
