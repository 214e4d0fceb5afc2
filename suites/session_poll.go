package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
)

func sessionPollChecks() []engine.Check {
	return []engine.Check{
		{ID: "session/poll-hold", Title: "a poll without an event is answered after the hold time", Scenario: staticGuidScenario, Body: pollHold},
		{ID: "session/empty-poll", Title: "a poll without an event succeeds and returns none", Scenario: staticGuidScenario, Body: emptyPoll},
		{ID: "session/polling-keeps-session", Title: "an agent who polls without events stays signed in", Scenario: staticGuidScenario, Body: pollingKeepsSession},
		{ID: "session/poll-event-at-once", Title: "a poll is answered at once when an event is waiting", Needs: engine.Requires(engine.DownloadOn).Preferring(engine.Static).WithRecordHook(), Requests: callRequests, Body: eventAtOnce},
	}
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
	t.Inconclusive("All %d polls returned an event", len(w.polls))
}

func pollingKeepsSession(t *engine.T) {
	w := engine.Observed[staticGuidLife](t)
	t.Then(w.last(), rules.Succeeded(t.Doc()))
}

// eventAtOnce: an event that exists before the poll is returned at once. It is
// known to be there once its time of arrival has passed.
func eventAtOnce(t *engine.T) {
	s := t.OwnSession(0)
	recordCall(t, s)
	t.Wait(arrivalTime)
	p := timedPoll(t, s)
	t.Then(p.x, rules.AnEvent(), rules.Between("the event that was waiting", 0, t.Deployment().PollHold/2, p.held))
}
