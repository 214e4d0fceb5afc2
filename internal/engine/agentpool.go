package engine

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/gwcheck/gwcheck/suites/target"
)

// agentPool grants agents to checks: a gateway allows one session per agent, so
// an agent belongs to one check at a time. Reservations are granted in the order
// in which they are made.
type agentPool struct {
	mu    sync.Mutex
	free  []target.Agent
	total int
	queue []*reservation
}

// reservation is a place in the queue for agents.
type reservation struct {
	agents  int
	granted []target.Agent
	ready   chan struct{} // closed once granted is set
}

func newAgentPool(agents []target.Agent) *agentPool {
	return &agentPool{free: slices.Clone(agents), total: len(agents)}
}

// reserve takes a place in the queue for k agents.
func (p *agentPool) reserve(k int) *reservation {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := &reservation{agents: k, ready: make(chan struct{})}
	switch {
	case k == 0:
		close(r.ready)
	case k <= p.total:
		p.queue = append(p.queue, r)
		p.grant()
	}
	return r
}

// wait returns the agents of a reservation, or cancels it if ctx ends first.
func (p *agentPool) wait(ctx context.Context, r *reservation) ([]target.Agent, error) {
	if r.agents > p.total {
		return nil, fmt.Errorf("needs %d agents, the target declares %d", r.agents, p.total)
	}
	select {
	case <-r.ready:
		return r.granted, nil
	case <-ctx.Done():
		p.cancel(r)
		return nil, fmt.Errorf("waited for %d free agents, but the run ended: %w", r.agents, context.Cause(ctx))
	}
}

// cancel gives up a reservation, and returns what was granted meanwhile.
func (p *agentPool) cancel(r *reservation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, one := range p.queue {
		if one == r {
			p.queue = append(p.queue[:i:i], p.queue[i+1:]...)
		}
	}
	p.free = append(p.free, r.granted...)
	p.grant()
}

// release returns the agents of a reservation, in front so that the same ones
// are used again.
func (p *agentPool) release(r *reservation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = append(slices.Clone(r.granted), p.free...)
	r.granted = nil
	p.grant()
}

// holds reports whether a reservation still holds these agents.
func (p *agentPool) holds(r *reservation, agents []target.Agent) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r == nil {
		return len(agents) == 0
	}
	return !slices.ContainsFunc(agents, func(a target.Agent) bool {
		return !slices.ContainsFunc(r.granted, func(g target.Agent) bool { return g.ID == a.ID })
	})
}

// grant serves the first in the queue as long as there are agents for it.
func (p *agentPool) grant() {
	for len(p.queue) > 0 && p.queue[0].agents <= len(p.free) {
		r := p.queue[0]
		p.queue = p.queue[1:]
		r.granted, p.free = append([]target.Agent(nil), p.free[:r.agents]...), append([]target.Agent(nil), p.free[r.agents:]...)
		close(r.ready)
	}
}
