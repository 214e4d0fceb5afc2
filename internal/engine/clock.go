package engine

import (
	"context"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// Clock is time as the gateway under test sees it. For a real gateway that is
// the time of day; a mock in the same process can let it pass at will.
type Clock interface {
	Now() time.Time
	// Sleep lets d pass for the gateway.
	Sleep(ctx context.Context, d time.Duration) error
	// Held runs an exchange that the gateway may hold for up to d.
	Held(ctx context.Context, d time.Duration, exchange func())
	// Virtual says that waiting costs nothing, so that overlapping waits gain nothing.
	Virtual() bool
}

// RealTime is the time of day.
func RealTime() Clock { return realTime{} }

type realTime struct{}

func (realTime) Now() time.Time { return time.Now() }
func (realTime) Virtual() bool  { return false }

func (realTime) Held(_ context.Context, _ time.Duration, exchange func()) { exchange() }

func (realTime) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// VirtualTime moves a fake clock that a gateway in the same process lives by,
// instead of waiting. Nothing but held polls may wait on that clock.
func VirtualTime(fake *clockwork.FakeClock) Clock { return &virtualTime{fake: fake} }

type virtualTime struct {
	fake *clockwork.FakeClock
	mu   sync.Mutex // from seeing a held exchange until time has moved
}

func (v *virtualTime) Now() time.Time { return v.fake.Now() }
func (*virtualTime) Virtual() bool    { return true }

func (v *virtualTime) Sleep(ctx context.Context, d time.Duration) error {
	v.fake.Advance(d)
	return ctx.Err()
}

// Held moves time on as soon as the gateway holds the exchange, until it is
// answered. If it is answered at once, no time passes.
func (v *virtualTime) Held(ctx context.Context, d time.Duration, exchange func()) {
	ctx, answered := context.WithCancel(ctx)
	var group sync.WaitGroup
	group.Go(func() {
		for v.advance(ctx, d) {
		}
	})
	defer group.Wait()
	defer answered()
	exchange()
}

// advance waits until the gateway holds an exchange, and lets d pass; exchanges
// that are held at the same time follow one another. It returns false once the
// exchange has ended.
func (v *virtualTime) advance(ctx context.Context, d time.Duration) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.fake.BlockUntilContext(ctx, 1) != nil || ctx.Err() != nil {
		return false
	}
	v.fake.Advance(d)
	return true
}
