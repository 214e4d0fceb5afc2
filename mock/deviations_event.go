package mock

import "github.com/gwcheck/gwcheck/spec"

// eventDeviations deliver wrong events.
func eventDeviations() []Deviation {
	return []Deviation{
		deviation("work-number-is-number", "The workNo of an event is a number.",
			breaks("events/envelope", "events/work-number"), onEvent("", func(e *object) { e.set("workNo", 102) })),
		deviation("work-number-of-another", "The workNo of an event names another agent.",
			breaks("events/work-number"), onEvent("", func(e *object) { e.set("workNo", "999") })),
		deviation("events-in-list", "A poll answer has its event in a list.",
			breaks("events/one-per-poll", "events/envelope"), onEventList, "events/*", "session/*"),
		deviation("first-events-swapped", "After a sign-in AgentState_Ready is the first event.",
			breaks("events/first-events"), startsWith(AgentEvent{Type: "AgentState_Ready"}, AgentEvent{Type: "AgentOther_InService"})),
		deviation("events-delivered-twice", "Every event is delivered to two polls.",
			breaks("events/delivered-once"), deliveredTwice, "events/*", "session/*"),
		deviation("record-event-missing", "No event announces a recording.",
			breaks("events/record-event"), onEvent(recordEventType, func(e *object) { e.set("eventType", "AgentOther_Unknown") }), "events/*"),
		deviation("record-event-without-file-name", "The record event has no fileName.",
			breaks("events/record-event-fields"), onRecordContent(func(o *object) { o.drop("fileName") }), "events/*"),
		deviation("record-task-as-text", "The taskId of the record event is a string.",
			breaks("events/record-event-types"), onRecord("taskId", func(any) any { return "5206" })),
		deviation("record-location-not-a-number", "The locationId of the record event is not a number.",
			breaks("events/record-location", "events/location-usable"), onRecord("locationId", func(any) any { return "node-a" })),
		deviation("file-name-without-drive", "The fileName of the record event has no drive.",
			breaks("events/file-name-downloadable"), onRecord("fileName", func(v any) any { return v.(string)[2:] }), "events/location-usable"),
	}
}

func onEventList(c *behavior) {
	onSuccess(spec.GetAgentEvent, func(a *answer) {
		if e := a.event(); e != nil {
			a.envelope.set("event", []*object{e})
		}
	})(c)
}

// deliveredTwice puts each delivered event back into its queue once.
func deliveredTwice(c *behavior) {
	type occurrence struct {
		session *session
		kind    string
	}
	again := map[occurrence]int{}
	onSuccess(spec.GetAgentEvent, func(a *answer) {
		e, s := a.event(), a.request.session
		if e == nil {
			return
		}
		s.store.mu.Lock()
		defer s.store.mu.Unlock()
		kind, _ := e.get("eventType").(string)
		of := occurrence{s, kind}
		if again[of]++; again[of]%2 == 1 {
			s.events = append([]AgentEvent{{Type: kind, Content: e.get("content")}}, s.events...)
		}
	})(c)
}
