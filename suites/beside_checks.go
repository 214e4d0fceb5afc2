package suites

import (
	"context"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

// besideChecks: what goes on beside a download.
func besideChecks() []Check {
	return []Check{
		{ID: "streaming/poll-beside-download", Title: "a poll is answered while a download of the same agent goes on", Needs: served(), Body: pollBeside},
		{ID: "streaming/across-renewal", Title: "a download goes on to its end although the Guid is renewed meanwhile", Watch: watchAcross, Body: acrossRenewal},
	}
}

// pollBeside polls right after the sign-in, when an event is waiting.
func pollBeside(t *T) {
	s, rec := t.OwnSession(0), t.streamable()
	var poll *wire.Exchange
	x := t.during(s, rec, untilLetGo, func() { poll = t.Poll(s) })
	t.Given(x, expect.Responded(), expect.NoEnvelope())
	t.Then(poll, expect.Succeeded(t.run.doc))
}

// across is a download during which the Guid was renewed.
type across struct {
	rec     target.Recording
	plain   *wire.Exchange // the same download before, with nothing beside it
	x       *wire.Exchange
	renewed bool
	usual   target.Recording
	withOld *wire.Exchange // download of the usual one with the replaced Guid, afterwards: an open reading
}

var watchAcross = &Watch{
	Name:     "download-across-renewal",
	Needs:    served(dynamic),
	Takes:    renewalTime,
	Requests: func(d target.Deployment) int { return 12 + int(renewalTime(d)/max(d.PollHold, pollPause)) },
	Run:      func(t *T) any { return observeAcross(t) },
}

// observeAcross polls until the Guid is renewed while a download goes on, and
// then lets it go on to its end.
func observeAcross(t *T) across {
	s, a := t.OwnSession(0), across{rec: t.longest(), usual: t.AgentCall()}
	old := s.Guid
	a.plain = t.Download(s, a.rec)
	pace := untilLetGo
	if !t.run.clock.Virtual() {
		pace = steadily(a.rec.Size, renewalTime(t.dep()))
	}
	a.x = t.during(s, a.rec, pace, func() { a.renewed = t.pollForRenewal(s) }, withOption(wire.WithLimits(wire.Limits{
		Exchange: renewalTime(t.dep()) + t.dep().Limits.Exchange,
	})))
	a.withOld = t.Download(s, a.usual, withGuid(old))
	return a
}

// longest is the recording that takes longest; under a virtual clock any does
// that is streamed.
func (t *T) longest() target.Recording {
	if t.run.clock.Virtual() {
		return t.streamable()
	}
	rec, _ := largest(t.dep(), sized(1, 30*mib))
	return rec
}

func (t *T) pollForRenewal(s *Session) bool {
	first, end := s.Guid, t.run.clock.Now().Add(renewalTime(t.dep()))
	for s.Guid == first && t.run.clock.Now().Before(end) {
		if x := t.Poll(s); len(expect.Succeeded(t.run.doc).Judge(x)) > 0 {
			break
		}
		t.wait(pollPause)
	}
	return s.Guid != first
}

func acrossRenewal(t *T) {
	w := saw[across](t)
	if !w.renewed {
		t.inconclusive("the Guid was not renewed while the download went on")
	}
	t.observe("auth/replaced-guid-overlap", "soon after the renewal the replaced Guid is %s", outcomeOf(w.usual, w.withOld))
	t.Given(w.plain, expect.Served(w.rec))
	t.Then(w.x, expect.Served(w.rec))
}

// pace says how long a reader waits after so many bytes of a body, at most
// until it is let go.
type pace func(ctx context.Context, received int64, letGo <-chan struct{})

// untilLetGo reads nothing more until it is let go.
func untilLetGo(ctx context.Context, _ int64, letGo <-chan struct{}) { await(ctx, letGo) }

// steadily spreads a body over a time, so that its connection is never idle.
func steadily(size int64, over time.Duration) pace {
	began := time.Now()
	return func(ctx context.Context, received int64, letGo <-chan struct{}) {
		due := began.Add(time.Duration(float64(over) * float64(received) / float64(max(size, 1))))
		timer := time.NewTimer(time.Until(due))
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-letGo:
		case <-ctx.Done():
		}
	}
}

// during does something while a download goes on: it begins when the first
// bytes have come, and lets the download go on freely when it is done.
func (t *T) during(s *Session, rec target.Recording, p pace, something func(), changes ...change) (x *wire.Exchange) {
	began, over, letGo := make(chan struct{}), make(chan struct{}), make(chan struct{})
	first := true
	onBody := wire.OnBody(func(ctx context.Context, received int64) error {
		if first {
			first = false
			close(began)
		}
		p(ctx, received, letGo)
		return nil
	})
	defer t.inBackground(func(side *T) {
		defer close(over)
		side.connect(narrow)
		x = side.Download(s, rec, append(changes, withOption(onBody))...)
	})()
	defer close(letGo)
	select {
	case <-began:
	case <-over: // nothing came that could go on
	}
	something()
	return // x comes with the end of the download, which is waited for
}
