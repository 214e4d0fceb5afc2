package engine

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

// scheduler runs the selected checks of a run in the background. Ginkgo specs
// wait for its results.
//
// Bases are judged group by group, those that fewer checks rest on not before
// these fail. Then, in real time, scenarios that wait start,
// the longest first, and all other checks run as soon as agents are free for
// them: their reservations are in the order of the plan. Under a virtual clock
// checks run one by one, since time that one check moves is moved for all.
type scheduler struct {
	run   *run
	start sync.Once
	done  map[string]chan struct{} // by check id, closed once its result is there
	ended chan struct{}            // closed once all checks are done
	bases map[Basis][]Planned      // the checks that establish a basis

	progress sync.Mutex
}

func newScheduler(r *run) *scheduler {
	s := &scheduler{run: r, done: map[string]chan struct{}{}, ended: make(chan struct{})}
	for _, p := range r.plan.Checks {
		if p.Runs() {
			s.done[p.Check.ID] = make(chan struct{})
		}
	}
	return s
}

// begin starts the checks once; those after the first call are ignored.
func (s *scheduler) begin(ctx context.Context, selected []Planned) {
	s.start.Do(func() {
		go func() {
			defer close(s.ended)
			s.all(ctx, selected)
		}()
	})
}

// wait ends when everything that was begun has ended.
func (s *scheduler) wait() {
	s.start.Do(func() { close(s.ended) })
	<-s.ended
}

// result waits for the result of a check. One that was not selected is not-run.
func (s *scheduler) result(p Planned) report.Check {
	select {
	case <-s.done[p.Check.ID]:
	case <-s.ended:
	}
	s.run.mu.Lock()
	defer s.run.mu.Unlock()
	if j, ok := s.run.results[p.Check.ID]; ok {
		return j.check
	}
	c := s.run.blank(p)
	c.Verdict, c.Reason = report.NotRun, "deselected"
	return c
}

func (s *scheduler) all(ctx context.Context, selected []Planned) {
	s.bases = map[Basis][]Planned{}
	for _, p := range selected {
		if b := p.Check.Establishes; b != "" {
			s.bases[b] = append(s.bases[b], p)
		}
	}
	bases := 0
	for bases < len(selected) && s.run.phase(selected[bases]) == phaseBases {
		bases++
	}
	if s.run.clock.Virtual() {
		s.oneByOne(ctx, selected)
		return
	}
	for i := 0; i < bases; {
		next := i + 1
		for next < bases && selected[next].Check.barrier() == selected[i].Check.barrier() {
			next++
		}
		s.together(ctx, selected[i:next])
		i = next
	}
	last := len(selected)
	for last > bases && s.run.phase(selected[last-1]) == phaseEverywhere {
		last--
	}
	s.run.startScenarios(ctx)
	s.together(ctx, selected[bases:last])
	s.together(ctx, selected[last:])
}

func (s *scheduler) oneByOne(ctx context.Context, checks []Planned) {
	for _, p := range checks {
		s.finish(p, s.check(ctx, p, s.run.reserve(p)))
	}
}

// together runs checks as far as there are agents for them, and waits for all.
func (s *scheduler) together(ctx context.Context, checks []Planned) {
	var group sync.WaitGroup
	for _, p := range checks {
		place := s.run.reserve(p)
		group.Go(func() { s.finish(p, s.check(ctx, p, place)) })
	}
	group.Wait()
}

// check runs a check. What breaks the engine breaks no more than this check.
func (s *scheduler) check(ctx context.Context, p Planned, place *reservation) (c report.Check) {
	defer func() {
		if cause := recover(); cause != nil {
			c = s.run.blank(p)
			c.Verdict, c.Reason = report.Error, s.run.reason(fmt.Sprintf("the harness failed: %v", cause))
			c.Detail = s.run.redactor.Mask(string(debug.Stack()))
			s.run.keep(c, outcome{ending: broken})
		}
	}()
	return s.run.runCheck(ctx, p, place)
}

// finish tells that the result of a check is there.
func (s *scheduler) finish(p Planned, c report.Check) {
	if s.run.cfg.Progress != nil {
		s.progress.Lock()
		s.run.cfg.Progress.Check(c)
		s.progress.Unlock()
	}
	close(s.done[p.Check.ID])
}

// awaitBases waits until it is known of everything that a check rests on whether it
// holds, but for what is found out in a later phase. It ends, since what others
// rest on never rests on them.
func (s *scheduler) awaitBases(ctx context.Context, p Planned) {
	for _, b := range p.Check.bases() {
		for _, base := range s.bases[b] {
			if b == p.Check.Establishes || s.run.phase(base) > s.run.phase(p) {
				continue
			}
			select {
			case <-s.done[base.Check.ID]:
			case <-ctx.Done():
				return
			}
		}
	}
}

// announceWait tells for how long scenarios go on.
func (s *scheduler) announceWait(waits time.Duration) {
	if s.run.cfg.Progress != nil && waits > 0 {
		s.tell(fmt.Sprintf("scenarios wait for the gateway: up to %s, while other checks run", waits.Round(time.Second)))
	}
}

// tell says something about the progress of the run.
func (s *scheduler) tell(text string) {
	s.progress.Lock()
	defer s.progress.Unlock()
	s.run.cfg.Progress.Note(text)
}

// note tells the user at once what a run met.
func (r *run) note(text string) {
	r.mu.Lock()
	r.notices = append(r.notices, r.reason(text))
	r.mu.Unlock()
	if r.cfg.Progress == nil {
		return
	}
	r.scheduler.progress.Lock()
	defer r.scheduler.progress.Unlock()
	r.cfg.Progress.Note(text)
}
