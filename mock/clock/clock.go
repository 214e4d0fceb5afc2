// Package clock has the clock of a mock whose time is moved by hand, so that a client's
// test of what happens after minutes takes milliseconds.
package clock

import (
	"fmt"
	"sync"
	"time"

	"github.com/jonboulle/clockwork"
)

// Manual is a clock that stands still until it is moved, or is let run. Sessions, Guids,
// held polls and events live by it; certificates and limits of the network do not. Its
// time never goes back. It is safe for concurrent use.
type Manual struct {
	*clockwork.FakeClock
	mu   sync.Mutex
	stop chan struct{} // closed to freeze; nil while the clock is frozen
}

// New returns a clock that stands at an instant.
func New(at time.Time) *Manual { return &Manual{FakeClock: clockwork.NewFakeClockAt(at)} }

// Longest is the longest time by which the clock moves at once.
const Longest = 366 * 24 * time.Hour

// Move lets time pass. What is due has fired when it returns: a poll whose hold is over
// gets its answer, and a session that ended is not found any more.
func (m *Manual) Move(by time.Duration) error {
	if by <= 0 || by > Longest {
		return fmt.Errorf("the clock moves by more than nothing and at most %s, not by %s", Longest, by)
	}
	m.Advance(by)
	return nil
}

// Frozen reports whether the clock stands.
func (m *Manual) Frozen() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.stop == nil
}

// Freeze stops the clock where it stands.
func (m *Manual) Freeze() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stop != nil {
		close(m.stop)
		m.stop = nil
	}
}

// tick is how often a running clock moves.
const tick = 10 * time.Millisecond

// Run lets the clock run as fast as that of the machine, from where it stands.
func (m *Manual) Run() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stop != nil {
		return
	}
	m.stop = make(chan struct{})
	go m.follow(m.stop)
}

func (m *Manual) follow(stop chan struct{}) {
	ticker, last := time.NewTicker(tick), time.Now()
	defer ticker.Stop()
	for {
		select {
		case now := <-ticker.C:
			m.Advance(now.Sub(last))
			last = now
		case <-stop:
			return
		}
	}
}
