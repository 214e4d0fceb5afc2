package engine

import (
	"context"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/suites/target"
)

// Scenario is a series of requests that several checks judge, usually because it
// takes time on the gateway: a renewal, an expiry, a held poll. In real time
// scenarios run concurrently with everything else; under a virtual clock, and if
// they take no time, they run when the first check needs what they observed.
type Scenario struct {
	Name     string
	Needs    Needs
	Requests func(d target.Deployment) int
	Takes    func(d target.Deployment) time.Duration // longest wait
	Run      func(t *T) any
}

// scenarioRun is a scenario in one run, on one deployment.
type scenarioRun struct {
	scenario *Scenario
	gw       *gateway
	once     sync.Once
	done     chan struct{}
	observed any
	outcome  outcome
}

// reserve takes a place in the queue for the agents of the scenario.
func (s *scenarioRun) reserve() *reservation {
	return s.gw.agents.reserveFirst(s.scenario.Needs.agents)
}

// run runs the scenario once its agents are granted. It is called once.
func (s *scenarioRun) run(ctx context.Context, r *run, place *reservation) {
	defer close(s.done)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.gw.lost, cancel)()
	t := r.newT(ctx, s.gw, Check{ID: "scenario/" + s.scenario.Name, Needs: s.scenario.Needs})
	t.scenario = s.scenario
	r.withAgents(t, place, func() { s.observed = s.scenario.Run(t) })
	s.outcome = t.outcome
	if s.gw.lost.Err() != nil && s.outcome.cutShort() {
		s.outcome = t.lostOutcome()
	}
}

// Observed returns what the scenario of the check observed. It ends the check if
// the scenario could not be completed.
func Observed[S any](t *T) S {
	w := t.run.scenarios[scenarioAt{t.check.Scenario, t.Deployment().Name}]
	if w == nil {
		t.broken("the check has no scenario")
	}
	if t.run.clock.Virtual() || w.takes() == 0 {
		w.once.Do(func() { w.run(t.ctx, t.run, w.reserve()) })
	}
	select {
	case <-w.done:
	case <-t.ctx.Done():
		t.Inconclusive("the run ended before the observation %q was complete", w.scenario.Name)
	}
	if o := w.outcome; o.ending != completed {
		if o.ending == violated {
			o.ending, o.reason = unmet, o.explained()
		}
		t.conclude(t.stalledScenario(o))
	}
	s, ok := w.observed.(S)
	if !ok {
		t.broken("the scenario %q observed a %T", w.scenario.Name, w.observed)
	}
	return s
}

// startScenarios starts the scenarios that run concurrently with checks. They
// reserve their agents at once, the longest first.
func (r *run) startScenarios(ctx context.Context) {
	slow := r.slowScenarios()
	if len(slow) == 0 {
		return
	}
	r.scheduler.announceWait(r.plan.Waits)
	for _, w := range slow {
		place := w.reserve()
		r.scenarioRuns.Go(func() { w.run(ctx, r, place) })
	}
}

// shutdown stops what still runs, and signs all agents out.
func (r *run) shutdown() {
	r.cancel()
	r.scheduler.wait()
	r.scenarioRuns.Wait()
	r.signOutAll()
	for _, g := range r.gateways {
		g.links.close()
	}
}
