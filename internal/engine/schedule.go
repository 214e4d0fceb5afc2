package engine

import (
	"cmp"
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/suites/target"
)

// scenarioAt is a scenario on the deployment where its checks run.
type scenarioAt struct {
	scenario   *Scenario
	deployment string
}

// scenarioAt is the scenario that the check judges, on its deployment.
func (p Planned) scenarioAt() scenarioAt { return scenarioAt{p.Check.Scenario, p.Deployment} }

// scenarios are those that the planned checks judge, each once.
func (p Plan) scenarios() (all []scenarioAt) {
	seen := map[scenarioAt]bool{}
	for _, c := range p.Checks {
		if at := c.scenarioAt(); c.Runs() && at.scenario != nil && !seen[at] {
			seen[at] = true
			all = append(all, at)
		}
	}
	return all
}

// estimate sums up the requests and waits of the planned checks.
func (p *Plan) estimate(cfg Config) {
	for _, c := range p.Checks {
		if c.Runs() && c.Check.Scenario == nil {
			p.Requests += c.Check.requests()
			p.WrongPasswords += c.Check.WrongPasswords
		}
	}
	waits := map[string][]time.Duration{}
	for _, at := range p.scenarios() {
		d := deploymentNamed(cfg.Target, at.deployment)
		p.Requests += at.scenario.Requests(d)
		p.LongestWait = max(p.LongestWait, at.scenario.Takes(d))
		waits[sharing(d)] = append(waits[sharing(d)], at.scenario.Takes(d))
	}
	if cfg.Clock == nil || !cfg.Clock.Virtual() {
		for group, list := range waits {
			p.Waits = max(p.Waits, makespan(list, agentsOf(cfg.Target, group)))
		}
	}
	p.Bound, p.Limits = p.bound(cfg), strictest(cfg.Target.Deployments)
}

// sharing names the group of deployments that use their agents one at a time: "",
// or a deployment with agents of its own.
func sharing(d target.Deployment) string {
	if d.OwnAgents {
		return d.Name
	}
	return ""
}

// agentsOf is how many agents a group of deployments has.
func agentsOf(t *target.Target, group string) int {
	ids := map[string]bool{}
	for _, d := range t.Deployments {
		if sharing(d) == group {
			for _, a := range d.Agents {
				ids[a.ID] = true
			}
		}
	}
	return len(ids)
}

// bound allows every request a second, and some time to begin and to end.
func (p *Plan) bound(cfg Config) time.Duration {
	if cfg.Timeout > 0 {
		return cfg.Timeout
	}
	return p.Waits + time.Duration(p.Requests)*time.Second + 5*time.Minute
}

// makespan is how long waits take in all if so many agents share them: the
// longest is taken first, and each agent who is free takes the next.
func makespan(waits []time.Duration, agents int) time.Duration {
	until := make([]time.Duration, max(agents, 1))
	for _, w := range longestFirst(waits, func(w time.Duration) time.Duration { return w }) {
		slices.Sort(until)
		until[0] += w
	}
	return slices.Max(until)
}

// longestFirst is the order in which waits begin: the longest first, since the
// shorter ones then fill what is left over.
func longestFirst[W any](waits []W, takes func(W) time.Duration) []W {
	sorted := slices.Clone(waits)
	slices.SortStableFunc(sorted, func(a, b W) int { return cmp.Compare(takes(b), takes(a)) })
	return sorted
}

// takes is the longest that a scenario waits on its deployment.
func (s *scenarioRun) takes() time.Duration { return s.scenario.Takes(s.gw.dep) }

// The phases of a run.
const (
	phaseBases      = iota // what nearly all others rest on, in the order of the graph
	phaseLateBases         // what some others rest on; those that fail wait for it
	phaseConcurrent        // while scenarios go on
	phaseAgentsFree        // when scenarios have released agents
	phaseScenarios         // when there is something to judge
	phaseEverywhere        // when all exchanges are made
)

// order is the order in which checks run: bases first, and of those that wait
// for agents the ones that need few, since they find free ones sooner. Checks of
// deployments that share agents run one deployment after the other.
func (r *run) order() []Planned {
	var planned []Planned
	for _, p := range r.plan.Checks {
		if p.Runs() {
			planned = append(planned, p)
		}
	}
	at := map[string]int{} // deployments that share agents, in the order of the target
	for i, d := range r.cfg.Target.Deployments {
		if !d.OwnAgents {
			at[d.Name] = i
		}
	}
	slices.SortStableFunc(planned, func(a, b Planned) int {
		phase := r.phase(a)
		by := cmp.Compare(phase, r.phase(b))
		switch {
		case by != 0:
			return by
		case phase == phaseBases || phase == phaseLateBases:
			by = cmp.Compare(a.Check.stage(), b.Check.stage())
		case phase == phaseScenarios:
			by = cmp.Compare(a.Check.early(), b.Check.early())
		case phase == phaseAgentsFree:
			by = cmp.Compare(r.uses(a), r.uses(b))
		}
		return cmp.Or(by, cmp.Compare(at[a.Deployment], at[b.Deployment]))
	})
	return planned
}

func (r *run) phase(p Planned) int {
	switch w := r.scenarios[p.scenarioAt()]; {
	case p.Check.Everywhere != nil:
		return phaseEverywhere
	case w != nil && w.takes() > 0:
		return phaseScenarios
	case p.Check.Establishes != "" && !p.Check.Establishes.late():
		return phaseBases
	case p.Check.Establishes != "":
		return phaseLateBases
	case r.uses(p)+r.busy(p.Deployment) > len(r.gateways[p.Deployment].dep.Agents):
		return phaseAgentsFree
	}
	return phaseConcurrent
}

// reserve takes a place in the queue for the agents of a check.
func (r *run) reserve(p Planned) *reservation {
	return r.gateways[p.Deployment].agents.reserve(p.Check.agents())
}

// uses is how many agents must be free for a check.
func (r *run) uses(p Planned) int {
	if p.Check.Scenario != nil {
		return p.Check.Scenario.Needs.agents
	}
	return p.Check.Needs.agents
}

// busy is how many agents of a deployment scenarios use from the beginning.
func (r *run) busy(deployment string) (agents int) {
	group := sharing(r.gateways[deployment].dep)
	for at, w := range r.scenarios {
		if sharing(w.gw.dep) == group && !r.clock.Virtual() && w.takes() > 0 {
			agents += at.scenario.Needs.agents
		}
	}
	return agents
}

// slowScenarios are those that start before a check needs them, in the order in
// which they start.
func (r *run) slowScenarios() (all []*scenarioRun) {
	if r.clock.Virtual() {
		return nil
	}
	for _, at := range r.plan.scenarios() {
		if w := r.scenarios[at]; w.takes() > 0 {
			all = append(all, w)
		}
	}
	return longestFirst(all, (*scenarioRun).takes)
}

func deploymentNamed(t *target.Target, name string) target.Deployment {
	for _, d := range t.Deployments {
		if d.Name == name {
			return d
		}
	}
	return target.Deployment{}
}
