package main

import (
	"context"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// virtualClock is the time of mocks in this process: it stands still unless a
// check lets it pass, which then takes no time at all.
type virtualClock struct {
	fake *clockwork.FakeClock
	mu   sync.Mutex // between a held exchange being seen and being let go
}

func newVirtualClock() *virtualClock {
	return &virtualClock{fake: clockwork.NewFakeClockAt(time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC))}
}

func (c *virtualClock) Now() time.Time { return c.fake.Now() }

func (c *virtualClock) Virtual() bool { return true }

func (c *virtualClock) Sleep(ctx context.Context, d time.Duration) error {
	c.fake.Advance(d)
	return ctx.Err()
}

// Held runs an exchange, and lets d pass whenever a mock waits for its clock.
// If the exchange is answered at once, no time passes.
func (c *virtualClock) Held(ctx context.Context, d time.Duration, exchange func()) {
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() {
		for c.letGo(ctx, d) {
		}
	})
	defer group.Wait()
	defer cancel()
	exchange()
}

// letGo waits until a mock waits, and lets d pass. It returns false once the
// exchange has ended.
func (c *virtualClock) letGo(ctx context.Context, d time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fake.BlockUntilContext(ctx, 1) != nil || ctx.Err() != nil {
		return false
	}
	c.fake.Advance(d)
	return true
}
