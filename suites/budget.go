package suites

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/gwcheck/gwcheck/suites/target"
)

// budget keeps a run within what the target permits: requests in all, requests
// per second, and wrong passwords per agent, so that nobody's account is locked.
type budget struct {
	mu      sync.Mutex
	left    int
	limit   int
	wrong   map[string]int
	wrongOK int
	pace    *rate.Limiter
}

func newBudget(l target.Limits) *budget {
	pace := rate.NewLimiter(rate.Inf, 1)
	if l.PerSecond > 0 {
		pace = rate.NewLimiter(rate.Limit(l.PerSecond), l.PerSecond)
	}
	return &budget{left: l.Requests, limit: l.Requests, wrong: map[string]int{}, wrongOK: l.BadAuthPerAgent, pace: pace}
}

// take asks for one request, and waits for its turn.
func (b *budget) take(ctx context.Context) error {
	b.mu.Lock()
	if b.left <= 0 {
		b.mu.Unlock()
		return fmt.Errorf("the limit of %d requests is used up", b.limit)
	}
	b.left--
	b.mu.Unlock()
	if err := b.pace.Wait(ctx); err != nil {
		return fmt.Errorf("the run was ended before the request: %w", context.Cause(ctx))
	}
	return nil
}

// used is how many requests were made.
func (b *budget) used() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.limit - b.left
}

// takeWrongPassword asks to offer one wrong password for an agent.
func (b *budget) takeWrongPassword(agent string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.wrong[agent] >= b.wrongOK {
		return fmt.Errorf("the limit of %d wrong passwords for agent %s is used up", b.wrongOK, agent)
	}
	b.wrong[agent]++
	return nil
}

// cleanupTime bounds what is done after the end of a check or a run, when its
// own context may be over: closing sessions on the gateway.
const cleanupTime = 10 * time.Second
