package suites_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

func TestMaxWaitLeavesLongObservationsOutByName(t *testing.T) {
	skipTable(t)
	u := startMock(t)
	cfg := u.config(t)
	cfg.MaxWait = time.Minute
	plan, err := suites.NewPlan(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if plan.LongestWait > cfg.MaxWait {
		t.Errorf("the longest wait is %s, want at most %s", plan.LongestWait, cfg.MaxWait)
	}
	res := u.run(t, cfg)
	if res.Overall != report.Conformant || res.ExitCode != 0 {
		t.Errorf("overall %s with exit code %d, want conformant with 0", res.Overall, res.ExitCode)
	}
	left := res.Selection.LeftOut
	if !slices.Equal(left, plan.LeftOut) || !slices.Contains(left, "auth/idle-guid-lapses") || res.Selection.MaxWaitMs != 60_000 {
		t.Errorf("left out by the run %v, by the plan %v", left, plan.LeftOut)
	}
	for _, c := range res.Checks {
		if out := slices.Contains(left, c.ID); out != (c.Verdict == report.NotRun) || out != strings.HasPrefix(c.Reason, "left out: ") {
			t.Errorf("%s: %s: %s; named as left out: %t", c.ID, c.Verdict, c.Reason, out)
		}
	}
	if res.Selection.Checks+len(left) != res.Selection.Of {
		t.Errorf("%d checks of %d were selected, %d left out", res.Selection.Checks, res.Selection.Of, len(left))
	}
	if line := strings.Join(res.Notices, "\n"); !strings.Contains(line, "Selection: ") || !strings.Contains(line, "auth/idle-guid-lapses") {
		t.Errorf("no notice of the selection: %q", line)
	}
}

func TestTheSelectionOfARunStandsInItsResult(t *testing.T) {
	skipTable(t)
	u := startMock(t)
	cfg := u.config(t)
	cfg.Only, cfg.Skip, cfg.Deployment = []string{"success"}, []string{"success/charset"}, "dynamic"
	s := u.run(t, cfg).Selection
	if !slices.Equal(s.Only, cfg.Only) || !slices.Equal(s.Skip, cfg.Skip) || s.Deployment != "dynamic" || s.Checks >= s.Of || s.Checks == 0 {
		t.Errorf("selection %+v", s)
	}
	cfg.Only, cfg.Skip, cfg.Deployment = nil, nil, ""
	if res := u.run(t, cfg); res.Selection.Checks != res.Selection.Of || strings.Contains(strings.Join(res.Notices, "\n"), "Selection") {
		t.Errorf("a whole run: selection %+v, notices %q", res.Selection, res.Notices)
	}
}

func TestTheExpectedDurationGrowsWithLatencyAndFallsWithAgents(t *testing.T) {
	expected := func(agents int, latency time.Duration) time.Duration {
		_, plan := planFor(t, true, agents, "dynamic", "static", "disabled", "pool")
		return plan.Expected(latency)
	}
	two, slow, four := expected(2, 50*time.Millisecond), expected(2, 300*time.Millisecond), expected(4, 50*time.Millisecond)
	if slow <= two || four >= two {
		t.Errorf("two agents %s, on a slow line %s, four agents %s", two, slow, four)
	}
	cfg, _ := planFor(t, true, 2, "dynamic")
	cfg.Clock = startMock(t).config(t).Clock
	if plan, err := suites.NewPlan(cfg); err != nil || plan.Expected(time.Second) != 0 {
		t.Errorf("under a virtual clock %s, %v; want none", plan.Expected(time.Second), err)
	}
}
