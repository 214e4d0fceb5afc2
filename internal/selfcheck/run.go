package selfcheck

import (
	"context"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

// Config says how to run the cases.
type Config struct {
	Cases    []Case
	Run      RunFunc
	Parallel int           // cases at a time, at least 1
	Limit    time.Duration // on one case; zero means one minute
	Partial  bool          // the cases are a choice, so idle checks are not reported
	Progress func(Outcome) // told of each case as it ends, one at a time; may be nil
}

// Run runs all cases: the faithful ones first and alone, since nothing that
// follows means much if they fail. The summary is complete even then.
func Run(ctx context.Context, cfg Config) Summary {
	began := time.Now()
	r := &runner{Config: cfg, outcomes: make([]Outcome, len(cfg.Cases)), checks: map[string]report.Check{}}
	r.all(ctx, func(c Case) bool { return c.Kind == Faithful })
	r.repeat(ctx)
	r.all(ctx, func(c Case) bool { return c.Kind != Faithful })
	r.repeat(ctx)
	s := Summary{Outcomes: r.outcomes, Checks: len(r.checks), Partial: cfg.Partial, Took: time.Since(began)}
	for _, o := range r.outcomes {
		if o.Case.Kind == Deviation {
			s.Deviations++
		}
		if o.Killed() {
			s.Killed++
		}
	}
	s.Outside = outside(s.Outcomes)
	if !cfg.Partial && s.notJudged() == 0 {
		s.Idle = idle(values(r.checks), r.outcomes)
	}
	return s
}

type runner struct {
	Config
	mu       sync.Mutex
	outcomes []Outcome
	checks   map[string]report.Check // that apply to a faithful gateway
	stalled  []int                   // cases to repeat
}

// all runs the chosen cases, some at a time.
func (r *runner) all(ctx context.Context, chosen func(Case) bool) {
	queue := make(chan int)
	var group sync.WaitGroup
	for range max(r.Parallel, 1) {
		group.Go(func() {
			for i := range queue {
				r.one(ctx, i)
			}
		})
	}
	for i, c := range r.Cases {
		if chosen(c) {
			queue <- i
		}
	}
	close(queue)
	group.Wait()
}

// one runs a case and keeps the outcome. A failure on a machine that was busy is
// left to repeat.
func (r *runner) one(ctx context.Context, i int) {
	o, result := r.try(ctx, r.Cases[i])
	if !o.OK() && result.Stall >= longStall {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.stalled = append(r.stalled, i)
		return
	}
	r.keep(i, o, result.Result)
}

// repeat runs the cases again that failed on a busy machine, one at a time and
// while no other case runs. A case that fails in the same way again is
// undecided: it is neither killed nor survived.
func (r *runner) repeat(ctx context.Context) {
	for _, i := range r.stalled {
		o, result := r.try(ctx, r.Cases[i])
		if !o.OK() && result.Stall >= longStall {
			o = Outcome{Case: o.Case, Took: o.Took, NotJudged: true}
			o.problem("not judged, the machine was too busy: the run got no processor for %s; repeat it when less else is running",
				result.Stall.Round(10*time.Millisecond))
		}
		r.keep(i, o, result.Result)
	}
	r.stalled = nil
}

// try runs a case within its limit.
func (r *runner) try(ctx context.Context, c Case) (Outcome, Result) {
	began := time.Now()
	limit := r.Limit
	if limit == 0 {
		limit = time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	result, err := r.Run(ctx, c)
	o := Outcome{Case: c, Survived: c.Violates}
	if err != nil {
		o.problem("the case could not be run: %v", err)
	} else {
		o = judge(c, result.Result)
	}
	o.Took = time.Since(began)
	return o, result
}

func (r *runner) keep(i int, o Outcome, result report.Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outcomes[i] = o
	for _, c := range result.Checks {
		if o.Case.Kind == Faithful && c.Verdict != report.NotApplicable {
			r.checks[c.ID] = c
		}
	}
	if r.Progress != nil {
		r.Progress(o)
	}
}

func values(m map[string]report.Check) (all []report.Check) {
	for _, c := range m {
		all = append(all, c)
	}
	return all
}
