package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestReasonThatSeveralChecksShareIsShownOnce(t *testing.T) {
	t.Parallel()
	var checks []report.Check
	for i := range 20 {
		c := must(fmt.Sprintf("a/%02d", i), report.Inconclusive)
		c.Reason = "sign-in was refused"
		checks = append(checks, c)
	}
	alone := must("b/alone", report.Inconclusive)
	alone.Reason = "only one agent"
	r := finished(append(checks, alone)...)
	for name, write := range writers() {
		n := strings.Count(written(t, write, r), "sign-in was refused")
		if once := name == "text" || name == "markdown" || name == "github"; once && n != 1 {
			t.Errorf("%s tells the reason %d times", name, n)
		}
	}
	inOrder(t, textOf(t, r, report.TextOptions{}), "Not judged (21)", "INCONCLUSIVE  20 checks\n  sign-in was refused\n    a/00 (static), a/01",
		"8 more\n", "INCONCLUSIVE  b/alone (static)\n  only one agent\n")
	inOrder(t, written(t, report.WriteMarkdown, r), "## Not judged (21)", "- `a/00 (static), ", "and 8 more`: `sign-in was refused`\n",
		"- `b/alone (static)`: `only one agent`\n")
	inOrder(t, written(t, report.WriteGitHub, r), "::warning title=inconclusive%3A 20 checks::sign-in was refused%0Aa/00", "and 8 more\n",
		"::warning title=inconclusive b/alone (static)::")
	if out := progress(report.ProgressOptions{}, 0, r.Checks...); strings.Count(out, "sign-in was refused") != 1 || !strings.Contains(out, "only one agent") {
		t.Errorf("progress says\n%s", out)
	}
	if out := progress(report.ProgressOptions{Verbose: true}, 0, r.Checks...); strings.Count(out, "sign-in was refused") != 20 {
		t.Errorf("verbose progress says\n%s", out)
	}
}
