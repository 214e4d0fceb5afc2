package suites

import (
	"context"
	"fmt"
	"sync"

	"github.com/gwcheck/gwcheck/suites/target"
)

// lanes lends agents: one session per agent is all a gateway allows, so an
// agent belongs to one check at a time. Who asks first is served first, so that
// the order in which watches ask is the order in which they run.
type lanes struct {
	mu    sync.Mutex
	free  []target.Agent
	total int
	queue []*ticket
}

// ticket is a place in the queue for agents.
type ticket struct {
	k     int
	lent  []target.Agent
	ready chan struct{} // closed once lent is set
}

func newLanes(agents []target.Agent) *lanes {
	return &lanes{free: append([]target.Agent(nil), agents...), total: len(agents)}
}

// enter takes a place in the queue for k agents.
func (l *lanes) enter(k int) *ticket {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := &ticket{k: k, ready: make(chan struct{})}
	switch {
	case k == 0:
		close(t.ready)
	case k <= l.total:
		l.queue = append(l.queue, t)
		l.serve()
	}
	return t
}

// await returns the agents of a place in the queue, or gives it up.
func (l *lanes) await(ctx context.Context, t *ticket) ([]target.Agent, error) {
	if t.k > l.total {
		return nil, fmt.Errorf("needs %d agents, the target declares %d", t.k, l.total)
	}
	select {
	case <-t.ready:
		return t.lent, nil
	case <-ctx.Done():
		l.leave(t)
		return nil, fmt.Errorf("waited for %d free agents, but the run ended: %w", t.k, context.Cause(ctx))
	}
}

// leave gives up a place in the queue, and what was lent meanwhile.
func (l *lanes) leave(t *ticket) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, one := range l.queue {
		if one == t {
			l.queue = append(l.queue[:i:i], l.queue[i+1:]...)
		}
	}
	l.free = append(l.free, t.lent...)
	l.serve()
}

// giveBack returns agents, in front so that the same ones are used again.
func (l *lanes) giveBack(agents []target.Agent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.free = append(append([]target.Agent(nil), agents...), l.free...)
	l.serve()
}

// serve lends to the first in the queue as long as there are agents for it.
func (l *lanes) serve() {
	for len(l.queue) > 0 && l.queue[0].k <= len(l.free) {
		t := l.queue[0]
		l.queue = l.queue[1:]
		t.lent, l.free = append([]target.Agent(nil), l.free[:t.k]...), append([]target.Agent(nil), l.free[t.k:]...)
		close(t.ready)
	}
}
