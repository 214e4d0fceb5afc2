package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
)

func eventsPollChecks() []engine.Check {
	return []engine.Check{
		{ID: "events/envelope", Title: "an event has eventType and workNo as strings", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: callRequests, Body: eventForm(rules.EventEnvelope)},
		{ID: "events/one-per-poll", Title: "an answer to a poll has one event, as an object", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: callRequests, Body: eventForm(rules.OneEvent)},
		{ID: "events/work-number", Title: "workNo is the number of the polling agent", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: callRequests, Body: workNumber},
		{ID: "events/first-events", Title: "InService precedes Ready after a sign-in", Scenario: staticGuidScenario, Body: firstEvents},
		{ID: "events/delivered-once", Title: "an event is delivered once", Scenario: staticGuidScenario, Body: deliveredOnce},
	}
}

// eventForm judges the answer to a poll that has an event to deliver, whatever
// form the event has.
func eventForm(rule func() rules.Rule) func(t *engine.T) {
	return func(t *engine.T) {
		s := t.OwnSession(0)
		recordCall(t, s)
		t.Then(pollForEvent(t, s, rules.HasEvent).x, rule())
	}
}

func workNumber(t *engine.T) {
	s := t.OwnSession(0)
	recordCall(t, s)
	t.Then(pollForEvent(t, s, rules.HasEvent).x, rules.WorkNumber(s.Agent.ID))
}

// firstEvents looks at the order of the first two events of a session. A
// gateway that sends neither does no harm.
func firstEvents(t *engine.T) {
	w := engine.Observed[staticGuidLife](t)
	t.Then(w.last(), rules.EventOrder(inServiceEvent, readyEvent, w.types()))
}

// deliveredOnce: nothing happened to a session that is only polled, so no two
// events of it can be the same.
func deliveredOnce(t *engine.T) {
	w := engine.Observed[staticGuidLife](t)
	t.Then(w.last(), rules.EachEventOnce(w.types()))
}
