package engine

import (
	"context"
	"fmt"
	"sync"

	"github.com/gwcheck/gwcheck/suites/target"
)

// lanes lends agents: one session per agent is all a gateway allows, so an
// agent belongs to one check at a time. Who asks first is served first, so that
// the order in which watches ask is the order in which they run.
type agentPool struct {
	mu    sync.Mutex
	free  []target.Agent
	total int
	queue []*reservation
}

// ticket is a place in the queue for agents.
type reservation struct {
	agents  int
	granted []target.Agent
	ready   chan struct{} // closed once lent is set
}

func newAgentPool(agents []target.Agent) *agentPool {
	return &agentPool{free: append([]target.Agent(nil), agents...), total: len(agents)}
}

// enter takes a place in the queue for k agents.
func (l *agentPool) reserve(k int) *reservation {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := &reservation{agents: k, ready: make(chan struct{})}
	switch {
	case k == 0:
		close(t.ready)
	case k <= l.total:
		l.queue = append(l.queue, t)
		l.grant()
	}
	return t
}

// await returns the agents of a place in the queue, or gives it up.
func (l *agentPool) wait(ctx context.Context, t *reservation) ([]target.Agent, error) {
	if t.agents > l.total {
		return nil, fmt.Errorf("needs %d agents, the target declares %d", t.agents, l.total)
	}
	select {
	case <-t.ready:
		return t.granted, nil
	case <-ctx.Done():
		l.cancel(t)
		return nil, fmt.Errorf("waited for %d free agents, but the run ended: %w", t.agents, context.Cause(ctx))
	}
}

// leave gives up a place in the queue, and what was lent meanwhile.
func (l *agentPool) cancel(t *reservation) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, one := range l.queue {
		if one == t {
			l.queue = append(l.queue[:i:i], l.queue[i+1:]...)
		}
	}
	l.free = append(l.free, t.granted...)
	l.grant()
}

// giveBack returns agents, in front so that the same ones are used again.
func (l *agentPool) release(agents []target.Agent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.free = append(append([]target.Agent(nil), agents...), l.free...)
	l.grant()
}

// serve lends to the first in the queue as long as there are agents for it.
func (l *agentPool) grant() {
	for len(l.queue) > 0 && l.queue[0].agents <= len(l.free) {
		t := l.queue[0]
		l.queue = l.queue[1:]
		t.granted, l.free = append([]target.Agent(nil), l.free[:t.agents]...), append([]target.Agent(nil), l.free[t.agents:]...)
		close(t.ready)
	}
}
