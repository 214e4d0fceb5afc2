package engine

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/suites/target"
)

// Watch is an observation that takes time on the gateway: a renewal, a lapse,
// a held poll. Several checks judge what one watch saw. In real time watches
// run side by side with everything else; under a virtual clock, and if they
// take no time, they run when the first check asks for them.
type Scenario struct {
	Name     string
	Needs    Needs
	Requests func(d target.Deployment) int
	Takes    func(d target.Deployment) time.Duration // longest wait
	Run      func(t *T) any
}

// watching is a watch under way in one run.
type scenarioRun struct {
	scenario *Scenario
	gw       *gateway
	once     sync.Once
	done     chan struct{}
	observed any
	outcome  outcome
}

// enter takes a place in the queue for the agents of the watch.
func (w *scenarioRun) reserve() *reservation { return w.gw.agents.reserve(w.scenario.Needs.agents) }

// run runs the watch when it is its turn. It is called once.
func (w *scenarioRun) run(ctx context.Context, r *run, turn *reservation) {
	defer close(w.done)
	t := r.newT(ctx, w.gw, Check{ID: "watch/" + w.scenario.Name, Needs: w.scenario.Needs})
	r.withAgents(t, turn, func() { w.observed = w.scenario.Run(t) })
	w.outcome = t.outcome
}

// saw returns what the watch of the check saw, and ends the check where the
// watch could not see anything.
func Observed[S any](t *T) S {
	w := t.run.scenarios[scenarioAt{t.check.Scenario, t.Deployment().Name}]
	if w == nil {
		t.broken("the check has no watch")
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
		t.conclude(o)
	}
	s, ok := w.observed.(S)
	if !ok {
		t.broken("the watch %q saw a %T", w.scenario.Name, w.observed)
	}
	return s
}

// begin does what is due before a check of its turn: the first that others do
// not rest on sets the watches going, the first that has to wait says so.
func (r *run) prepare(ctx context.Context, p Planned) {
	turn := r.phase(p)
	if turn > phaseBases {
		r.startScenarios(ctx)
	}
	if turn > phaseConcurrent {
		r.waitAnnounced.Do(r.announceWait)
	}
}

// sayWait tells why nothing happens for a while.
func (r *run) announceWait() {
	if r.cfg.Progress != nil && len(r.slowScenarios()) > 0 {
		left := time.Until(r.scenariosBegan.Add(r.plan.Waits)).Round(time.Second)
		r.cfg.Progress.Note(fmt.Sprintf("the remaining checks wait for agents, or for what is being observed: up to %s", max(left, 0)))
	}
}

// background starts the watches that run beside the checks. They take their
// places in the queues for agents at once, the longest first.
func (r *run) startScenarios(ctx context.Context) {
	r.scenariosStarted.Do(func() {
		r.scenariosBegan = time.Now()
		for _, w := range r.slowScenarios() {
			turn := w.reserve()
			r.scenarioRuns.Go(func() { w.run(ctx, r, turn) })
		}
	})
}

// end stops the watches that still run, and signs all agents out.
func (r *run) shutdown() {
	r.cancel()
	r.scenarioRuns.Wait()
	r.signOutAll()
}
