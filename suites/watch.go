package suites

import (
	"context"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Watch is an observation that takes time on the gateway: a renewal, a lapse,
// a held poll. Several checks judge what one watch saw. In real time watches
// run side by side with everything else; under a virtual clock they run when
// the first check asks for them.
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

// start runs the watch unless that has been done.
func (w *watching) start(ctx context.Context, r *run) {
	w.once.Do(func() {
		defer close(w.done)
		t := r.newT(ctx, w.gw, Check{ID: "watch/" + w.watch.Name, Needs: w.watch.Needs})
		r.lend(t, func() { w.saw = w.watch.Run(t) })
		w.outcome = t.outcome
	})
}

// saw returns what the watch of the check saw, and ends the check where the
// watch could not see anything.
func saw[S any](t *T) S {
	w := t.run.watches[t.check.Watch]
	if w == nil {
		t.broken("the check has no watch")
	}
	if t.run.clock.Virtual() {
		w.start(t.ctx, t.run)
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

// background starts the watches that run beside the checks, and returns a
// function that waits for them.
func (r *run) background(ctx context.Context) (join func()) {
	var group sync.WaitGroup
	if !r.clock.Virtual() {
		for _, w := range r.watches {
			group.Go(func() { w.start(ctx, r) })
		}
	}
	return group.Wait
}
