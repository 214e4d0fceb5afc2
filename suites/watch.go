package suites

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Watch is an observation that takes time on the gateway: a renewal, a lapse,
// a held poll. Several checks judge what one watch saw. In real time watches
// run side by side with everything else; under a virtual clock, and if they
// take no time, they run when the first check asks for them.
type Watch struct {
	Name     string
	Needs    Needs
	Requests func(d target.Deployment) int
	Takes    func(d target.Deployment) time.Duration // longest wait
	Run      func(t *T) any
}

// watching is a watch under way in one run.
type watching struct {
	watch   *Watch
	gw      *gateway
	once    sync.Once
	done    chan struct{}
	saw     any
	outcome outcome
}

// enter takes a place in the queue for the agents of the watch.
func (w *watching) enter() *ticket { return w.gw.lanes.enter(w.watch.Needs.agents) }

// run runs the watch when it is its turn. It is called once.
func (w *watching) run(ctx context.Context, r *run, turn *ticket) {
	defer close(w.done)
	t := r.newT(ctx, w.gw, Check{ID: "watch/" + w.watch.Name, Needs: w.watch.Needs})
	r.lend(t, turn, func() { w.saw = w.watch.Run(t) })
	w.outcome = t.outcome
}

// saw returns what the watch of the check saw, and ends the check where the
// watch could not see anything.
func saw[S any](t *T) S {
	w := t.run.watches[watchAt{t.check.Watch, t.dep().Name}]
	if w == nil {
		t.broken("the check has no watch")
	}
	if t.run.clock.Virtual() || w.takes() == 0 {
		w.once.Do(func() { w.run(t.ctx, t.run, w.enter()) })
	}
	select {
	case <-w.done:
	case <-t.ctx.Done():
		t.inconclusive("the run ended before the observation %q was complete", w.watch.Name)
	}
	if w.outcome.verdict != "" {
		t.outcome = w.outcome
		if t.outcome.verdict == report.Fail {
			t.outcome.verdict = report.Inconclusive
		}
		panic(halt{})
	}
	s, ok := w.saw.(S)
	if !ok {
		t.broken("the watch %q saw a %T", w.watch.Name, w.saw)
	}
	return s
}

// begin does what is due before a check of its turn: the first that others do
// not rest on sets the watches going, the first that has to wait says so.
func (r *run) begin(ctx context.Context, p Planned) {
	turn := r.turn(p)
	if turn > turnClaims {
		r.background(ctx)
	}
	if turn > turnAtOnce {
		r.waiting.Do(r.sayWait)
	}
}

// sayWait tells why nothing happens for a while.
func (r *run) sayWait() {
	if n, ok := r.cfg.Progress.(interface{ Note(text string) }); ok && len(r.slowWatches()) > 0 {
		left := time.Until(r.watching.Add(r.plan.Waits)).Round(time.Second)
		n.Note(fmt.Sprintf("the remaining checks wait for agents, or for what is being observed: up to %s", max(left, 0)))
	}
}

// background starts the watches that run beside the checks. They take their
// places in the queues for agents at once, the longest first.
func (r *run) background(ctx context.Context) {
	r.begun.Do(func() {
		r.watching = time.Now()
		for _, w := range r.slowWatches() {
			turn := w.enter()
			r.beside.Go(func() { w.run(ctx, r, turn) })
		}
	})
}

// end stops the watches that still run, and signs all agents out.
func (r *run) end() {
	r.stop()
	r.beside.Wait()
	r.close()
}
