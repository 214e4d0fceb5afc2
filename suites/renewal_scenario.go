package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// renewalTime is the longest that a renewal may take to reach a client: a poll
// that was held when the interval passed, and one more that delivers.
func renewalTime(d target.Deployment) time.Duration {
	return d.GuidInterval + d.PollHold + pollPause + grace(d, d.GuidInterval)
}

// expiryTime is the longest that a Guid may live once its timeout has begun.
func expiryTime(d target.Deployment) time.Duration {
	return d.GuidTimeout + grace(d, d.GuidTimeout)
}

// outliveTime lets a replaced Guid expire and the next renewal fall due.
func outliveTime(d target.Deployment) time.Duration { return max(expiryTime(d), renewalTime(d)) }

// renewal is what the life of a dynamic Guid looked like.
type renewal struct {
	polling
	recording target.Recording
	dropped   *wire.Exchange // the first download before the renewal that was not served, if any
	took      time.Duration  // until the renewal, or for as long as it was waited for

	renewing *wire.Exchange // the poll that returned the renewed Guid, nil if none did
	withNew  *wire.Exchange // download with the renewed Guid, at once
	nextPoll *wire.Exchange // the first poll with the renewed Guid
	again    bool           // a later poll renewed the Guid once more

	lateNew     *wire.Exchange // download with the current Guid, when the replaced one must have expired
	lateOld     *wire.Exchange // the same with the replaced Guid
	lateOldPoll *wire.Exchange // poll with the replaced Guid, then
	afterOld    *wire.Exchange // download with the current Guid after all that
	signOut     *wire.Exchange // sign-out with a renewed Guid, at the end
}

var renewalScenario = &engine.Scenario{
	Name:  "guid-renewal",
	Needs: served(engine.Dynamic),
	Takes: wholeLife,
	Requests: func(d target.Deployment) int {
		return 17 + mostInRound + 2*pollsIn(d, renewalTime(d)) + pollsIn(d, outliveTime(d))
	},
	Run: func(t *engine.T) any { return observeRenewal(t) },
}

// wholeLife is the time from a sign-in to the end of the first Guid.
func wholeLife(d target.Deployment) time.Duration { return renewalTime(d) + outliveTime(d) }

// observeRenewal polls until the Guid is renewed, tries both Guids, keeps the
// new one alive until the old one must have expired, and tries both again.
func observeRenewal(t *engine.T) *renewal {
	s := t.OwnSession(0)
	w := &renewal{recording: t.AgentCall()}
	old := s.Guid
	if w.awaitRenewal(t, s); s.Guid == old || w.rejected != nil {
		return w
	}
	w.renewing = t.Last()
	w.withNew = t.Download(s, w.recording)
	w.outlive(t, s)
	if w.rejected == nil {
		w.lateNew = t.Download(s, w.recording)
		w.lateOld = t.Download(s, w.recording, withGuid(old))
		w.lateOldPoll = pollWith(t, s, withGuid(old))
		w.afterOld = t.Download(s, w.recording)
		m := observedRound(t, s)
		m.withRightGuid()
		if len(rules.Refused(t.Doc(), spec.GuidRefused).Judge(w.lateOld)) == 0 {
			t.Lapsed(old)
		}
		for i, rec := range ofEachKind(t) {
			m.download(rec, notations[i], withGuid(old))
		}
		w.signOut = t.SignOut(s)
	}
	return w
}

// awaitRenewal polls until another Guid is delivered. Between the polls it downloads:
// until a renewal is due, a Guid must be good.
func (w *renewal) awaitRenewal(t *engine.T, s *engine.Session) {
	first, began := s.Guid, t.Now()
	w.pollUntil(t, s, renewalTime(t.Deployment()), func() bool {
		if s.Guid == first && w.dropped == nil && t.Now().Sub(began) < t.Deployment().GuidInterval {
			if x := t.Download(s, w.recording); len(rules.Served(w.recording).Judge(x)) > 0 {
				w.dropped = x
			}
		}
		return s.Guid != first
	})
	w.took = t.Now().Sub(began)
}

// outlive polls until a Guid that is not used any more must have expired. It
// downloads nothing, so that nothing but the polls keeps the session going.
func (w *renewal) outlive(t *engine.T, s *engine.Session) {
	renewed, before := s.Guid, len(w.polls)
	w.pollUntil(t, s, outliveTime(t.Deployment()), never)
	w.again = s.Guid != renewed
	w.nextPoll = w.polls[before].x
}
