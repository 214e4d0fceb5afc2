package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
)

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
