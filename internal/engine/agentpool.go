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
// in which they are made, as far as there are agents for them.
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

// cancel gives up a reservation: it leaves the queue, and returns what it holds.
// A reservation that was released is left alone.
func (p *agentPool) cancel(r *reservation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = slices.DeleteFunc(p.queue, func(one *reservation) bool { return one == r })
	p.giveBack(r)
}

// release returns the agents of a reservation, in front so that the same ones
// are used again.
func (p *agentPool) release(r *reservation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.giveBack(r)
}

func (p *agentPool) giveBack(r *reservation) {
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

// grant serves the queue in its order. Who needs more agents than are free does
// not hold up those after it.
func (p *agentPool) grant() {
	waiting := p.queue[:0]
	for _, r := range p.queue {
		if r.agents > len(p.free) {
			waiting = append(waiting, r)
			continue
		}
		r.granted, p.free = slices.Clone(p.free[:r.agents]), slices.Clone(p.free[r.agents:])
		close(r.ready)
	}
	clear(p.queue[len(waiting):])
	p.queue = waiting
}
