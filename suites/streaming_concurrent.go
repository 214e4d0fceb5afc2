package suites

import (
	"context"
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// besideChecks: what goes on beside a download.
func streamingConcurrentChecks() []engine.Check {
	return []engine.Check{
		{ID: "streaming/poll-beside-download", Title: "a poll is answered while a download of the same agent goes on", Needs: served(), Body: pollDuringDownload},
		{ID: "streaming/across-renewal", Title: "a download goes on to its end although the Guid is renewed meanwhile", Scenario: acrossRenewalScenario, Body: acrossRenewal},
	}
}

// pollBeside polls right after the sign-in, when an event is waiting.
func pollDuringDownload(t *engine.T) {
	s, rec := t.OwnSession(0), streamable(t)
	var poll *wire.Exchange
	x := during(t, s, rec, untilLetGo, func() { poll = t.Poll(s) })
	t.Given(x, rules.Responded(), rules.NoEnvelope())
	t.Then(poll, rules.Succeeded(t.Doc()))
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

var acrossRenewalScenario = &engine.Scenario{
	Name:     "download-across-renewal",
	Needs:    served(engine.Dynamic),
	Takes:    renewalTime,
	Requests: func(d target.Deployment) int { return 12 + int(renewalTime(d)/max(d.PollHold, pollPause)) },
	Run:      func(t *engine.T) any { return observeAcross(t) },
}

// observeAcross polls until the Guid is renewed while a download goes on, and
// then lets it go on to its end.
func observeAcross(t *engine.T) across {
	s, a := t.OwnSession(0), across{rec: longest(t), usual: t.AgentCall()}
	old := s.Guid
	a.plain = t.Download(s, a.rec)
	pace := untilLetGo
	if !t.Virtual() {
		pace = steadily(a.rec.Size, renewalTime(t.Deployment()))
	}
	a.x = during(t, s, a.rec, pace, func() { a.renewed = pollForRenewal(t, s) }, withOption(wire.WithLimits(wire.Limits{
		Exchange: renewalTime(t.Deployment()) + t.Deployment().Limits.Exchange,
	})))
	a.withOld = t.Download(s, a.usual, withGuid(old))
	return a
}

func pollForRenewal(t *engine.T, s *engine.Session) bool {
	first, end := s.Guid, t.Now().Add(renewalTime(t.Deployment()))
	for s.Guid == first && t.Now().Before(end) {
		if x := t.Poll(s); len(rules.Succeeded(t.Doc()).Judge(x)) > 0 {
			break
		}
		t.Wait(pollPause)
	}
	return s.Guid != first
}

func acrossRenewal(t *engine.T) {
	w := engine.Observed[across](t)
	if !w.renewed {
		t.Inconclusive("the Guid was not renewed while the download went on")
	}
	t.Observe("auth/replaced-guid-overlap", "soon after the renewal the replaced Guid is %s", outcomeOf(w.usual, w.withOld))
	t.Given(w.plain, rules.Served(w.rec))
	t.Then(w.x, rules.Served(w.rec))
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
func during(t *engine.T, s *engine.Session, rec target.Recording, p pace, something func(), changes ...engine.RequestOption) (x *wire.Exchange) {
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
	defer t.InBackground(func(side *engine.T) {
		defer close(over)
		side.Reconnect(narrow)
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
