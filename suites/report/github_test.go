package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestGitHubAnnotatesFailuresAndWhatWasNotJudged(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		check  report.Check
		strict bool
		want   string
	}{
		{must("a/a", report.Pass), false, ""},
		{must("a/a", report.NotRun), false, ""},
		{must("a/a", report.NotApplicable), false, ""},
		{must("a/a", report.Fail), false, "::error title=fail a/a (static)::"},
		{must("a/a", report.Error), false, "::error title=error a/a (static)::"},
		{should("a/a", report.Warning), false, "::warning title=warning a/a (static)::"},
		{should("a/a", report.Warning), true, "::error title=warning a/a (static)::"},
		{must("a/a", report.Inconclusive), false, "::warning title=inconclusive a/a (static)::"},
		{blocked(must("a/a", "")), false, "::warning title=not-run a/a (static)::"},
	} {
		r := with(run(tt.check), func(r *report.Result) { r.Strict = tt.strict })
		lines := strings.Split(strings.TrimSpace(written(t, report.WriteGitHub, r)), "\n")
		got := strings.Join(lines[1:], "\n")
		if (tt.want == "") != (got == "") || !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.check.Verdict, got, tt.want)
		}
	}
	c := must("a/b,c:d", report.Fail)
	c.Reason = "100 % of\ntwo lines"
	out := written(t, report.WriteGitHub, finished(c))
	if !strings.Contains(out, "title=fail a/b%2Cc%3Ad (static)::") || !strings.Contains(out, "100 %25 of%0Atwo lines%0A") {
		t.Errorf("not escaped: %s", out)
	}
}

func TestGitHubAnnotatesAtMostNineTimesTheVerdictFirst(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 7, 8, 9, 100} {
		var checks []report.Check
		for i := range n {
			checks = append(checks, must(fmt.Sprintf("a/%02d", i), report.Fail))
		}
		lines := strings.Split(strings.TrimSpace(written(t, report.WriteGitHub, finished(checks...))), "\n")
		if want := min(n+1, 9); len(lines) != want || !strings.HasPrefix(lines[0], "::error title=gwcheck nonconformant::") {
			t.Errorf("%d causes: got %d annotations, want %d, the first %q", n, len(lines), want, lines[0])
		}
		if last := lines[len(lines)-1]; n > 8 && !strings.Contains(last, fmt.Sprintf("%d more findings", n-7)) {
			t.Errorf("%d causes: the last annotation is %q", n, last)
		}
	}
}
