package report_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// Whoever reads one of the outputs alone, even a quiet one, reads the notices.
func TestNoticesStandInEveryOutputAndChangeNoVerdict(t *testing.T) {
	t.Parallel()
	const notice = "static: agent 102 was signed in already"
	without := with(run(must("auth/a", report.Pass)), func(*report.Result) {})
	r := with(run(must("auth/a", report.Pass)), func(r *report.Result) { r.Notices = []string{notice} })
	if r.Summary() != without.Summary() || r.ExitCode != 0 {
		t.Errorf("with a notice: got %s, want %s", r.Summary(), without.Summary())
	}
	for name, write := range writers() {
		if name == "har" {
			continue // exchanges alone
		}
		if !strings.Contains(strings.ReplaceAll(written(t, write, r), "\n", " "), notice) {
			t.Errorf("%s lacks the notice", name)
		}
	}
}
