package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestExchangesShowInOneLine(t *testing.T) {
	t.Parallel()
	many := make([]string, 20)
	for i := range many {
		many[i] = fmt.Sprintf("fault %d", i+1)
	}
	json := []report.HeaderField{{Name: "CONTENT-TYPE", Value: "application/json"}}
	for _, tt := range []struct {
		name string
		x    report.Exchange
		want string
	}{
		{"answered", report.Exchange{Status: 200, Response: json, BodyLength: 7, BodyText: `{"a":1}`}, "GET /a -> 200, application/json, 7 bytes: {\"a\":1}\n"},
		{"recording", report.Exchange{Status: 200, BodyLength: 48000}, "GET /a -> 200, no Content-Type, 48000 bytes\n"},
		{"no answer", report.Exchange{}, "GET /a -> no answer\n"},
		{"refused", report.Exchange{Err: "connection refused"}, "GET /a -> connection refused\n"},
		{"cut off", report.Exchange{Status: 200, BodyLength: 3, Err: "reset"}, "GET /a -> 200, no Content-Type, 3 bytes, reset\n"},
		{"faulty", report.Exchange{Status: 200, Faults: []string{"bare LF"}}, "GET /a -> 200, no Content-Type, 0 bytes, bare LF\n"},
		{"many faults", report.Exchange{Status: 200, Faults: many}, ", fault 11, fault 12\n"},
		{"long body", report.Exchange{Status: 200, BodyText: strings.Repeat("b", 1000)}, strings.Repeat("b", 240) + "… (760 more bytes)\n"},
	} {
		c := must("a/a", report.Fail)
		c.Exchanges = []string{"x7", "x8"} // x8 is not recorded
		tt.x.ID, tt.x.Method, tt.x.URL = "x7", "GET", "/a"
		r := with(run(c), func(r *report.Result) { r.Exchanges = []report.Exchange{tt.x} })
		got := junit(t, r).Suites[0].Cases[0].Failure.Text
		_, line, _ := strings.Cut(got, "exchange: x7 ")
		line, _, _ = strings.Cut(line, "repeat:")
		if !strings.HasSuffix(line, tt.want) || strings.Count(got, "exchange:") != 1 {
			t.Errorf("%s: got %q, want %q", tt.name, line, tt.want)
		}
	}
}

func TestExplanationsAreBounded(t *testing.T) {
	t.Parallel()
	c := must("a/a", report.Fail)
	c.Exchanges = nil
	r := run(c)
	for i := range 30 {
		id := fmt.Sprintf("x%d", i+1)
		r.Checks[0].Exchanges = append(r.Checks[0].Exchanges, id)
		r.Exchanges = append(r.Exchanges, report.Exchange{ID: id, Method: "GET", URL: "/" + id})
		r.Checks[0].Assertions = append(r.Checks[0].Assertions, report.Assertion{
			Mismatches: []report.Mismatch{{What: fmt.Sprintf("field %d", i+1), Expected: "A", Got: "B"}}})
	}
	report.Finish(&r)
	got := junit(t, r).Suites[0].Cases[0].Failure.Text
	inOrder(t, got, "expected: field 12: A\n", "got: field 12: B\n", "also: 18 more differences\n",
		"exchange: x12 GET /x12 -> no answer\n", "exchange: and more, see exchanges.har\n")
	if strings.Contains(got, "field 13") || strings.Contains(got, "/x13") {
		t.Errorf("more than the limit is shown:\n%s", got)
	}
}

func TestMarkdownCodeSpansFitTheirText(t *testing.T) {
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

func TestMarkdownExplainsSoMany(t *testing.T) {
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

func TestGitHubAnnotatesWhatMatters(t *testing.T) {
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
		got := strings.Join(lines[:len(lines)-1], "\n")
		if (tt.want == "") != (got == "") || !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.check.Verdict, got, tt.want)
		}
	}
	c := must("a/b,c:d", report.Fail)
	c.Reason = "100 % of\ntwo lines"
	out := written(t, report.WriteGitHub, finished(c))
	if !strings.Contains(out, "title=fail a/b%2Cc%3Ad (static)::") || !strings.Contains(out, "100 %25 of%0A  two lines%0A") {
		t.Errorf("not escaped: %s", out)
	}
}

// One cause that keeps many checks from being judged is told once.
func TestGapsAreToldByReason(t *testing.T) {
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
	inOrder(t, written(t, report.WriteGitHub, r), "::warning title=inconclusive%3A 20 checks::sign-in was refused%0Aa/00", "a/19 (static)\n",
		"::warning title=inconclusive b/alone (static)::")
	if out := progress(report.ProgressOptions{}, 0, r.Checks...); strings.Count(out, "sign-in was refused") != 1 || !strings.Contains(out, "only one agent") {
		t.Errorf("progress says\n%s", out)
	}
	if out := progress(report.ProgressOptions{Verbose: true}, 0, r.Checks...); strings.Count(out, "sign-in was refused") != 20 {
		t.Errorf("verbose progress says\n%s", out)
	}
}
