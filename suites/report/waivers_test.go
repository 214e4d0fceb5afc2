package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestWaiverStateFollowsTheVerdictsOfItsChecks(t *testing.T) {
	t.Parallel()
	requirement := func(id string) report.Waiver {
		return report.Waiver{Requirement: id, Owner: "Kim", Expires: "2030-01-31"}
	}
	both := report.Waiver{Check: "a/a:two", Requirement: "a/a", Expires: "2030-01-31"}
	until := func(day string) report.Waiver { w := waiver("a/a"); w.Expires = day; return w }
	for _, tt := range []struct {
		name           string
		waiver         report.Waiver
		checks         []report.Check
		state, problem string
		marked         int
	}{
		{"fail", waiver("a/a"), []report.Check{must("a/a", report.Fail)}, "used", "", 1},
		{"on two deployments", waiver("a/a"), []report.Check{must("a/a", report.Fail), must("a/a", report.Fail)}, "used", "", 2},
		{"warning", waiver("a/a"), []report.Check{should("a/a", report.Warning)}, "used", "", 1},
		{"requirement", requirement("a/a"), []report.Check{must("a/a", report.Pass), must("a/a:two", report.Fail)}, "used", "", 1},
		{"check and requirement", both, []report.Check{must("a/a", report.Fail), must("a/a:two", report.Fail)}, "used", "", 1},
		{"passed", waiver("a/a"), []report.Check{must("a/a", report.Pass)}, "unexpected-pass", "Waiver for a/a (owner Kim) is obsolete: the check passes now. Remove it.", 0},
		{"one passed, one inconclusive", requirement("a/a"),
			[]report.Check{must("a/a", report.Pass), must("a/a:two", report.Inconclusive)}, "idle", "", 0},
		{"not run", waiver("a/a"), []report.Check{must("a/a", report.NotRun)}, "idle", "", 0},
		{"not applicable", waiver("a/a"), []report.Check{must("a/a", report.NotApplicable)}, "idle", "", 0},
		{"no such check", waiver("a/a"), []report.Check{must("a/b", report.Fail)}, "unmatched", "matches no check", 0},
		{"names nothing", report.Waiver{Expires: "2030-01-31"}, []report.Check{must("a/b", report.Fail)}, "unmatched", "matches no check", 0},
		{"last day", until("2026-03-14"), []report.Check{must("a/a", report.Fail)}, "used", "", 1},
		{"day after", until("2026-03-13"), []report.Check{must("a/a", report.Fail)}, "expired", "expired on 2026-03-13", 0},
		{"not a date", until("next year"), []report.Check{must("a/a", report.Fail)}, "expired", "expired on next year", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := with(run(tt.checks...), func(r *report.Result) { r.Waivers = []report.Waiver{tt.waiver} })
			if got := r.Waivers[0].State; got != tt.state {
				t.Errorf("state %q, want %q", got, tt.state)
			}
			marked := 0
			for _, c := range r.Checks {
				if c.Waiver != nil {
					marked++
				}
			}
			if marked != tt.marked {
				t.Errorf("%d checks are marked, want %d", marked, tt.marked)
			}
			problems := strings.Join(r.WaiverProblems, "; ")
			if (tt.problem == "") != (problems == "") || !strings.Contains(problems, tt.problem) {
				t.Errorf("problems %q, want one with %q", problems, tt.problem)
			}
		})
	}
}

func TestWaiverExpiresAtTheEndOfItsLastDayInUTC(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		now  string
		want string
	}{
		{"2026-03-14T23:59:59Z", "used"},
		{"2026-03-15T00:00:00Z", "expired"},
		{"2026-03-15T01:30:00+02:00", "used"},
	} {
		r := run(must("a/a", report.Fail))
		r.Started, _ = time.Parse(time.RFC3339, tt.now)
		r.Waivers = []report.Waiver{waiver("a/a")}
		r.Waivers[0].Expires = "2026-03-14"
		report.Finish(&r)
		if got := r.Waivers[0].State; got != tt.want {
			t.Errorf("at %s the waiver is %s, want %s", tt.now, got, tt.want)
		}
	}
}

func TestRemovedWaiverAcceptsNothing(t *testing.T) {
	t.Parallel()
	r := with(run(must("a/a", report.Fail)), func(r *report.Result) { r.Waivers = []report.Waiver{waiver("a/a")} })
	if r.Checks[0].Waiver == nil {
		t.Fatal("the failure is not waived")
	}
	r.Waivers = nil
	report.Finish(&r)
	if r.Checks[0].Waiver != nil || r.Overall != report.Nonconformant {
		t.Errorf("without the waiver the run is %s, waived by %v", r.Overall, r.Checks[0].Waiver)
	}
}
