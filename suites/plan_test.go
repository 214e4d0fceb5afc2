package suites_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// planFor plans for some of the deployments, with so many agents each.
func planFor(t *testing.T, own bool, agents int, names ...string) (suites.Config, suites.Plan) {
	t.Helper()
	u := startMock(t)
	cfg := u.config(t)
	cfg.Clock = nil
	u.target.Deployments = slices.DeleteFunc(u.target.Deployments, func(d target.Deployment) bool { return !slices.Contains(names, d.Name) })
	for i := range u.target.Deployments {
		u.target.Deployments[i].Agents, u.target.Deployments[i].OwnAgents = someAgents(agents), own
	}
	plan, err := suites.NewPlan(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return cfg, plan
}

func someAgents(n int) (all []target.Agent) {
	for _, id := range []string{"102", "103", "104", "105"}[:n] {
		all = append(all, target.Agent{ID: id, Password: target.NewSecret(id + "-password")})
	}
	return all
}

// A renewal with the expiry of the Guid before it takes 3m48.3s by the documented
// settings, a session that ends 3m, a renewal alone 1m26.3s. Agents who are too
// few take them one after the other.
func TestWaitsAddUpWhereAgentsAreTooFew(t *testing.T) {
	for _, row := range []struct {
		deployments string
		agents      int
		own         bool // declared for each deployment
		all         time.Duration
	}{
		{"dynamic", 1, false, 494600 * time.Millisecond},
		{"dynamic", 2, false, 266300 * time.Millisecond},
		{"dynamic", 3, false, 228300 * time.Millisecond},
		{"static", 1, false, 408300 * time.Millisecond},
		{"static", 2, false, 228300 * time.Millisecond},
		{"dynamic static disabled pool", 1, true, 494600 * time.Millisecond},
		{"dynamic static disabled pool", 2, true, 266300 * time.Millisecond},
		{"dynamic static disabled pool", 4, true, 228300 * time.Millisecond},
		{"dynamic static disabled pool", 1, false, 902900 * time.Millisecond},
		{"dynamic static disabled pool", 2, false, 494600 * time.Millisecond},
		{"dynamic static disabled pool", 4, false, 266300 * time.Millisecond},
	} {
		cfg, plan := planFor(t, row.own, row.agents, strings.Fields(row.deployments)...)
		if plan.LongestWait != 228300*time.Millisecond || plan.Waits != row.all {
			t.Errorf("%s with %d agents: longest wait %s, all waits %s; want 3m48.3s and %s", row.deployments, row.agents, plan.LongestWait, plan.Waits, row.all)
		}
		if plan.Bound <= plan.Waits {
			t.Errorf("%s with %d agents: the bound %s leaves no time after the waits", row.deployments, row.agents, plan.Bound)
		}
		cfg.Clock = startMock(t).config(t).Clock
		if virtual, err := suites.NewPlan(cfg); err != nil || virtual.Waits != 0 || virtual.LongestWait != plan.LongestWait {
			t.Errorf("under a virtual clock: longest wait %s, all waits %s, error %v; want the same and none", virtual.LongestWait, virtual.Waits, err)
		}
	}
}

// With one agent everything is judged that one agent is enough for; with none,
// nothing is, and the reason says so.
func TestWhatNeedsMoreAgentsIsInconclusive(t *testing.T) {
	for agents, reason := range map[int]string{
		1: "needs 2 agents, the target declares 1",
		0: " agents, the target declares 0",
	} {
		u := startMock(t)
		for i := range u.target.Deployments {
			u.target.Deployments[i].Agents = someAgents(agents)
		}
		res := u.run(t, u.config(t))
		for _, c := range res.Checks {
			ok := c.Verdict == report.Pass && agents > 0 || c.Verdict == report.Inconclusive && (strings.Contains(c.Reason, reason) || strings.Contains(c.Reason, "made no exchange of this kind"))
			if !ok {
				t.Errorf("%d agents: %s: %s: %s", agents, c.ID, c.Verdict, c.Reason)
			}
		}
		if res.Overall != report.Incomplete || res.ExitCode != 3 || res.Counts.Inconclusive == 0 || (res.Counts.Pass > 0) != (agents > 0) {
			t.Errorf("%d agents: %s with exit code %d, %+v", agents, res.Overall, res.ExitCode, res.Counts)
		}
	}
}
