package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// eventChecks: the events of a session, the one that names a recording, and
// the recording that it names.
func eventChecks(*spec.Document) []Check {
	return slices.Concat(pollEventChecks(), recordEventChecks())
}

func pollEventChecks() []Check {
	return []Check{
		{ID: "events/envelope", Title: "an event has eventType and workNo as strings", Needs: need(downloadOn).withRecordHook(), Requests: 30, Body: eventForm(expect.EventEnvelope)},
		{ID: "events/one-per-poll", Title: "an answer to a poll has one event, as an object", Needs: need(downloadOn).withRecordHook(), Requests: 30, Body: eventForm(expect.OneEvent)},
		{ID: "events/work-number", Title: "workNo is the agent who polls", Needs: need(downloadOn).withRecordHook(), Requests: 30, Body: workNumber},
		{ID: "events/first-events", Title: "after a sign-in come InService and Ready", Watch: watchSteady, Body: firstEvents},
		{ID: "events/delivered-once", Title: "an event is delivered once", Watch: watchSteady, Body: deliveredOnce},
	}
}

func recordEventChecks() []Check {
	form := func(id, title string, rule func() expect.Rule) Check {
		return Check{ID: id, Title: title, Needs: need(downloadOn).withRecordHook(), Requests: 30, Body: func(t *T) {
			t.Then(t.recordedCall(t.OwnSession(0)).Poll, rule())
		}}
	}
	return []Check{
		{ID: "events/record-event", Title: "the recording of a call is announced", Needs: need(downloadOn).withRecordHook(), Requests: 30, Body: recordingAnnounced},
		form("events/record-event-fields", "a record event has the documented fields", expect.RecordEventFields),
		form("events/record-event-types", "the fields of a record event have the documented types", expect.RecordEventTypes),
		form("events/record-location", "the locationId of a record event is a number", expect.RecordEventLocation),
		{ID: "events/file-name-downloadable", Title: "the fileName of a record event is downloadable as recordId", Needs: served(poolOff).withRecordHook(), Requests: 30, Body: fileNameDownloadable},
		{ID: "events/location-usable", Title: "in pool mode the locationId of a record event leads to the recording", Needs: served(poolOn).withRecordHook(), Requests: 30, Body: fileNameDownloadable},
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
func (t *T) recordCall(s *Session) {
	if err := t.run.cfg.Recorder(t.ctx, t.dep(), s.Agent.ID); err != nil {
		t.inconclusive("no call could be recorded: %v", err)
	}
}

// awaitRecordEvent polls until the record event comes, if it does.
func (t *T) awaitRecordEvent(s *Session) (Event, bool) {
	for range mostPolls {
		before := len(s.Events)
		t.Given(t.Poll(s), expect.Succeeded(t.run.doc))
		for _, e := range s.Events[before:] {
			if e.Type == recordEvent {
				return e, true
			}
		}
	}
	return Event{}, false
}

// recordedCall makes the gateway record a call and returns its event.
func (t *T) recordedCall(s *Session) Event {
	t.recordCall(s)
	e, ok := t.awaitRecordEvent(s)
	if !ok {
		t.inconclusive("no %s came within %d polls after a recorded call", recordEvent, mostPolls)
	}
	return e
}

func recordingAnnounced(t *T) {
	s := t.OwnSession(0)
	t.recordCall(s)
	if _, ok := t.awaitRecordEvent(s); !ok {
		t.fail(t.last(), "expected %s within %d polls after a recorded call, but it did not come", recordEvent, mostPolls)
	}
}

// eventForm judges the answer to a poll that has an event to deliver, whatever
// form the event has.
func eventForm(rule func() expect.Rule) func(t *T) {
	return func(t *T) {
		s := t.OwnSession(0)
		t.recordCall(s)
		x := t.Poll(s)
		t.Given(x, expect.Succeeded(t.run.doc))
		t.Then(x, rule())
	}
}

func workNumber(t *T) {
	s := t.OwnSession(0)
	t.recordCall(s)
	x := t.Poll(s)
	t.Given(x, expect.Succeeded(t.run.doc))
	t.Then(x, expect.WorkNumber(s.Agent.ID))
}

// firstEvents looks at the order of the first two events of a session. A
// gateway that sends neither does no harm.
func firstEvents(t *T) {
	types := saw[steady](t).types()
	service, ready := slices.Index(types, inServiceEvent), slices.Index(types, readyEvent)
	if ready >= 0 && ready < service {
		t.fail(nil, "expected %s before %s after the sign-in, but the events were %v", inServiceEvent, readyEvent, types)
	}
}

// deliveredOnce: nothing happened to a session that is only polled, so no two
// events of it can be the same.
func deliveredOnce(t *T) {
	types := saw[steady](t).types()
	for i, one := range types {
		if slices.Contains(types[:i], one) {
			t.fail(nil, "expected each event once, but %s came again: %v", one, types)
		}
	}
}

func fileNameDownloadable(t *T) {
	s := t.OwnSession(0)
	e := t.recordedCall(s)
	name, location := e.text("fileName"), e.text("locationId")
	if name == "" {
		t.inconclusive("the record event has no fileName")
	}
	x := t.Download(s, recording{Name: "recorded call", RecordID: name, LocationID: location})
	t.Then(x, expect.SomeRecording(t.run.doc))
}
