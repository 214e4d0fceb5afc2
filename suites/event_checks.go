package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// eventChecks: the event that names a recording, and the recording it names.
func eventChecks(*spec.Document) []Check {
	return []Check{
		{ID: "events/file-name-downloadable", Title: "the fileName of a record event is downloadable as recordId", Needs: served().withRecordHook(), Requests: 30,
			Body: fileNameDownloadable},
		{ID: "events/record-event-fields", Title: "a record event has the documented fields", Needs: need(downloadOn).withRecordHook(), Requests: 30,
			Body: recordEventFields},
	}
}

const recordEvent = "AgentMediaEvent_Record"

// recordedCall makes the gateway record a call and polls for its event.
func (t *T) recordedCall(s *Session) Event {
	if err := t.run.cfg.Recorder(t.ctx, t.dep(), s.Agent.ID); err != nil {
		t.inconclusive("no call could be recorded: %v", err)
	}
	const mostPolls = 10
	for range mostPolls {
		before := len(s.Events)
		t.Given(t.Poll(s), expect.Succeeded(t.run.doc))
		for _, e := range s.Events[before:] {
			if e.Type == recordEvent {
				return e
			}
		}
	}
	t.fail(t.last(), "expected %s within %d polls after a recorded call, but it did not come", recordEvent, mostPolls)
	return Event{}
}

func fileNameDownloadable(t *T) {
	s := t.OwnSession(0)
	e := t.recordedCall(s)
	name, _ := e.Content["fileName"].(string)
	location, _ := e.Content["locationId"].(string)
	t.Then(t.Download(s, recording{Name: "recorded call", RecordID: name, LocationID: location}),
		expect.Status(200), expect.RecordingType(t.run.doc), expect.NoEnvelope())
}

func recordEventFields(t *T) {
	s := t.OwnSession(0)
	e := t.recordedCall(s)
	t.Then(e.Poll, expect.RecordEvent(s.Agent.ID))
}
