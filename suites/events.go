package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// eventChecks: the events of a session, the one that names a recording, and
// the recording that it names.
func eventsChecks(*spec.Document) []engine.Check {
	return slices.Concat(pollEventChecks(), recordEventChecks())
}

func pollEventChecks() []engine.Check {
	return []engine.Check{
		{ID: "events/envelope", Title: "an event has eventType and workNo as strings", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: 30, Body: eventForm(rules.EventEnvelope)},
		{ID: "events/one-per-poll", Title: "an answer to a poll has one event, as an object", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: 30, Body: eventForm(rules.OneEvent)},
		{ID: "events/work-number", Title: "workNo is the agent who polls", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: 30, Body: workNumber},
		{ID: "events/first-events", Title: "after a sign-in come InService and Ready", Scenario: staticGuidScenario, Body: firstEvents},
		{ID: "events/delivered-once", Title: "an event is delivered once", Scenario: staticGuidScenario, Body: deliveredOnce},
	}
}

func recordEventChecks() []engine.Check {
	form := func(id, title string, rule func() rules.Rule) engine.Check {
		return engine.Check{ID: id, Title: title, Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: 30, Body: func(t *engine.T) {
			t.Then(recordedCall(t, t.OwnSession(0)).Poll, rule())
		}}
	}
	return []engine.Check{
		{ID: "events/record-event", Title: "the recording of a call is announced", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: 30, Body: recordingAnnounced},
		form("events/record-event-fields", "a record event has the documented fields", rules.RecordEventFields),
		form("events/record-event-types", "the fields of a record event have the documented types", rules.RecordEventTypes),
		form("events/record-location", "the locationId of a record event is a number", rules.RecordEventLocation),
		{ID: "events/file-name-downloadable", Title: "the fileName of a record event is downloadable as recordId", Needs: served(engine.PoolOff).WithRecordHook(), Requests: 30, Body: fileNameDownloadable},
		{ID: "events/location-usable", Title: "in pool mode the locationId of a record event leads to the recording", Needs: served(engine.PoolOn).WithRecordHook(), Requests: 30, Body: fileNameDownloadable},
	}
}

// The events that the checks look for.
const (
	recordEvent    = "AgentMediaEvent_Record"
	inServiceEvent = "AgentOther_InService"
	readyEvent     = "AgentState_Ready"
)

// mostPolls is how many other events may come before the one that is awaited.
const mostPolls = 10

// recordCall makes the gateway record a call of the agent.
func recordCall(t *engine.T, s *engine.Session) {
	if err := t.RecordCall(s.Agent.ID); err != nil {
		t.Inconclusive("no call could be recorded: %v", err)
	}
}

// awaitRecordEvent polls until the record event comes, if it does.
func awaitRecordEvent(t *engine.T, s *engine.Session) (engine.Event, bool) {
	for range mostPolls {
		before := len(s.Events)
		t.Given(t.Poll(s), rules.Succeeded(t.Doc()))
		for _, e := range s.Events[before:] {
			if e.Type == recordEvent {
				return e, true
			}
		}
	}
	return engine.Event{}, false
}

// recordedCall makes the gateway record a call and returns its event.
func recordedCall(t *engine.T, s *engine.Session) engine.Event {
	recordCall(t, s)
	e, ok := awaitRecordEvent(t, s)
	if !ok {
		t.Inconclusive("no %s came within %d polls after a recorded call", recordEvent, mostPolls)
	}
	return e
}

func recordingAnnounced(t *engine.T) {
	s := t.OwnSession(0)
	recordCall(t, s)
	_, came := awaitRecordEvent(t, s)
	t.Then(t.Last(), rules.EventArrived(recordEvent, mostPolls, came))
}

// eventForm judges the answer to a poll that has an event to deliver, whatever
// form the event has.
func eventForm(rule func() rules.Rule) func(t *engine.T) {
	return func(t *engine.T) {
		s := t.OwnSession(0)
		recordCall(t, s)
		x := t.Poll(s)
		t.Given(x, rules.Succeeded(t.Doc()))
		t.Then(x, rule())
	}
}

func workNumber(t *engine.T) {
	s := t.OwnSession(0)
	recordCall(t, s)
	x := t.Poll(s)
	t.Given(x, rules.Succeeded(t.Doc()))
	t.Then(x, rules.WorkNumber(s.Agent.ID))
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

func fileNameDownloadable(t *engine.T) {
	s := t.OwnSession(0)
	e := recordedCall(t, s)
	name, location := e.Text("fileName"), e.Text("locationId")
	if name == "" {
		t.Inconclusive("the record event has no fileName")
	}
	x := t.Download(s, recording{Name: "recorded call", RecordID: name, LocationID: location})
	t.Then(x, rules.SomeRecording(t.Doc()))
}
