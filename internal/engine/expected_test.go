package engine

import (
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

func TestBusyTimeFillsTheAgentsThatAreFree(t *testing.T) {
	t.Parallel()
	const s = time.Second
	for name, tc := range map[string]struct {
		work   []work
		agents int
		want   time.Duration
	}{
		"nothing":                          {nil, 2, 0},
		"one after the other":              {[]work{{1, 2 * s}, {1, 3 * s}}, 1, 5 * s},
		"at the same time":                 {[]work{{1, 2 * s}, {1, 3 * s}}, 2, 3 * s},
		"the longest first":                {[]work{{1, 2 * s}, {1, 2 * s}, {1, 4 * s}}, 2, 4 * s},
		"both agents, once both are free":  {[]work{{2, 1 * s}, {1, 4 * s}}, 2, 5 * s},
		"more agents than there are":       {[]work{{3, 1 * s}}, 2, 1 * s},
		"no agent is as good as one":       {[]work{{1, 1 * s}}, 0, 1 * s},
		"two agents while a third is busy": {[]work{{2, 1 * s}, {1, 4 * s}}, 3, 4 * s},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := busyTime(tc.work, tc.agents); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestDurationsAreSpokenNoFinerThanTheyAreKnown(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		17400 * time.Millisecond: "17 s", 59 * time.Second: "59 s", time.Minute: "1 min",
		266 * time.Second: "4 min 30 s", 303 * time.Second: "5 min", 11*time.Minute + 40*time.Second: "12 min", 62 * time.Minute: "1 h 2 min",
	} {
		if got := spoken(d); got != want {
			t.Errorf("%s is spoken %q, want %q", d, got, want)
		}
	}
}

func TestTheMedianOfTheFirstAnswersIsTheLatency(t *testing.T) {
	t.Parallel()
	var l latencies
	answer := func(ms int) *wire.Exchange {
		return &wire.Exchange{Timing: wire.Timing{Done: time.Duration(ms) * time.Millisecond}}
	}
	l.add(&wire.Exchange{Err: wire.ErrClosed})
	for i := range answersNeeded - 1 {
		if _, ok := l.add(answer(10 + i%3)); ok {
			t.Fatalf("an estimate after %d answers, want one after %d", i+1, answersNeeded)
		}
	}
	if median, ok := l.add(answer(5000)); !ok || median != 11*time.Millisecond {
		t.Errorf("median %s, told %t; want 11ms", median, ok)
	}
	if _, ok := l.add(answer(10)); ok {
		t.Error("a second estimate")
	}
}
