package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Plan is what a run would do.
type Plan struct {
	Checks         []Planned
	Requests       int           // of the whole run, at most
	WrongPasswords int           // per agent, at most
	LongestWait    time.Duration // of a single scenario, in the time of the gateway
	Waits          time.Duration // until all scenarios are over, some of them concurrent; zero under a virtual clock
	Bound          time.Duration // the run ends by then, whatever the gateway does
	Limits         target.Limits // of each, the strictest that a deployment has
	LeftOut        []string      // ids of the checks that MaxWait leaves out

	plan engine.Plan
}

// Expected is how long the run takes if the gateway answers each request within
// a latency, from its first byte sent to its last received. It is zero under a
// virtual clock.
func (p Plan) Expected(latency time.Duration) time.Duration { return p.plan.Expected(latency) }

// Expectation is how long the run takes at a latency, in words, such as
// "about 4 min 30 s (more agents would shorten it)".
func (p Plan) Expectation(latency time.Duration) string { return p.plan.Expectation(latency) }

// Planned is one check with the deployment that it will run on, or the reason
// why it will not run.
type Planned struct {
	Check       Check
	Requirement spec.Requirement
	Deployment  string
	Verdict     report.Verdict // not-applicable or not-run; empty if the check will run
	Reason      string
	// MostRequests is how many requests the check itself makes at most; zero if
	// it judges a scenario, whose requests only the plan counts.
	MostRequests int
}

// Runs reports whether the check will run.
func (p Planned) Runs() bool { return p.Verdict == "" }

// NewPlan decides for every check where it runs, or why it does not. It
// contacts nothing. The error wraps [ErrConfig] if the selection matches
// nothing or the target has no such deployment.
func NewPlan(cfg Config) (Plan, error) {
	p, err := engine.NewPlan(cfg.engine())
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{
		Requests: p.Requests, WrongPasswords: p.WrongPasswords, LongestWait: p.LongestWait,
		Waits: p.Waits, Bound: p.Bound, Limits: p.Limits, LeftOut: p.LeftOut, plan: p,
	}
	for _, c := range p.Checks {
		plan.Checks = append(plan.Checks, Planned{
			Check: describe(c.Check), Requirement: c.Requirement, Deployment: c.Deployment,
			Verdict: c.Verdict, Reason: c.Reason, MostRequests: c.MostRequests(),
		})
	}
	return plan, nil
}
