package report_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestDiffTellsWhatBecameOfACheckAndWhy(t *testing.T) {
	t.Parallel()
	pass, fail := must("auth/a", report.Pass), must("auth/a", report.Fail)
	gap, off := must("auth/a", report.Inconclusive), must("auth/a", report.NotRun)
	absent := must("auth/a", report.NotApplicable)
	other := fail
	other.Assertions = []report.Assertion{{Rule: "r", Mismatches: []report.Mismatch{{What: "status", Expected: "200", Got: "500"}}}}
	accepted := waiver("auth/a")
	waived := func(r *report.Result) { r.Waivers = []report.Waiver{accepted} }
	strict := func(r *report.Result) { r.Strict = true }
	newer := func(r *report.Result) { r.Tool.Version = "2.0.0" }
	build := func(r *report.Result) { r.Target.Build = map[string]string{"version": "9"} }
	for _, tc := range []struct {
		name     string
		from, to []report.Check
		change   func(*report.Result) // of the second run
		kind     report.ChangeKind
		why      string
	}{
		{name: "same", from: []report.Check{fail}, to: []report.Check{fail}},
		{name: "begins to fail", from: []report.Check{pass}, to: []report.Check{fail}, kind: report.Regression, why: "behavior"},
		{name: "begins to fail, newer tool", from: []report.Check{pass}, to: []report.Check{fail}, change: newer, kind: report.Regression, why: "behavior tool"},
		{name: "begins to fail, other build", from: []report.Check{pass}, to: []report.Check{fail}, change: build, kind: report.Regression, why: "behavior target"},
		{name: "is not judged", from: []report.Check{pass}, to: []report.Check{gap}, kind: report.Unjudged, why: "behavior"},
		{name: "is blocked", from: []report.Check{pass}, to: []report.Check{blocked(pass)}, kind: report.Unjudged, why: "behavior"},
		{name: "is deselected", from: []report.Check{pass}, to: []report.Check{off}, kind: report.Changed, why: "selection"},
		{name: "fails once selected", from: []report.Check{off}, to: []report.Check{fail}, kind: report.Regression, why: "selection"},
		{name: "is not claimed", from: []report.Check{pass}, to: []report.Check{absent}, kind: report.Changed, why: "target"},
		{name: "a new check fails", to: []report.Check{fail}, kind: report.Regression, why: "register"},
		{name: "a new check passes", to: []report.Check{pass}},
		{name: "a check is gone", from: []report.Check{fail}, kind: report.Changed, why: "register"},
		{name: "fixed", from: []report.Check{fail}, to: []report.Check{pass}, kind: report.Fixed, why: "behavior"},
		{name: "failure that was not judged before", from: []report.Check{gap}, to: []report.Check{fail}, kind: report.Regression, why: "behavior"},
		{name: "fails for another reason", from: []report.Check{fail}, to: []report.Check{other}, kind: report.Differs, why: "behavior"},
		{name: "becomes waived", from: []report.Check{fail}, to: []report.Check{fail}, change: waived},
		{name: "warning", from: []report.Check{should("auth/a", report.Pass)}, to: []report.Check{should("auth/a", report.Warning)}, kind: report.Changed, why: "behavior"},
		{name: "warning, strict", from: []report.Check{should("auth/a", report.Pass)}, to: []report.Check{should("auth/a", report.Warning)}, change: strict, kind: report.Regression, why: "behavior"},
	} {
		from, to := finished(tc.from...), with(run(tc.to...), func(r *report.Result) {
			if tc.change != nil {
				tc.change(r)
			}
		})
		d := report.Diff(from, to)
		if tc.kind == "" {
			if len(d.Checks) > 0 || d.Regressions > 0 {
				t.Errorf("%s: got %+v, want no change", tc.name, d.Checks)
			}
			continue
		}
		if len(d.Checks) != 1 || d.Checks[0].Kind != tc.kind || whyText(d.Checks[0]) != tc.why || (d.Regressions == 1) != (tc.kind == report.Regression) || d.Worse() != (tc.kind == report.Regression || tc.kind == report.Unjudged) {
			t.Errorf("%s: got %+v, %d regressions, want %s because of %s", tc.name, d.Checks, d.Regressions, tc.kind, tc.why)
		}
	}
}

func whyText(c report.CheckChange) string {
	var words []string
	for _, w := range c.Why {
		words = append(words, string(w))
	}
	return strings.Join(words, " ")
}

func TestAnExpiredWaiverIsARegressionBecauseOfWaivers(t *testing.T) {
	t.Parallel()
	fail := must("auth/a", report.Fail)
	from := with(run(fail), func(r *report.Result) { r.Waivers = []report.Waiver{waiver("auth/a")} })
	d := report.Diff(from, finished(fail))
	if d.Regressions != 1 || whyText(d.Checks[0]) != "waivers" || len(d.Setup) != 1 || d.Setup[0].What != report.WhyWaivers {
		t.Errorf("got %+v", d)
	}
}

