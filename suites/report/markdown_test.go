package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestMarkdownCodeSpansHoldAnyText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain": "`plain`", "a`b": "``a`b``", "a``b`c": "```a``b`c```", "`a": "`` `a ``", "a`": "`` a` ``", " ": "(empty)", " a ": "`a`",
		"a|b": "`a|b`",
	} {
		c := must("a/a", report.Inconclusive)
		c.Reason = in
		out := written(t, report.WriteMarkdown, finished(c))
		if !strings.Contains(out, "- `a/a (static)`: "+want+"\n") {
			t.Errorf("%q is not shown as %s in\n%s", in, want, out)
		}
	}
}

func TestMarkdownExplainsAtMostFortyFailures(t *testing.T) {
	t.Parallel()
	var checks []report.Check
	for i := range 45 {
		checks = append(checks, must(fmt.Sprintf("a/%02d", i), report.Fail))
	}
	out := written(t, report.WriteMarkdown, finished(checks...))
	if !strings.Contains(out, "## Failed (45)") || !strings.Contains(out, "\n5 more are in `report.html`.\n") || strings.Count(out, "### ") != 40 {
		t.Errorf("the summary explains %d checks", strings.Count(out, "### "))
	}
	if out := written(t, report.WriteMarkdown, finished(must("a/a", report.Pass))); strings.Contains(out, "## ") {
		t.Errorf("a conformant run has sections:\n%s", out)
	}
}
