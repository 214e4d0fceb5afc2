package report_test

import (
	"fmt"
	"regexp"
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

func TestMarkdownStaysUnderThirtyTwoKiB(t *testing.T) {
	t.Parallel()
	for _, n := range []int{45, 4000} {
		var checks []report.Check
		for i := range n {
			c := must(fmt.Sprintf("a/%04d", i), report.Fail)
			c.Reason = strings.Repeat("long ", 1000)
			gap := must(fmt.Sprintf("b/%04d", i), report.Inconclusive)
			gap.Reason = fmt.Sprint(i, c.Reason)
			checks = append(checks, c, gap)
		}
		out := written(t, report.WriteMarkdown, with(run(checks...), func(r *report.Result) {
			r.Notices = strings.Split(strings.Repeat("notice ", n), " ")
		}))
		if len(out) > 32<<10 || !strings.Contains(out, fmt.Sprintf("## Failed (%d checks, %d causes)", n, n)) || !regexp.MustCompile("\\n[0-9]+ more causes in `report.html`.\n").MatchString(out) {
			t.Errorf("%d failures: the summary has %d bytes", n, len(out))
		}
	}
	if out := written(t, report.WriteMarkdown, finished(must("a/a", report.Pass))); strings.Contains(out, "## ") {
		t.Errorf("a conformant run has sections:\n%s", out)
	}
}
