package main

import (
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/target"
)

func TestHeadlineNamesDurationAndLimit(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 31, 23, 0, 0, 0, time.FixedZone("UTC+2", 2*60*60))
	virtual := suites.VirtualTime(clockwork.NewFakeClock())
	for _, tc := range []struct {
		name           string
		longest, all   time.Duration
		bound          time.Duration
		clock          suites.Clock
		expectation    string
		want, wantWait string
	}{
		{"no waits", 0, 0, time.Minute, nil, "a few seconds",
			"Expected duration a few seconds. Hard limit 21:01:00 UTC.", "none"},
		{"one wait at a time", time.Minute, time.Minute, time.Hour, nil, "about 1 min",
			"Expected duration about 1 min. Hard limit 22:00:00 UTC.", "1m"},
		{"too few agents", 228 * time.Second, 266 * time.Second, time.Hour, nil, "about 4 min 30 s (more agents would shorten it)",
			"Expected duration about 4 min 30 s (more agents would shorten it). Hard limit 22:00:00 UTC.",
			"3m48s; all waits take about 4m26s (more agents would shorten it)"},
		{"simulated clock", time.Minute, time.Hour, 3 * time.Hour, virtual, "a few seconds (simulated clock, no real waiting)",
			"Expected duration a few seconds (simulated clock, no real waiting). Hard limit 2026-04-01 00:00:00 UTC.",
			"1m (simulated clock, no real waiting)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			cfg := suites.Config{Target: &target.Target{Name: "Aster"}, Clock: tc.clock}
			p := suites.Plan{LongestWait: tc.longest, Waits: tc.all, Bound: tc.bound, Requests: 7}
			want := "Running 0 checks against Aster with at most 7 requests. " + tc.want
			if got := headline(cfg, p, tc.expectation, now); got != want {
				t.Errorf("headline is\n%q, want\n%q", got, want)
			}
			if got := waits(cfg, p); got != tc.wantWait {
				t.Errorf("waits are %q, want %q", got, tc.wantWait)
			}
		})
	}
}
