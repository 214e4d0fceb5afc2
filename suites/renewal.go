package suites

import (
	"time"

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
	return d.GuidInterval + d.PollHold + grace(d, d.GuidInterval)
}

func lapseTime(d target.Deployment) time.Duration {
	return d.GuidTimeout + grace(d, d.GuidTimeout)
}

// renewal is what the life of one dynamic Guid looked like.
type renewal struct {
	polls      []poll
	renewed    bool
	took       time.Duration
	unrenewed  *wire.Exchange // the last poll, if no renewal came
	recording  target.Recording
	withNew    *wire.Exchange   // download with the renewed Guid, at once
	newWorks   []*wire.Exchange // other operations with the renewed Guid
	withOld    *wire.Exchange   // download with the replaced Guid, at once: an open reading
	lateNew    *wire.Exchange   // download with the current Guid after the timeout
	lateOld    *wire.Exchange   // the same with the replaced Guid
	signedOver time.Duration    // how long the session lived by polling alone
}

// poll is one poll and how long the gateway held it.
type poll struct {
	x       *wire.Exchange
	held    time.Duration
	renewed bool
	event   bool
}

var watchRenewal = &Watch{
	Name:  "guid-renewal",
	Needs: served(dynamic),
	Takes: func(d target.Deployment) time.Duration { return renewalTime(d) + lapseTime(d) },
	Requests: func(d target.Deployment) int {
		return 12 + int((renewalTime(d)+lapseTime(d))/max(d.PollHold, pollPause)) + 8
	},
	Run: func(t *T) any { return observeRenewal(t) },
}

// observeRenewal polls until the Guid is renewed, tries both Guids, keeps the
// new one alive until the old one must have lapsed, and tries both again.
func observeRenewal(t *T) renewal {
	s := t.OwnSession(0)
	w := renewal{recording: t.AgentCall()}
	old, began := s.Guid, t.run.clock.Now()
	w.pollUntil(t, s, renewalTime(t.dep()), func() bool { return s.Guid != old })
	w.took = t.run.clock.Now().Sub(began)
	if w.renewed = s.Guid != old; !w.renewed {
		w.unrenewed = t.last()
		return w
	}
	w.withNew = t.Download(s, w.recording)
	w.withOld = t.Download(s, w.recording, withGuid(old))
	w.pollUntil(t, s, lapseTime(t.dep()), func() bool { return false })
	w.lateNew = t.Download(s, w.recording)
	w.lateOld = t.Download(s, w.recording, withGuid(old))
	w.signedOver = t.run.clock.Now().Sub(began)
	return w
}

// pollUntil polls as a client does, for at most limit.
func (w *renewal) pollUntil(t *T, s *Session, limit time.Duration, done func() bool) {
	end := t.run.clock.Now().Add(limit)
	for !done() && t.run.clock.Now().Before(end) {
		w.polls = append(w.polls, t.timedPoll(s))
		if t.last().Err != nil {
			t.inconclusive("a poll was not answered: %v", t.last().Err)
		}
		t.wait(pollPause)
	}
}

func (t *T) timedPoll(s *Session) poll {
	began, guid, events := t.run.clock.Now(), s.Guid, len(s.Events)
	x := t.Poll(s)
	return poll{x: x, held: t.run.clock.Now().Sub(began), renewed: s.Guid != guid, event: len(s.Events) > events}
}

// steady is what a static Guid looked like over time.
type steady struct {
	polls     []poll
	recording target.Recording
	first     *wire.Exchange
	late      *wire.Exchange
	changed   bool // a poll brought another Guid
}

var watchSteady = &Watch{
	Name:  "static-guid",
	Needs: served(static),
	Takes: func(d target.Deployment) time.Duration { return lapseTime(d) },
	Requests: func(d target.Deployment) int {
		return 12 + int(lapseTime(d)/max(d.PollHold, pollPause))
	},
	Run: func(t *T) any { return observeSteady(t) },
}

func observeSteady(t *T) steady {
	s := t.OwnSession(0)
	first, rec := s.Guid, t.AgentCall()
	w := renewal{}
	result := steady{recording: rec, first: t.Download(s, rec)}
	w.pollUntil(t, s, lapseTime(t.dep()), func() bool { return false })
	result.polls, result.changed = w.polls, s.Guid != first
	result.late = t.Download(s, rec, withGuid(first))
	return result
}

// idle is what became of a session that nobody polled.
type idle struct {
	recording target.Recording
	first     *wire.Exchange
	late      *wire.Exchange
}

// idleTime is the documented two minutes after which an agent who does not
// poll is signed out, with half as much again for the gateway's own timer.
func idleTime(d target.Deployment) time.Duration { return d.SessionTimeout * 3 / 2 }

var watchIdle = &Watch{
	Name:     "idle-session",
	Needs:    served(),
	Takes:    idleTime,
	Requests: func(target.Deployment) int { return 8 },
	Run: func(t *T) any {
		s, rec := t.OwnSession(0), t.AgentCall()
		w := idle{recording: rec, first: t.Download(s, rec)}
		t.wait(idleTime(t.dep()))
		w.late = t.Download(s, rec)
		return w
	},
}

// adopted lists exchanges of a watch among those of the check that judges them.
func (t *T) adopted(all ...*wire.Exchange) {
	for _, x := range all {
		if x != nil {
			t.exchanges = append(t.exchanges, x)
		}
	}
}
