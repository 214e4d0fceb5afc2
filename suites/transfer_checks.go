package suites

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

// transferChecks: several downloads one after another, at the same time,
// slowly and not to the end.
func transferChecks() []Check {
	checks := []Check{
		{ID: "streaming/back-to-back", Title: "downloads one after another on one connection all come whole", Needs: served(),
			Requests: defaultRequests + 3 + backToBack, Body: oneAfterAnother},
		{ID: "streaming/slow-reader", Title: "a client that reads slowly gets the whole recording", Needs: served(), Body: slowReader},
		{ID: "streaming/aborted-download", Title: "after downloads were broken off the next one is served", Needs: served(),
			Requests: defaultRequests + brokenOff, Body: afterBrokenOff},
	}
	for _, p := range []struct {
		variant, title string
		agents         int
	}{
		{"one-agent", "of one agent", 1},
		{"two-agents", "of two agents", 2},
	} {
		checks = append(checks,
			Check{ID: "streaming/parallel-not-mixed:" + p.variant, Title: "downloads " + p.title + " at the same time are not mixed up",
				Needs: served(differing).withAgents(p.agents), Requests: 20, Body: parallel(p.agents, notMixed)},
			Check{ID: "streaming/parallel-served:" + p.variant, Title: "downloads " + p.title + " at the same time are all served",
				Needs: served().withAgents(p.agents), Requests: 20, Body: parallel(p.agents, allServed)})
	}
	return checks
}

// How often a thing is done until it counts as shown.
const (
	backToBack = 8 // downloads on one connection
	brokenOff  = 3 // downloads that are broken off
	atOnce     = 4 // downloads at the same time
)

// oneAfterAnother stays on one connection as long as the gateway lets it, with
// recordings that have come well on connections of their own.
func oneAfterAnother(t *T) {
	s, all := t.SignIn(0), t.declared(1, 256*kib)
	all = all[:min(len(all), 3)]
	for _, rec := range all {
		t.Given(t.Download(s, rec), expect.Served(rec))
		t.hangUp()
	}
	reused := 0
	for i := range backToBack {
		rec := all[i%len(all)]
		x := t.Download(s, rec)
		t.Then(x, expect.Served(rec))
		if x.Reused {
			reused++
		}
	}
	t.observe("streaming/framing-choice", "%d of %d downloads on the connection of the one before", reused, backToBack)
}

// streamable is the largest recording that no buffer on the way should hold and
// that is still soon transferred.
func (t *T) streamable() target.Recording {
	rec, ok := largest(t.dep(), sized(1, 2*mib))
	if !ok {
		t.inconclusive("no declared recording has from 1 byte to 2 MiB")
	}
	return rec
}

// narrow is the size of the system's receive buffer where the gateway is to
// feel how a client reads.
const narrow = 64 * kib

// connect opens a new connection for what follows.
func (t *T) connect(receiveBuffer int) {
	t.hangUp()
	end := t.gw.end
	end.ReceiveBuffer = receiveBuffer
	if c, err := wire.Dial(t.ctx, end, t.gw.limits()); err == nil {
		t.conns[t.gw.dep.Name] = c // otherwise the next request says why
	}
}

// slowly is how long a slow reader takes: real gateways give a client up after
// seconds, the mock can be told sooner.
func (t *T) slowly() time.Duration {
	if t.run.clock.Virtual() {
		return 25 * time.Millisecond
	}
	return 3 * time.Second
}

func slowReader(t *T) {
	s, rec := t.SignIn(0), t.streamable()
	t.Given(t.Download(s, rec), expect.Served(rec))
	t.connect(narrow)
	rate := int(float64(rec.Size) / t.slowly().Seconds())
	t.Then(t.Download(s, rec, withOption(wire.SlowReader(max(rate, 1)))), expect.Served(rec))
}

func afterBrokenOff(t *T) {
	s, rec := t.SignIn(0), t.streamable()
	t.Given(t.Download(s, rec), expect.Served(rec))
	for range brokenOff {
		t.connect(narrow)
		t.Download(s, rec, withOption(wire.AbortAfter(rec.Size/2)))
	}
	t.Then(t.Download(s, rec), expect.Served(rec))
}

// job is one of several downloads at the same time.
type job struct {
	session *Session
	rec     target.Recording
	x       *wire.Exchange
}

// parallel has the agents download different recordings at the same time.
func parallel(agents int, judge func(t *T, j job)) func(t *T) {
	return func(t *T) {
		recordings := t.declared(1, 256*kib)
		slices.SortStableFunc(recordings, func(a, b target.Recording) int { return int(b.Size - a.Size) })
		if len(recordings) == 0 {
			t.inconclusive("no declared recording has from 1 byte to 256 KiB")
		}
		var jobs []job
		for i := range atOnce {
			jobs = append(jobs, job{session: t.SignIn(i % agents), rec: recordings[i%len(recordings)]})
		}
		for _, j := range jobs {
			t.Given(t.Download(j.session, j.rec), expect.Served(j.rec))
		}
		t.together(jobs)
		for _, j := range jobs {
			judge(t, j)
		}
	}
}

// notMixed leaves it to another requirement that all are served.
func notMixed(t *T, j job) {
	t.Given(j.x, expect.Granted(j.rec))
	t.Then(j.x, expect.Served(j.rec))
}

func allServed(t *T, j job) { t.Then(j.x, expect.Granted(j.rec)) }

// together starts the downloads at the same moment, each on a connection of
// its own that is open already, and waits for all of them.
func (t *T) together(jobs []job) {
	var ready sync.WaitGroup
	start := make(chan struct{})
	for i := range jobs {
		ready.Add(1)
		defer t.inBackground(func(side *T) {
			side.connect(0)
			ready.Done()
			await(side.ctx, start)
			jobs[i].x = side.Download(jobs[i].session, jobs[i].rec)
		})()
	}
	ready.Wait()
	close(start)
}

func await(ctx context.Context, signal <-chan struct{}) {
	select {
	case <-signal:
	case <-ctx.Done():
	}
}
