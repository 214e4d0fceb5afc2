package engine_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/internal/engine"
)

// waitOn is what a mock does that holds a poll: it waits for the clock.
func waitOn(t *testing.T, fake *clockwork.FakeClock, d time.Duration) {
	t.Helper()
	timer := fake.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.Chan():
	case <-time.After(time.Minute):
		t.Errorf("nobody let %s pass", d)
	}
}

func TestHeldLetsTimePass(t *testing.T) {
	t.Parallel()
	fake := clockwork.NewFakeClock()
	c := engine.VirtualTime(fake)
	began := c.Now()
	ran := false
	c.Held(t.Context(), 10*time.Second, func() { waitOn(t, fake, 10*time.Second); ran = true })
	if got := c.Now().Sub(began); !ran || got != 10*time.Second {
		t.Errorf("exchange ran: %t, %s passed; want true and 10s", ran, got)
	}
}

// A mock that holds a poll for longer than it should is released all the same.
func TestHeldOutlastsLongerWaits(t *testing.T) {
	t.Parallel()
	fake := clockwork.NewFakeClock()
	c := engine.VirtualTime(fake)
	began := c.Now()
	c.Held(t.Context(), 10*time.Second, func() { waitOn(t, fake, 25*time.Second) })
	if got := c.Now().Sub(began); got != 30*time.Second {
		t.Errorf("%s passed, want 30s", got)
	}
}

func TestHeldAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	fake := clockwork.NewFakeClock()
	c := engine.VirtualTime(fake)
	began := c.Now()
	for range 100 {
		c.Held(t.Context(), 10*time.Second, func() {})
	}
	if got := c.Now().Sub(began); got != 0 {
		t.Errorf("%s passed though nobody waited", got)
	}
}

// Exchanges that are held at the same time are released one by one.
func TestHeldTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := clockwork.NewFakeClock()
		c := engine.VirtualTime(fake)
		for range 4 {
			go c.Held(t.Context(), time.Second, func() { waitOn(t, fake, time.Second) })
		}
		synctest.Wait() // all have ended, or the bubble reports a deadlock
	})
}

func TestHeldEndsWithTheContext(t *testing.T) {
	t.Parallel()
	fake := clockwork.NewFakeClock()
	c := engine.VirtualTime(fake)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	began := c.Now()
	c.Held(ctx, time.Second, func() { fake.NewTimer(time.Second) })
	if got := c.Now().Sub(began); got != 0 {
		t.Errorf("%s passed after the context had ended", got)
	}
}

func TestVirtualSleep(t *testing.T) {
	t.Parallel()
	fake := clockwork.NewFakeClock()
	c := engine.VirtualTime(fake)
	began := c.Now()
	if err := c.Sleep(t.Context(), 2*time.Minute); err != nil {
		t.Fatal(err)
	}
	if got := c.Now().Sub(began); got != 2*time.Minute || !c.Virtual() {
		t.Errorf("%s passed, want 2m0s", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Sleep(ctx, time.Second); err == nil {
		t.Error("sleeping after the end of the context gave no error")
	}
}
