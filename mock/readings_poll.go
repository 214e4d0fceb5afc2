package mock

import (
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// pollReadings vary events and polls.
func pollReadings() []Variant {
	return []Variant{
		reading("no-initial-events", "DEV-RESP, sample",
			"No events follow a sign-in.", startsWith(), "events/first-events"),
		reading("further-events", "POLL, description",
			"Four events follow a sign-in, one of them with a string as its content.",
			startsWith(
				AgentEvent{Type: "AgentOther_InService"},
				AgentEvent{Type: "AgentState_SetWork_Success"},
				AgentEvent{Type: "AgentEvent_Inside_Call_Fail", Content: "1477393325-164"},
				AgentEvent{Type: "AgentState_Ready"})),
		reading("empty-poll-event-null", "POLL, response",
			"A poll answer without an event has the member event with the value null.",
			onSuccess(spec.GetAgentEvent, func(a *answer) {
				if a.event() == nil {
					a.envelope.set("event", nil)
				}
			})),
		reading("poll-message-success", "POLL, response",
			"Poll answers have the message success.", onSuccess(spec.GetAgentEvent, field("message", "success"))),
		reading("event-gen-time", "EVREC-MD",
			"Events have the member eventGenTime.", onEventTime()),
		reading("event-key-order", "DEV-RESP, sample",
			"The members of an event are in reverse order.", onEvent("", (*object).reverse)),
		reading("event-json-key", "EVREC, video samples",
			"Events have a list jsonKey.",
			onEvent("", func(e *object) {
				e.add("jsonKey", []string{"eventType", "workNo", "content"})
				if content, ok := e.get("content").(*object); ok {
					content.add("jsonKey", []string{"taskId", "caller", "called"})
				}
			})),
		reading("record-media-type-number", "EVREC, fileMediaType",
			"The fileMediaType of the record event is a number.", onRecord("fileMediaType", func(any) any { return 1 })),
		reading("record-location-number", "EVREC, locationId",
			"The locationId of the record event is a number.", onRecord("locationId", func(any) any { return 1 })),
		reading("record-lower-case-drive", "REC-2023 URI, example",
			"The fileName of the record event has a lower-case drive letter.",
			onRecord("fileName", func(v any) any { s := v.(string); return strings.ToLower(s[:1]) + s[1:] })),
		reading("record-backslashes", "REC-2023 URI, example",
			"The fileName of the record event has backslashes.",
			onRecord("fileName", func(v any) any { return strings.ReplaceAll(v.(string), "/", `\`) })),
		reading("second-poll-refused", "ERR-A, 000-007",
			"A second poll while one is held is refused with 000-007.",
			addRefusal(spec.GetAgentEvent, "poll-twice", func(r *request) error {
				if r.session.hasHeldPoll() {
					return refuseWith("000-007", spec.ParameterInvalid, "a poll is held already")
				}
				return nil
			})),
		reading("second-poll-waits", "POLL, description",
			"A second poll is held together with the first; each event goes to one of them.",
			func(c *behavior) { c.supersedesPoll = func(*request) bool { return false } }),
	}
}

// onEventTime adds the time of the answer to each event.
func onEventTime() func(*behavior) {
	return onSuccess(spec.GetAgentEvent, func(a *answer) {
		if e := a.event(); e != nil {
			e.set("eventGenTime", a.request.now.UnixMilli())
		}
	})
}
