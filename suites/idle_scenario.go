package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// idleSession holds the requests made on a session without polls.
type idleSession struct {
	recording target.Recording
	first     *wire.Exchange
	late      *wire.Exchange
}

// idleTime is the documented two minutes after which an agent who does not
// poll is signed out, with half as much again for the gateway's own timer. A
// dynamic Guid gets as long: it may be meant to live as long as its session.
func idleTime(d target.Deployment) time.Duration {
	session := d.SessionTimeout * 3 / 2
	if d.AuthMode == 2 {
		return max(session, expiryTime(d))
	}
	return session
}

// idleScenario observes what an idle agent loses: in mode 2 the Guid, and in
// both modes the session.
var idleScenario = &engine.Scenario{
	Name:     "idle-session",
	Needs:    served(),
	Takes:    idleTime,
	Requests: measuredRequests("scenario/idle-session"),
	Run:      observeIdle,
}

// observeIdle downloads, does nothing for a time, and downloads again.
func observeIdle(t *engine.T) any {
	s, rec := t.OwnSession(0), t.AgentCall()
	s.Idle = true
	w := idleSession{recording: rec, first: t.Download(s, rec)}
	t.Wait(idleTime(t.Deployment()))
	w.late = t.Download(s, rec)
	if len(rules.Refused(t.Doc(), spec.NotSignedIn).Judge(w.late)) == 0 {
		t.Over(s)
		for i, rec := range ofEachKind(t) {
			for n := range notations {
				t.Download(s, rec, notations[(i+n)%len(notations)](t, rec))
			}
		}
	}
	return w
}
