package report_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestABaselineDecidesTheExitCodeAndNoVerdict(t *testing.T) {
	t.Parallel()
	a, b := must("auth/a", report.Fail), must("paths/b", report.Fail)
	passing, gap, broke := must("auth/a", report.Pass), must("events/d", report.Inconclusive), must("success/e", report.Error)
	warn := should("method/c", report.Warning)
	strict := func(r *report.Result) { r.Strict = true }
	for _, tc := range []struct {
		name              string
		earlier, now      []report.Check
		change            func(*report.Result)
		known, new, fixed string
		code              int
	}{
		{name: "all known", earlier: []report.Check{a, b}, now: []report.Check{a, b}, known: "auth/a paths/b"},
		{name: "one new", earlier: []report.Check{a}, now: []report.Check{a, b}, known: "auth/a", new: "paths/b", code: 1},
		{name: "one fixed", earlier: []report.Check{a, b}, now: []report.Check{passing, b}, known: "paths/b", fixed: "auth/a"},
		{name: "all fixed", earlier: []report.Check{a}, now: []report.Check{passing}, fixed: "auth/a"},
		{name: "known and a gap", earlier: []report.Check{a}, now: []report.Check{a, gap}, known: "auth/a", code: 3},
		{name: "known and a harness error", earlier: []report.Check{a}, now: []report.Check{a, broke}, known: "auth/a", code: 4},
		{name: "was not judged before", earlier: []report.Check{must("auth/a", report.Inconclusive)}, now: []report.Check{a}, new: "auth/a", code: 1},
		{name: "a warning is no failure", now: []report.Check{warn, passing}},
		{name: "a known warning, strict", earlier: []report.Check{warn}, now: []report.Check{warn, passing}, change: strict, known: "method/c"},
		{name: "a new warning, strict", now: []report.Check{warn, passing}, change: strict, new: "method/c", code: 1},
		{name: "a known failure and a waiver that matches nothing", earlier: []report.Check{a}, now: []report.Check{a},
			change: func(r *report.Result) { r.Waivers = []report.Waiver{waiver("paths/none")} }, known: "auth/a", code: 1},
	} {
		r := with(run(tc.now...), func(r *report.Result) {
			if tc.change != nil {
				tc.change(r)
			}
		})
		overall := r.Overall
		report.Compare(&r, finished(tc.earlier...))
		got := r.Baseline
		if strings.Join(got.Known, " ") != tc.known || strings.Join(got.New, " ") != tc.new || strings.Join(got.Fixed, " ") != tc.fixed {
			t.Errorf("%s: got %+v", tc.name, got)
		}
		if r.ProcessCode() != tc.code || r.Overall != overall || r.ExitCode != overall.ExitCode() {
			t.Errorf("%s: got code %d, want %d; verdict %s, before %s", tc.name, r.ProcessCode(), tc.code, r.Overall, overall)
		}
		if slices.ContainsFunc(r.Checks, func(c report.Check) bool { return c.Waiver != nil }) {
			t.Errorf("%s: the baseline became a waiver", tc.name)
		}
	}
}

func TestEveryOutputTellsOfTheBaseline(t *testing.T) {
	t.Parallel()
	r := finished(must("auth/a", report.Fail), must("paths/b", report.Pass))
	report.Compare(&r, finished(must("paths/b", report.Fail)))
	for name, write := range writers() {
		if name == "har" || name == "text quiet" {
			continue
		}
		if out := written(t, write, r); !strings.Contains(out, "Compared with the baseline") {
			t.Errorf("%s does not tell of the baseline:\n%s", name, out)
		}
	}
	if again, _ := stored(t, r); again.Baseline == nil || again.ProcessCode() != 1 {
		t.Errorf("the stored result has the baseline %+v", again.Baseline)
	}
}