func TestDiffNamesWhatIsDifferentAboutTheRuns(t *testing.T) {
	t.Parallel()
	from := full()
	for _, tc := range []struct {
		what   report.Why
		name   string
		change func(*report.Result)
	}{
		{report.WhyTarget, "name", func(r *report.Result) { r.Target.Name = "other" }},
		{report.WhyTarget, "build", func(r *report.Result) { r.Target.Build = map[string]string{"version": "9"} }},
		{report.WhyTarget, "deployment static", func(r *report.Result) {
			r.Target.Deployments = slices.Clone(r.Target.Deployments)
			r.Target.Deployments[0].AuthMode = 2
		}},
		{report.WhyTarget, "deployment pool", func(r *report.Result) {
			r.Target.Deployments = append(slices.Clone(r.Target.Deployments), report.Deployment{Name: "pool"})
		}},
		{report.WhyTarget, "not claimed", func(r *report.Result) { r.Target.NotClaimed = nil }},
		{report.WhyTool, "version", func(r *report.Result) { r.Tool.Version = "9" }},
		{report.WhyRegister, "edition", func(r *report.Result) { r.Edition = "2025-03-31" }},
		{report.WhyRegister, "requirements", func(r *report.Result) {
			r.Requirements = slices.Clone(r.Requirements)
			r.Requirements[0].Text = "other words"
		}},
		{report.WhySelection, "only", func(r *report.Result) { r.Selection.Only = []string{"auth"} }},
		{report.WhySelection, "skip", func(r *report.Result) { r.Selection.Skip = []string{"auth"} }},
		{report.WhySelection, "deployment", func(r *report.Result) { r.Selection.Deployment = "static" }},
		{report.WhySelection, "max-wait", func(r *report.Result) { r.Selection.MaxWaitMs = 1 }},
		{report.WhySelection, "insecure", func(r *report.Result) { r.Selection.Insecure = true }},
		{report.WhyWaivers, "waivers", func(r *report.Result) { r.Waivers = r.Waivers[:1] }},
	} {
		to := full()
		tc.change(&to)
		d := report.Diff(from, to)
		if len(d.Setup) != 1 || d.Setup[0].What != tc.what || d.Setup[0].Name != tc.name || d.Setup[0].From == d.Setup[0].To {
			t.Errorf("%s, %s: got %+v", tc.what, tc.name, d.Setup)
		}
	}
}

func TestADiffWithItselfIsEmptyInEveryFormat(t *testing.T) {
	t.Parallel()
	d := report.Diff(full(), full())
	if len(d.Setup)+len(d.Checks)+d.Regressions+d.Fixed > 0 || d.Still != 2 {
		t.Errorf("got %+v", d)
	}
}

func TestDiffFormatsNameEveryChange(t *testing.T) {
	t.Parallel()
	to := finished(must("auth/a", report.Fail), must("paths/b", report.Pass), must("events/n", report.Fail))
	from := finished(must("auth/a", report.Pass), must("paths/b", report.Fail))
	to.Target.Name = "hostile <b>`\x1b[31m\n::error::"
	d := report.Diff(from, to)
	var texts []string
	for _, write := range []func(*strings.Builder) error{
		func(b *strings.Builder) error { return report.WriteDiffText(b, d) },
		func(b *strings.Builder) error { return report.WriteDiffMarkdown(b, d) },
		func(b *strings.Builder) error { return report.WriteDiffJSON(b, d) },
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, b.String())
	}
	for i, text := range texts {
		for _, want := range []string{"auth/a", "paths/b", "events/n", "register", "behavior", "nonconformant", "expected A, got B"} {
			if !strings.Contains(text, want) {
				t.Errorf("format %d does not have %q:\n%s", i, want, text)
			}
		}
		if strings.Contains(text, "\x1b") || strings.Contains(text, "\n::error::") {
			t.Errorf("format %d lets the name of a target act:\n%s", i, text)
		}
	}
	if !strings.HasPrefix(texts[0], "2 regressions, 1 fixed, 0 still failing (nonconformant -> nonconformant)\n") {
		t.Errorf("got the headline %q", texts[0][:80])
	}
	var back report.Difference
	if err := json.Unmarshal([]byte(texts[2]), &back); err != nil || back.Regressions != 2 || back.Schema != report.DiffSchema {
		t.Errorf("JSON: %v, %+v", err, back)
	}
}

func TestJudgingTheFirstRunAgainTellsTheToolFromTheGateway(t *testing.T) {
	t.Parallel()
	newer := finished(must("auth/a", report.Fail), must("auth/b", report.Fail), must("auth/c", report.Fail))
	newer.Tool.Version = "2.0.0"
	d := report.Diff(finished(must("auth/a", report.Pass), must("auth/b", report.Pass), must("auth/c", report.Pass)), newer)
	d.Explain(map[string]report.Verdict{"auth/a": report.Fail, "auth/b": report.Pass})
	for i, want := range []string{"tool", "behavior", "behavior tool"} {
		if got := whyText(d.Checks[i]); got != want {
			t.Errorf("%s: got %s, want %s", d.Checks[i].ID, got, want)
		}
	}
}

func TestChecksThatRestOnABrokenOneAreOneLineOfADifference(t *testing.T) {
	t.Parallel()
	from, to := []report.Check{must("auth/a", report.Pass)}, []report.Check{must("auth/a", report.Fail)}
	root := "auth/a"
	for i := range 40 {
		c := must(fmt.Sprintf("paths/p%d", i), report.Pass)
		from = append(from, c)
		c = blocked(c)
		c.RestsOn = &root
		to = append(to, c)
	}
	d := report.Diff(finished(from...), finished(to...))
	var text, markdown strings.Builder
	if err := errors.Join(report.WriteDiffText(&text, d), report.WriteDiffMarkdown(&markdown, d)); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{text.String(), markdown.String()} {
		if !strings.Contains(out, "1 regression, 40 not judged any longer") || !strings.Contains(out, "40 checks since they rest on what auth/a found broken") || strings.Count(out, "\n") > 18 {
			t.Errorf("got\n%s", out)
		}
	}
}
