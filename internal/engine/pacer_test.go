package engine

import (
	"testing"
	"time"
)

// Whenever requests are asked for, no second holds more of them than permitted,
// and none waits longer than it has to.
func TestNoSecondHoldsMoreRequestsThanPermitted(t *testing.T) {
	t.Parallel()
	const perSecond = 3
	p := newPacer(perSecond, 100)
	start := time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC)
	var due []time.Time
	for i, ms := range []int{0, 0, 0, 0, 10, 20, 900, 2500, 2500, 2501, 2502, 3400, 9000, 9000, 9000, 9000} {
		now := start.Add(time.Duration(ms) * time.Millisecond)
		next := p.next(now)
		due = append(due, next)
		if i >= perSecond && next.Sub(due[i-perSecond]) < time.Second {
			t.Errorf("requests %d to %d are due within %s", i-perSecond+1, i+1, next.Sub(due[i-perSecond]))
		}
		free := i < perSecond || !now.Before(due[i-perSecond].Add(time.Second))
		if free != next.Equal(now) {
			t.Errorf("request %d of %d ms is due after %s; permitted at once: %t", i+1, ms, next.Sub(start), free)
		}
	}
}

func TestNothingIsPacedWithoutALimit(t *testing.T) {
	t.Parallel()
	now := time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC)
	for _, p := range []pacer{newPacer(0, 100), newPacer(100, 100)} {
		for range 200 {
			if next := p.next(now); !next.Equal(now) {
				t.Fatalf("a request waits for %s", next.Sub(now))
			}
		}
	}
}
