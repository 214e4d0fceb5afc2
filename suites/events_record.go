package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

func eventsRecordChecks() []engine.Check {
	form := func(id, title string, rule func() rules.Rule) engine.Check {
		return engine.Check{ID: id, Title: title, Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: callRequests, Body: func(t *engine.T) {
			t.Then(recordedCall(t, t.OwnSession(0)).Poll, rule())
		}}
	}
	return []engine.Check{
		{ID: "events/record-event", Title: "a record event announces the recording of a call", Needs: engine.Requires(engine.DownloadOn).WithRecordHook(), Requests: callRequests, Body: recordingAnnounced},
		form("events/record-event-fields", "a record event has the documented fields", rules.RecordEventFields),
		form("events/record-event-types", "the fields of a record event have the documented types", rules.RecordEventTypes),
		form("events/record-location", "the locationId of a record event is a number", rules.RecordEventLocation),
		{ID: "events/file-name-downloadable", Title: "the fileName of a record event is accepted as recordId", Needs: served(engine.PoolOff).WithRecordHook(), Requests: callRequests, Body: fileNameDownloadable},
		{ID: "events/location-usable", Title: "in pool mode the locationId of a record event is accepted for its recording", Needs: served(engine.PoolOn).WithRecordHook(), Requests: callRequests, Body: fileNameDownloadable},
	}
}

func recordingAnnounced(t *engine.T) {
	s := t.OwnSession(0)
	recordCall(t, s)
	_, arrived := awaitRecordEvent(t, s)
	t.Then(t.Last(), rules.EventArrived(recordEvent, arrivalTime, arrived))
}

func fileNameDownloadable(t *engine.T) {
	s := t.OwnSession(0)
	e := recordedCall(t, s)
	name, location := e.Text("fileName"), e.Text("locationId")
	if name == "" {
		t.Inconclusive("the record event has no fileName")
	}
	t.Then(whenReadable(t, s, recording{Name: "recorded call", RecordID: name, LocationID: location}), rules.SomeRecording(t.Doc()))
}

// whenReadable downloads a recording that may become readable a little later than
// its event.
func whenReadable(t *engine.T, s *engine.Session, rec recording) *wire.Exchange {
	for end := t.Now().Add(arrivalTime); ; t.Wait(arrivalTime / 10) {
		x := t.Download(s, rec)
		if len(rules.SomeRecording(t.Doc()).Judge(x)) == 0 || len(rules.Failure(t.Doc()).Judge(x)) > 0 || !t.Now().Before(end) {
			return x
		}
	}
}
