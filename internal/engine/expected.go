package engine

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// What a run takes is estimated from a latency: the time from a request to the
// end of its answer.
const (
	ownTime       = 2 * time.Millisecond // of the engine, for each request
	typicalShare  = 0.55                 // of the bounds on requests: a whole run makes as many, since checks share sessions
	newConnection = 1.15                 // requests that wait for a new connection take longer
	answersNeeded = 50                   // before a run estimates its duration
)

// work is what keeps agents busy for a time.
type work struct {
	agents int
	takes  time.Duration
}

// afterBases is the stage of what establishes no basis.
const afterBases = math.MaxInt

// Expected is how long the run takes at a latency. It is zero under a virtual clock.
func (p Plan) Expected(latency time.Duration) (sum time.Duration) {
	if p.cfg.Clock != nil && p.cfg.Clock.Virtual() {
		return 0
	}
	each := time.Duration(float64(latency)*newConnection) + ownTime
	for _, groups := range p.work(each) {
		var longest time.Duration
		for group, all := range groups {
			longest = max(longest, busyTime(all, agentsOf(p.cfg.Target, group)))
		}
		sum += longest
	}
	return sum
}

// work lists what there is to do if each request takes so long: by stage, which
// follow one another, and by group of deployments.
func (p Plan) work(each time.Duration) map[int]map[string][]work {
	stages := map[int]map[string][]work{}
	add := func(stage int, deployment string, w work) {
		group := sharing(deploymentNamed(p.cfg.Target, deployment))
		if stages[stage] == nil {
			stages[stage] = map[string][]work{}
		}
		stages[stage][group] = append(stages[stage][group], w)
	}
	known := map[scenarioAt]bool{}
	for _, c := range p.Checks {
		at := c.scenarioAt()
		switch {
		case !c.Runs() || known[at]:
		case at.scenario == nil:
			add(c.stage(0), c.Deployment, work{c.Check.agents(), typical(c.Check.requests(), each)})
		default:
			known[at] = true
			d := deploymentNamed(p.cfg.Target, c.Deployment)
			waits := at.scenario.Takes(d)
			takes := cmp.Or(waits, typical(at.scenario.Requests(d), each))
			add(p.stageOf(at, waits), c.Deployment, work{at.scenario.Needs.agents, takes})
		}
	}
	return stages
}

// stage is when a check runs that judges what waits for so long.
func (p Planned) stage(waits time.Duration) int {
	if p.Check.Establishes == "" || waits > 0 {
		return afterBases
	}
	return p.Check.stage()
}

// stageOf is when a scenario runs: with the first of the checks that judge it.
func (p Plan) stageOf(at scenarioAt, waits time.Duration) int {
	first := afterBases
	for _, c := range p.Checks {
		if c.Runs() && c.scenarioAt() == at {
			first = min(first, c.stage(waits))
		}
	}
	return first
}

// typical is how long requests take of which a check makes so many at most.
func typical(most int, each time.Duration) time.Duration {
	return time.Duration(typicalShare * float64(most) * float64(each))
}

// busyTime is how long agents take for all work: the longest first, and what needs
// many agents last, since few of it finds as many free.
func busyTime(all []work, agents int) time.Duration {
	until := make([]time.Duration, max(agents, 1))
	slices.SortStableFunc(all, func(a, b work) int {
		if a.agents != b.agents {
			return a.agents - b.agents
		}
		return int(b.takes - a.takes)
	})
	for _, w := range all {
		slices.Sort(until)
		n := min(max(w.agents, 1), len(until))
		end := until[n-1] + w.takes
		for i := range n {
			until[i] = end
		}
	}
	return slices.Max(until)
}

// Expectation is how long the run takes at a latency, in words.
func (p Plan) Expectation(latency time.Duration) string {
	expected := p.Expected(latency)
	switch {
	case p.cfg.Clock != nil && p.cfg.Clock.Virtual():
		return "a few seconds (simulated clock, no real waiting)"
	case expected < 10*time.Second:
		return "a few seconds"
	case expected > p.LongestWait*5/4:
		return fmt.Sprintf("about %s (more agents would shorten it)", spoken(expected))
	}
	return "about " + spoken(expected)
}

// spoken writes a duration as people say it, no finer than it is known.
func spoken(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", (d+time.Second/2)/time.Second)
	case d < 10*time.Minute:
		d = d.Round(10 * time.Second)
	default:
		d = d.Round(time.Minute)
	}
	text := fmt.Sprintf("%d min", d/time.Minute)
	if d >= time.Hour {
		text = fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
	}
	if rest := d % time.Minute / time.Second; rest > 0 {
		text += fmt.Sprintf(" %d s", rest)
	}
	return text
}

// latencies are those of the first answers of a run.
type latencies struct {
	mu   sync.Mutex
	seen []time.Duration
}

// add returns the median once there are enough answers that the run can tell how
// long it takes.
func (l *latencies) add(x *wire.Exchange) (median time.Duration, ok bool) {
	if x.Err != nil {
		return 0, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.seen) >= answersNeeded {
		return 0, false
	}
	l.seen = append(l.seen, x.Timing.Done)
	if len(l.seen) < answersNeeded {
		return 0, false
	}
	slices.Sort(l.seen)
	return l.seen[answersNeeded/2], true
}

// estimate says once how long the run takes, judging by its first answers.
func (r *run) estimate(x *wire.Exchange) {
	if r.clock.Virtual() || r.cfg.Progress == nil {
		return
	}
	if latency, ok := r.latencies.add(x); ok {
		r.scheduler.tell(fmt.Sprintf("Expected duration %s at %d ms per answer. Hard limit %s.",
			r.plan.Expectation(latency), latency.Milliseconds(), r.started.Add(r.bound()).UTC().Format("15:04:05 UTC")))
	}
}
