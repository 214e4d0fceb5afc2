package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

// The events that the checks look for.
const (
	recordEvent    = "AgentMediaEvent_Record"
	inServiceEvent = "AgentOther_InService"
	readyEvent     = "AgentState_Ready"
)

// A gateway may take some time to announce a recording and to make it readable,
// and may deliver any number of other events first.
const (
	arrivalTime  = 5 * time.Second
	eventsTime   = time.Minute // ends the wait at a gateway that never runs out of events
	eventsAtOnce = 40          // from then on polls pause as the interface asks, so that time passes

	// callRequests is how many a check makes that waits for the event of a call,
	// unless very many other events precede it.
	callRequests = eventsAtOnce + 20
)

// recordCall makes the gateway record a call of the agent.
func recordCall(t *engine.T, s *engine.Session) {
	if err := t.RecordCall(s.Agent.ID); err != nil {
		t.Inconclusive("no call could be recorded: %v", err)
	}
}

// awaitRecordEvent polls until the record event arrives, or its time is over. The
// last poll may begin within that time, so that an event can end it.
func awaitRecordEvent(t *engine.T, s *engine.Session) (e engine.Event, arrived bool) {
	pollForEvent(t, s, func(x *wire.Exchange) bool {
		e, arrived = engine.ReadEvent(x)
		arrived = arrived && e.Type == recordEvent
		return arrived
	})
	return e, arrived
}

// pollForEvent polls until the answer is one that is wanted, and returns the last
// one. A poll without an event after the time of arrival ends it too.
func pollForEvent(t *engine.T, s *engine.Session, wanted func(*wire.Exchange) bool) poll {
	end, last := t.Now().Add(arrivalTime), t.Now().Add(eventsTime)
	for polls := 1; t.Now().Before(last); polls++ {
		began := t.Now()
		p := timedPoll(t, s)
		t.Given(p.x, rules.Succeeded(t.Doc()))
		if wanted(p.x) || !rules.HasEvent(p.x) && !began.Before(end) {
			return p
		}
		if !rules.HasEvent(p.x) || polls >= eventsAtOnce {
			t.Wait(pollPause)
		}
	}
	t.Inconclusive("No %s in %s of polls after a recorded call", recordEvent, eventsTime)
	return poll{}
}

// recordedCall makes the gateway record a call and returns its event.
func recordedCall(t *engine.T, s *engine.Session) engine.Event {
	recordCall(t, s)
	e, ok := awaitRecordEvent(t, s)
	if !ok {
		t.Inconclusive("no %s arrived within %s after a recorded call", recordEvent, arrivalTime)
	}
	return e
}
