package report_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestRequirementVerdictFollowsFromItsChecks(t *testing.T) {
	t.Parallel()
	p, f, w, e := report.Pass, report.Fail, report.Warning, report.Error
	i, na, nr := report.Inconclusive, report.NotApplicable, report.NotRun
	for _, tt := range []struct {
		checks []report.Verdict
		want   report.Verdict
	}{
		{nil, nr},
		{[]report.Verdict{p}, p},
		{[]report.Verdict{p, f, i, e}, f},
		{[]report.Verdict{p, e, i}, e},
		{[]report.Verdict{p, i}, i},
		{[]report.Verdict{i}, i},
		{[]report.Verdict{p, nr, na}, p},
		{[]report.Verdict{p, "blocked"}, i},
		{[]report.Verdict{"blocked"}, nr},
		{[]report.Verdict{nr, na}, nr},
		{[]report.Verdict{na, na}, na},
	} {
		r := run()
		r.Requirements = []report.Requirement{{ID: "a/a", Level: "MUST", Text: "sentence"}}
		for k, v := range tt.checks {
			c := must("a/a:"+string(rune('a'+k)), v)
			if v == "blocked" {
				c = blocked(c)
			}
			r.Checks = append(r.Checks, c)
		}
		report.Finish(&r)
		if got := r.Requirements[0]; got.Verdict != tt.want || len(got.Checks) != len(tt.checks) {
			t.Errorf("%v: got %s with checks %v, want %s", tt.checks, got.Verdict, got.Checks, tt.want)
		}
	}
	r := finished(should("b/b", w))
	if len(r.Requirements) != 1 || r.Requirements[0].Verdict != w || r.Requirements[0].Level != "SHOULD" {
		t.Errorf("a requirement that only a check mentions became %+v", r.Requirements)
	}
}

func TestRequirementsOfLevelInfoAreObserved(t *testing.T) {
	t.Parallel()
	r := run(must("a/a", report.Pass))
	r.Requirements = []report.Requirement{{ID: "a/info", Level: "INFO"}, {ID: "b/info", Level: "INFO"}, {ID: "c/info", Level: "INFO"}}
	r.Observations = []report.Observation{
		{Requirement: "a/info", Deployment: "static", Value: "206"}, {Requirement: "a/info", Deployment: "pool", Value: "200"},
		{Requirement: "b/info", Deployment: "static", Value: "206", Count: 3},
	}
	report.Finish(&r)
	for i, want := range []struct {
		verdict report.Verdict
		value   string
	}{{report.Pass, ""}, {report.Observed, "200 (pool), 206 (static)"}, {report.Observed, "206"}, {report.NotRun, ""}} {
		if got := r.Requirements[i]; got.Verdict != want.verdict || got.Value != want.value {
			t.Errorf("%s is %s with %q, want %s with %q", got.ID, got.Verdict, got.Value, want.verdict, want.value)
		}
	}
}
