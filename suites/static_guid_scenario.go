package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// requirePolling ends the check as inconclusive if the session ended early or
// the last poll was not answered. A Guid is valid as long as its session;
// whether that may end while an agent polls is another requirement.
func (w polledSession) requirePolling(t *engine.T) {
	if w.ended {
		t.Inconclusive("the session ended after %s although the agent polled, so its Guid cannot be judged", w.lasted.Round(pollPause))
	}
	if x := w.polls[len(w.polls)-1].x; x.Err != nil {
		requireMessage(t, x)
	}
}

// staticGuidLife holds the uses of a static Guid over time.
type staticGuidLife struct {
	polledSession
	recording target.Recording
	first     *wire.Exchange // download at the beginning, nil where downloads are switched off
	late      *wire.Exchange // download with the Guid of the sign-in, at the end
	latePoll  *wire.Exchange // poll with it, then
}

// staticGuidScenario takes as long as the longest life of a Guid that is renewed
// and replaced unannounced, and longer than the life of a session without polls.
// Where downloads are enabled it also downloads, at the beginning and the end.
var staticGuidScenario = &engine.Scenario{
	Name:     "static-guid",
	Needs:    engine.Requires(engine.Static).Preferring(engine.DownloadOn),
	Takes:    staticGuidTime,
	Requests: func(d target.Deployment) int { return 12 + mostInRound + pollsIn(d, staticGuidTime(d)) },
	Run:      func(t *engine.T) any { return observeStaticGuid(t) },
}

func staticGuidTime(d target.Deployment) time.Duration {
	return max(wholeLife(d), polledTime(d)+d.PollHold)
}

func observeStaticGuid(t *engine.T) staticGuidLife {
	var w staticGuidLife
	s := t.OwnSession(0)
	guid := s.Guid
	serves := t.Deployment().Download && len(t.Deployment().Recordings) > 0
	if serves {
		w.recording = t.AgentCall()
		w.first = t.Download(s, w.recording)
	}
	w.polledSession = observePolled(t, s)
	if last := w.polls[len(w.polls)-1].x; last.Err == nil && len(rules.Succeeded(t.Doc()).Judge(last)) > 0 {
		w.ended = t.HasEnded(s)
	}
	if w.ended {
		return w
	}
	if serves {
		w.late = t.Download(s, w.recording, withGuid(guid))
	}
	w.latePoll = pollWith(t, s, withGuid(guid))
	if m := observedRound(t, s); serves {
		m.withRightGuid()
		t.Poll(s)
		signedOut(t, s)
		m.wrongGuids(ofEachKind(t))
	}
	return w
}

// polledSession is what a session looked like that was polled while nothing happened.
type polledSession struct {
	polls  []poll
	lasted time.Duration
	ended  bool // the gateway had signed the agent out by the end
}

// polledTime is longer than a session lives that nobody polls.
func polledTime(d target.Deployment) time.Duration {
	return d.SessionTimeout + grace(d, d.SessionTimeout)
}

// observePolled polls until a session that lived by events alone would be over,
// or a static Guid that was replaced in secret.
func observePolled(t *engine.T, s *engine.Session) polledSession {
	began := t.Now()
	var w polledSession
	for w.lasted < staticGuidTime(t.Deployment())-t.Deployment().PollHold {
		p := timedPoll(t, s)
		w.polls = append(w.polls, p)
		w.lasted = t.Now().Sub(began)
		if p.x.Err != nil || len(rules.Succeeded(t.Doc()).Judge(p.x)) > 0 {
			break
		}
		t.Wait(pollPause)
	}
	return w
}

// empty returns the polls without event that were answered as a success.
func (w polledSession) empty(t *engine.T) (all []poll) {
	for _, p := range w.polls {
		if !p.event && len(rules.Succeeded(t.Doc()).Judge(p.x)) == 0 {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		t.Inconclusive("none of %d polls was answered without an event", len(w.polls))
	}
	return all
}

// withoutEvent returns the answers to polls that delivered no event, whatever else they are.
func (w polledSession) withoutEvent(t *engine.T) (all []*wire.Exchange) {
	for _, p := range w.polls {
		if !p.event {
			all = append(all, p.x)
		}
	}
	if len(all) == 0 {
		t.Inconclusive("each of %d polls delivered an event", len(w.polls))
	}
	return all
}

// last is the newest poll.
func (w polledSession) last() *wire.Exchange { return w.polls[len(w.polls)-1].x }

// types are the event types in the order of their polls.
func (w polledSession) types() (all []string) {
	for _, p := range w.polls {
		if e, ok := engine.ReadEvent(p.x); ok {
			all = append(all, e.Type)
		}
	}
	return all
}
