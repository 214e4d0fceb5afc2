package suites

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// streamingTransferChecks: several downloads one after another, at the same time,
// slowly and not to the end.
func streamingTransferChecks() []engine.Check {
	checks := []engine.Check{
		{ID: "streaming/back-to-back", Title: "consecutive downloads on one connection are all served completely", Needs: served(),
			Body: oneAfterAnother},
		{ID: "streaming/slow-reader", Title: "a client that reads slowly gets the whole recording", Needs: served(), Body: slowReader},
		{ID: "streaming/aborted-download", Title: "the download after aborted ones is served", Needs: served(),
			Body: afterBrokenOff},
	}
	for _, p := range []struct {
		variant, title string
		agents         int
	}{
		{"one-agent", "of one agent", 1},
		{"two-agents", "of two agents", 2},
	} {
		checks = append(checks,
			engine.Check{ID: "streaming/parallel-not-mixed:" + p.variant, Title: "downloads " + p.title + " at the same time are not mixed up",
				Needs: served(differing).WithAgents(p.agents), Body: parallel(p.agents, notMixed)},
			engine.Check{ID: "streaming/parallel-served:" + p.variant, Title: "downloads " + p.title + " at the same time are all served",
				Needs: served().WithAgents(p.agents), Body: parallel(p.agents, allServed)})
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
// recordings that arrived intact on connections of their own.
func oneAfterAnother(t *engine.T) {
	s, all := t.SignIn(0), declared(t, 1, 256*kib)
	all = all[:min(len(all), 3)]
	for _, rec := range all {
		t.Given(t.Download(s, rec), rules.Served(rec))
		t.CloseConnection()
	}
	reused := 0
	for i := range backToBack {
		rec := all[i%len(all)]
		x := t.Download(s, rec)
		t.Then(x, rules.Served(rec))
		if x.Reused {
			reused++
		}
	}
	t.Observe("streaming/framing-choice", "%d of %d downloads on the connection of the one before", reused, backToBack)
}

// smallBuffer is the size of the system's receive buffer where the gateway is to
// feel how a client reads.
const smallBuffer = 64 * kib

// slowly is how long a slow reader takes for a recording, in the gateway's time:
// real gateways give a client up after seconds.
const slowly = 3 * time.Second

func slowReader(t *engine.T) {
	s, rec := t.SignIn(0), streamable(t)
	t.Given(t.Download(s, rec), rules.Served(rec))
	t.Reconnect(smallBuffer)
	t.Then(t.Download(s, rec, withOption(spread(t, rec.Size, slowly))), rules.Served(rec))
}

// spread reads a body evenly over a time of the gateway's clock. With a virtual
// clock the time passes as the body is read, so that it does not depend on the
// speed of the machine.
func spread(t *engine.T, size int64, over time.Duration) wire.DoOption {
	began := t.Now()
	return wire.OnBody(func(ctx context.Context, received int64) error {
		share := float64(min(received, size)) / float64(size)
		due := began.Add(time.Duration(share * float64(over)))
		_ = t.Sleep(ctx, due.Sub(t.Now())) // an ended context ends the exchange
		return nil
	})
}

func afterBrokenOff(t *engine.T) {
	s, rec := t.SignIn(0), streamable(t)
	t.Given(t.Download(s, rec), rules.Served(rec))
	for range brokenOff {
		t.Reconnect(smallBuffer)
		t.Download(s, rec, withOption(wire.AbortAfter(rec.Size/4))) // far enough from the end for all buffers
	}
	t.Then(t.Download(s, rec), rules.Served(rec))
}

// job is one of several downloads at the same time.
type job struct {
	session *engine.Session
	rec     target.Recording
	x       *wire.Exchange
}

// parallel has the agents download different recordings at the same time.
func parallel(agents int, judge func(t *engine.T, j job)) func(t *engine.T) {
	return func(t *engine.T) {
		recordings := declared(t, 1, 2*mib)
		slices.SortStableFunc(recordings, func(a, b target.Recording) int { return int(b.Size - a.Size) })
		if len(recordings) == 0 {
			t.Inconclusive("no declared recording has from 1 byte to 2 MiB")
		}
		var sessions []*engine.Session // each once, since time may pass until the last agent is signed in
		for i := range agents {
			sessions = append(sessions, t.SignIn(i))
		}
		var jobs []job
		for i := range atOnce {
			jobs = append(jobs, job{session: sessions[i%agents], rec: recordings[i%len(recordings)]})
		}
		for _, j := range jobs {
			t.Given(t.Download(j.session, j.rec), rules.Served(j.rec))
		}
		together(t, jobs)
		for _, j := range jobs {
			judge(t, j)
		}
	}
}

// notMixed leaves it to another requirement that all are served.
func notMixed(t *engine.T, j job) {
	t.Given(j.x, rules.Granted(j.rec))
	t.Then(j.x, rules.Served(j.rec))
}

func allServed(t *engine.T, j job) { t.Then(j.x, rules.Granted(j.rec)) }

// together starts the downloads at the same moment, each on a connection of
// its own that is open already, and waits for all of them. None is read on
// before all have begun, so that those which no buffer holds overlap however
// slow the machine is.
func together(t *engine.T, jobs []job) {
	var ready sync.WaitGroup
	start := make(chan struct{})
	m := newMeeting(len(jobs))
	limits := t.Deployment().Limits
	patience := min(slowly, limits.FirstByte/2) // a gateway may serve one after another
	if t.Virtual() {
		patience = limits.Exchange / 2 // a mock in this process does not, but may run slowly
	}
	for i := range jobs {
		ready.Add(1)
		defer t.InBackground(func(side *engine.T) {
			side.Reconnect(smallBuffer)
			ready.Done()
			await(side.Context(), start)
			arrive := sync.OnceFunc(m.arrive)
			defer arrive() // also without a body
			jobs[i].x = side.Download(jobs[i].session, jobs[i].rec, withOption(wire.OnBody(func(ctx context.Context, _ int64) error {
				arrive()
				m.await(ctx, patience)
				return nil
			})))
		})()
	}
	ready.Wait()
	close(start)
}

// meeting is a point that several goroutines have to reach before any goes on.
type meeting struct {
	missing atomic.Int64
	end     func()
	ended   chan struct{}
}

func newMeeting(members int) *meeting {
	m := &meeting{ended: make(chan struct{})}
	m.end = sync.OnceFunc(func() { close(m.ended) })
	m.missing.Store(int64(members))
	return m
}

// arrive counts one who has reached the point.
func (m *meeting) arrive() {
	if m.missing.Add(-1) == 0 {
		m.end()
	}
}

// await waits for all others. The one that has waited for that long ends the wait of all.
func (m *meeting) await(ctx context.Context, patience time.Duration) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-m.ended:
	case <-ctx.Done():
	case <-timer.C:
		m.end()
	}
}
