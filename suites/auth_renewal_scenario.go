package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// pollPause is the pause between polls that the interface asks for: 200 to 500 ms.
const pollPause = 300 * time.Millisecond

// grace is what a gateway may take beyond a documented time: its timers tick,
// and an answer may sit behind a held poll.
func grace(d target.Deployment, documented time.Duration) time.Duration {
	return documented/10 + d.PollHold
}

// renewalTime is the longest that a renewal may take to reach a client: a poll
// that was held when the interval passed, and one more that delivers.
func renewalTime(d target.Deployment) time.Duration {
	return d.GuidInterval + d.PollHold + pollPause + grace(d, d.GuidInterval)
}

// lapseTime is the longest that a Guid may live once its timeout has begun.
func lapseTime(d target.Deployment) time.Duration {
	return d.GuidTimeout + grace(d, d.GuidTimeout)
}

// outliveTime lets a replaced Guid lapse and the next renewal come.
func outliveTime(d target.Deployment) time.Duration { return max(lapseTime(d), renewalTime(d)) }

// poll is one poll and how long the gateway held it.
type poll struct {
	x       *wire.Exchange
	held    time.Duration
	renewed bool
	event   bool
}

// polling is a session as its polls saw it.
type polling struct {
	polls    []poll
	rejected *wire.Exchange // the poll with the current Guid that did not succeed, after which polling ended
	ended    bool           // and the gateway had signed the agent out by then
}

// pollUntil polls as a client does, for at most limit. What done does comes
// right after a poll, when the Guid is as fresh as can be.
func (w *polling) pollUntil(t *engine.T, s *engine.Session, limit time.Duration, done func() bool) {
	end := t.Now().Add(limit)
	for !done() && w.rejected == nil && t.Now().Before(end) {
		t.Wait(pollPause)
		p := timedPoll(t, s)
		w.polls = append(w.polls, p)
		if p.x.Err != nil {
			t.Inconclusive("a poll was not answered: %v", p.x.Err)
		}
		if len(rules.Succeeded(t.Doc()).Judge(p.x)) > 0 {
			w.rejected = p.x
			w.ended = t.HasEnded(s)
		}
	}
}

func never() bool { return false }

func timedPoll(t *engine.T, s *engine.Session) poll {
	began, guid, events := t.Now(), s.Guid, len(s.Events)
	x := t.Poll(s)
	return poll{x: x, held: t.Now().Sub(began), renewed: s.Guid != guid, event: len(s.Events) > events}
}

// pollsIn is the most polls that such a time has room for.
func pollsIn(d target.Deployment, limit time.Duration) int {
	return 1 + int(limit/max(d.PollHold, pollPause))
}

// renewal is what the life of a dynamic Guid looked like.
type renewal struct {
	polling
	recording target.Recording
	dropped   *wire.Exchange // the first download before the renewal that was not served, if any
	took      time.Duration  // until the renewal, or for as long as it was waited for

	renewing *wire.Exchange // the poll that brought the renewed Guid, nil if none did
	withNew  *wire.Exchange // download with the renewed Guid, at once
	nextPoll *wire.Exchange // the first poll with the renewed Guid
	again    bool           // a later poll renewed the Guid once more

	lateNew     *wire.Exchange // download with the current Guid, when the replaced one must have lapsed
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
		return 17 + 2*pollsIn(d, renewalTime(d)) + pollsIn(d, outliveTime(d))
	},
	Run: func(t *engine.T) any { return observeRenewal(t) },
}

// wholeLife is the time from a sign-in to the end of the first Guid.
func wholeLife(d target.Deployment) time.Duration { return renewalTime(d) + outliveTime(d) }

// observeRenewal polls until the Guid is renewed, tries both Guids, keeps the
// new one alive until the old one must have lapsed, and tries both again.
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
		w.lateOldPoll = intrude(t, s, withGuid(old))
		w.afterOld = t.Download(s, w.recording)
		w.signOut = t.SignOut(s)
	}
	return w
}

// awaitRenewal polls until another Guid comes. Between the polls it downloads:
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

// outlive polls until a Guid that is not used any more must have lapsed. It
// downloads nothing, so that nothing but the polls keeps the session going.
func (w *renewal) outlive(t *engine.T, s *engine.Session) {
	renewed, before := s.Guid, len(w.polls)
	w.pollUntil(t, s, outliveTime(t.Deployment()), never)
	w.again = s.Guid != renewed
	w.nextPoll = w.polls[before].x
}

// steady is what a static Guid looked like over time.
type staticGuidLife struct {
	quiet
	recording target.Recording
	first     *wire.Exchange // download at the beginning, nil where downloads are switched off
	late      *wire.Exchange // download with the Guid of the sign-in, at the end
	latePoll  *wire.Exchange // poll with it, then
}

// watchSteady takes as long as a Guid would live at most that is renewed and
// replaced in secret, and longer than a session lives that nobody polls. Where
// it can it also downloads, before and after.
var staticGuidScenario = &engine.Scenario{
	Name:     "static-guid",
	Needs:    engine.Requires(engine.Static).Preferring(engine.DownloadOn),
	Takes:    steadyTime,
	Requests: func(d target.Deployment) int { return 12 + pollsIn(d, steadyTime(d)) },
	Run:      func(t *engine.T) any { return observeSteady(t) },
}

func steadyTime(d target.Deployment) time.Duration { return max(wholeLife(d), quietTime(d)+d.PollHold) }

func observeSteady(t *engine.T) staticGuidLife {
	var w staticGuidLife
	s := t.OwnSession(0)
	guid := s.Guid
	serves := t.Deployment().Download && len(t.Deployment().Recordings) > 0
	if serves {
		w.recording = t.AgentCall()
		w.first = t.Download(s, w.recording)
	}
	w.quiet = observeQuiet(t, s)
	if last := w.polls[len(w.polls)-1].x; last.Err == nil && len(rules.Succeeded(t.Doc()).Judge(last)) > 0 {
		w.ended = t.HasEnded(s)
	}
	if w.ended {
		return w
	}
	if serves {
		w.late = t.Download(s, w.recording, withGuid(guid))
	}
	w.latePoll = intrude(t, s, withGuid(guid))
	return w
}

// idle is what became of a session that nobody polled.
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
		return max(session, lapseTime(d))
	}
	return session
}

// watchIdle looks at what an idle agent loses: in mode 2 the Guid, and in both
// modes the session.
var idleScenario = &engine.Scenario{
	Name:     "idle-session",
	Needs:    served(),
	Takes:    idleTime,
	Requests: func(target.Deployment) int { return 8 },
	Run:      observeIdle,
}

// observeIdle downloads, does nothing for a time, and downloads again.
func observeIdle(t *engine.T) any {
	s, rec := t.OwnSession(0), t.AgentCall()
	w := idleSession{recording: rec, first: t.Download(s, rec)}
	t.Wait(idleTime(t.Deployment()))
	w.late = t.Download(s, rec)
	return w
}
