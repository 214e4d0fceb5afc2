package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/gwcheck/gwcheck/suites/target"
)

// agentPool grants the agents of a deployment to checks: a gateway allows one
// session per agent, so an agent belongs to one check at a time.
type agentPool struct {
	deployment string
	agents     []target.Agent
	own        bool // declared for this deployment alone
	use        *agentUse
}

// agentUse says who uses the agents of a run. An agent that several deployments
// have is used on one of them at a time, unless it is declared for each.
//
// Reservations are granted in the order in which they are made, as far as there
// are agents for them. Among checks, those pass first that need no agent to
// change the deployment, since that costs a sign-out and a sign-in.
type agentUse struct {
	mu    sync.Mutex
	state map[agentKey]agentState
	queue []*reservation
	turns int // releases so far
}

// agentKey is an agent of all deployments that share it.
type agentKey struct{ deployment, id string }

type agentState struct {
	busy bool
	last string // deployment where it was used last
	turn int    // when it was released
}

// reservation is a place in the queue for agents.
type reservation struct {
	pool    *agentPool
	agents  int
	first   bool // of a scenario, which does not wait for the convenience of checks
	granted []target.Agent
	ready   chan struct{} // closed once granted is set
}

func newAgentUse() *agentUse { return &agentUse{state: map[agentKey]agentState{}} }

func newAgentPool(d target.Deployment, use *agentUse) *agentPool {
	return &agentPool{deployment: d.Name, agents: slices.Clone(d.Agents), own: d.OwnAgents, use: use}
}

func (p *agentPool) key(a target.Agent) agentKey {
	if p.own {
		return agentKey{p.deployment, a.ID}
	}
	return agentKey{"", a.ID}
}

// reserve takes a place in the queue for k agents of a check.
func (p *agentPool) reserve(k int) *reservation { return p.enqueue(&reservation{agents: k}) }

// reserveFirst takes a place in the queue for k agents of a scenario.
func (p *agentPool) reserveFirst(k int) *reservation {
	return p.enqueue(&reservation{agents: k, first: true})
}

func (p *agentPool) enqueue(r *reservation) *reservation {
	p.use.mu.Lock()
	defer p.use.mu.Unlock()
	r.pool, r.ready = p, make(chan struct{})
	switch {
	case r.agents == 0:
		close(r.ready)
	case r.agents <= len(p.agents):
		p.use.queue = append(p.use.queue, r)
		p.use.grant()
	}
	return r
}

// wait returns the agents of a reservation, or cancels it if ctx ends first.
func (p *agentPool) wait(ctx context.Context, r *reservation) ([]target.Agent, error) {
	if r.agents > len(p.agents) {
		return nil, fmt.Errorf("needs %d agents, the target declares %d", r.agents, len(p.agents))
	}
	select {
	case <-r.ready:
		return r.granted, nil
	case <-ctx.Done():
		p.cancel(r)
		return nil, fmt.Errorf("waited for %d free agents, but the run ended: %w", r.agents, context.Cause(ctx))
	}
}

// cancel gives up a reservation: it leaves the queue, and returns what it holds.
// A reservation that was released is left alone.
func (p *agentPool) cancel(r *reservation) {
	p.use.mu.Lock()
	defer p.use.mu.Unlock()
	p.use.queue = slices.DeleteFunc(p.use.queue, func(one *reservation) bool { return one == r })
	p.use.giveBack(r)
}

// release returns the agents of a reservation.
func (p *agentPool) release(r *reservation) {
	p.use.mu.Lock()
	defer p.use.mu.Unlock()
	p.use.giveBack(r)
}

// holds reports whether a reservation still holds these agents.
func (p *agentPool) holds(r *reservation, agents []target.Agent) bool {
	p.use.mu.Lock()
	defer p.use.mu.Unlock()
	if r == nil {
		return len(agents) == 0
	}
	return !slices.ContainsFunc(agents, func(a target.Agent) bool {
		return !slices.ContainsFunc(r.granted, func(g target.Agent) bool { return g.ID == a.ID })
	})
}

func (u *agentUse) giveBack(r *reservation) {
	for _, a := range r.granted {
		u.turns++
		u.state[r.pool.key(a)] = agentState{last: r.pool.deployment, turn: u.turns}
	}
	r.granted = nil
	u.grant()
}

// grant serves the queue. Who needs more agents than are free does not hold up
// those after it.
func (u *agentUse) grant() {
	for _, staying := range []bool{true, false} {
		u.queue = slices.DeleteFunc(u.queue, func(r *reservation) bool {
			agents := u.pick(r, staying && !r.first)
			for _, a := range agents {
				u.state[r.pool.key(a)] = agentState{busy: true, last: r.pool.deployment}
			}
			if agents != nil {
				r.granted = agents
				close(r.ready)
			}
			return agents != nil
		})
	}
}

// pick returns free agents for a reservation: those that were used on its
// deployment last, then those that are unused, and unless they are to stay where
// they are, any. It returns nil if there are too few.
func (u *agentUse) pick(r *reservation, staying bool) []target.Agent {
	var free []target.Agent
	for _, a := range r.pool.agents {
		s := u.state[r.pool.key(a)]
		if !s.busy && (!staying || s.last == "" || s.last == r.pool.deployment) {
			free = append(free, a)
		}
	}
	if len(free) < r.agents {
		return nil
	}
	slices.SortStableFunc(free, func(a, b target.Agent) int { return u.changes(r.pool, a).compare(u.changes(r.pool, b)) })
	return free[:r.agents]
}

// moveCost orders agents by how little it takes to use them on a deployment.
type moveCost struct{ kind, turn int }

func (u *agentUse) changes(p *agentPool, a target.Agent) moveCost {
	switch s := u.state[p.key(a)]; s.last {
	case p.deployment:
		return moveCost{0, -s.turn}
	case "":
		return moveCost{1, 0}
	default:
		return moveCost{2, -s.turn}
	}
}

func (c moveCost) compare(other moveCost) int {
	if c.kind != other.kind {
		return c.kind - other.kind
	}
	return c.turn - other.turn
}

// endElsewhere ends the sessions of the agents of a check that checks of other
// deployments have left, where the deployments share them.
func (t *T) endElsewhere() {
	if t.gw.agents.own {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(t.run.gateways)) {
		g := t.run.gateways[name]
		if g == t.gw || g.agents.own {
			continue
		}
		for _, a := range t.agents {
			if g.sharedBy(a.ID) == nil {
				continue
			}
			side := t.run.newT(t.ctx, g, t.check)
			side.agents = t.agents
			side.runBody(func() { side.EndSharedSession(a.ID) })
			side.leaveLink()
		}
	}
}
