package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

func signOutChecks() []engine.Check {
	return []engine.Check{
		{ID: "session/sign-out", Title: "a sign-out succeeds", Needs: engine.Requires(), Body: signOut},
		{ID: "session/sign-out-twice", Title: "a second sign-out is refused", Needs: engine.Requires(), Body: signOutTwice},
		{ID: "session/forced-sign-out", Title: "a forced sign-out succeeds", Needs: engine.Requires(), Body: forcedSignOut},
		{ID: "session/poll-after-sign-out", Title: "a poll after the sign-out is refused", Needs: engine.Requires(), Body: pollAfterSignOut},
		{ID: "session/unpolled-session-ends", Title: "an agent who does not poll is signed out", Needs: served().Preferring(engine.Static, engine.PoolOn), Scenario: idleScenario, Body: unpolledSessionEnds},
	}
}

func signOut(t *engine.T) {
	s := t.OwnSession(0)
	t.Then(t.SignOut(s), rules.Succeeded(t.Doc()))
}

func signOutTwice(t *engine.T) {
	s := t.OwnSession(0)
	t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	t.Then(t.SignOut(s), rules.Failure(t.Doc()))
}

func forcedSignOut(t *engine.T) {
	s := t.OwnSession(0)
	t.Then(t.Call(spec.ForceLogout, s.Agent, s.Guid, nil), rules.Succeeded(t.Doc()))
}

func pollAfterSignOut(t *engine.T) {
	s := t.OwnSession(0)
	t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	t.Then(t.Poll(s), rules.Refused(t.Doc(), spec.NotSignedIn))
}

func unpolledSessionEnds(t *engine.T) {
	w := engine.Observed[idleSession](t)
	t.Given(w.first, rules.Served(w.recording))
	t.Then(w.late, rules.Refused(t.Doc(), spec.NotSignedIn))
}

func pollChecks() []engine.Check {
	return []engine.Check{
		{ID: "session/poll-hold", Title: "a poll without event is answered when the hold is over", Scenario: staticGuidScenario, Body: pollHold},
		{ID: "session/empty-poll", Title: "a poll without event succeeds and has no event", Scenario: staticGuidScenario, Body: emptyPoll},
		{ID: "session/polling-keeps-session", Title: "an agent who polls stays signed in without events", Scenario: staticGuidScenario, Body: pollingKeepsSession},
		{ID: "session/poll-event-at-once", Title: "a poll is answered at once when an event is waiting", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: 30, Body: eventAtOnce},
	}
}

// quiet is what a session looked like that was polled while nothing happened.
type quiet struct {
	polls  []poll
	lasted time.Duration
	ended  bool // the gateway had signed the agent out by the end
}

// quietTime is longer than a session lives that nobody polls.
func quietTime(d target.Deployment) time.Duration {
	return d.SessionTimeout + grace(d, d.SessionTimeout)
}

// observeQuiet polls until a session that lived by events alone would be over,
// or a static Guid that was replaced in secret.
func observeQuiet(t *engine.T, s *engine.Session) quiet {
	began := t.Now()
	var w quiet
	for w.lasted < steadyTime(t.Deployment())-t.Deployment().PollHold {
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
func (w quiet) empty(t *engine.T) (all []poll) {
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

// pollHold: neither so early that clients spin nor so late that they give up.
// A gateway may be a little off, and the network adds to it.
func pollHold(t *engine.T) {
	hold := t.Deployment().PollHold
	for _, p := range engine.Observed[staticGuidLife](t).empty(t) {
		t.Then(p.x, rules.Between("an answer to a poll without an event", hold*8/10, hold*15/10+2*time.Second, p.held))
	}
}

func emptyPoll(t *engine.T) {
	w := engine.Observed[staticGuidLife](t)
	for _, p := range w.polls {
		if !p.event {
			t.Then(p.x, rules.EmptyPoll(t.Doc()))
			return
		}
	}
	t.Inconclusive("every one of %d polls brought an event", len(w.polls))
}

func pollingKeepsSession(t *engine.T) {
	w := engine.Observed[staticGuidLife](t)
	t.Then(w.last(), rules.Succeeded(t.Doc()))
}

// eventAtOnce: an event that is there before the poll is not held back.
func eventAtOnce(t *engine.T) {
	s := t.OwnSession(0)
	recordCall(t, s)
	p := timedPoll(t, s)
	t.Then(p.x, rules.AnEvent(), rules.Between("the event that was waiting", 0, t.Deployment().PollHold/2, p.held))
}

// types are the event types in the order in which they came.
// last is the newest poll.
func (w quiet) last() *wire.Exchange { return w.polls[len(w.polls)-1].x }

func (w quiet) types() (all []string) {
	for _, p := range w.polls {
		if e, ok := engine.ReadEvent(p.x); ok {
			all = append(all, e.Type)
		}
	}
	return all
}
