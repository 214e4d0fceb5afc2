package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// across is a download during which the Guid was renewed.
type across struct {
	rec     target.Recording
	plain   *wire.Exchange // the same download before, with no other request at the same time
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
	s, a := signedInByForce(t, 0), across{rec: longest(t), usual: t.AgentCall()}
	old := s.Guid
	a.plain = t.Download(s, a.rec)
	pace := untilReleased
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
