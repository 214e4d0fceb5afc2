package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
)

func eventsRecordChecks() []engine.Check {
	form := func(id, title string, rule func() rules.Rule) engine.Check {
		return engine.Check{ID: id, Title: title, Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: 30, Body: func(t *engine.T) {
			t.Then(recordedCall(t, t.OwnSession(0)).Poll, rule())
		}}
	}
	return []engine.Check{
		{ID: "events/record-event", Title: "a record event announces the recording of a call", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: 30, Body: recordingAnnounced},
		form("events/record-event-fields", "a record event has the documented fields", rules.RecordEventFields),
		form("events/record-event-types", "the fields of a record event have the documented types", rules.RecordEventTypes),
		form("events/record-location", "the locationId of a record event is a number", rules.RecordEventLocation),
		{ID: "events/file-name-downloadable", Title: "the fileName of a record event is accepted as recordId", Needs: served(engine.PoolOff).WithRecordHook(), Requests: 30, Body: fileNameDownloadable},
		{ID: "events/location-usable", Title: "in pool mode the locationId of a record event is accepted for its recording", Needs: served(engine.PoolOn).WithRecordHook(), Requests: 30, Body: fileNameDownloadable},
	}
}

func recordingAnnounced(t *engine.T) {
	s := t.OwnSession(0)
	recordCall(t, s)
	_, came := awaitRecordEvent(t, s)
	t.Then(t.Last(), rules.EventArrived(recordEvent, mostPolls, came))
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
