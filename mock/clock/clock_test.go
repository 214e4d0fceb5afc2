package clock_test

import (
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock/clock"
)

var start = time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC)

func TestTheClockStandsUntilItIsMoved(t *testing.T) {
	t.Parallel()
	m := clock.New(start)
	due := m.After(time.Minute)
	if err := m.Move(2 * time.Minute); err != nil || !m.Frozen() || !m.Now().Equal(start.Add(2*time.Minute)) {
		t.Errorf("it stands at %s, frozen %t, %v", m.Now(), m.Frozen(), err)
	}
	select {
	case <-due:
	default:
		t.Error("what was due has not fired when the clock has moved")
	}
	for _, by := range []time.Duration{0, -time.Second, clock.Longest + 1} {
		if m.Move(by) == nil {
			t.Errorf("it moved by %s", by)
		}
	}
}

func TestTheClockRunsUntilItIsFrozen(t *testing.T) {
	t.Parallel()
	m := clock.New(start)
	m.Run()
	m.Run() // once more changes nothing
	<-m.After(time.Millisecond)
	m.Freeze()
	m.Freeze()
	if !m.Frozen() || !m.Now().After(start) {
		t.Errorf("it stands at %s, frozen %t", m.Now(), m.Frozen())
	}
}
