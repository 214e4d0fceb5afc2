package mock

import (
	"bytes"
	"sync"
)

// envelopeOperators are faults of the members of an envelope.
func envelopeOperators() []mutantOperator {
	all := ofFailure | ofCall | ofCallFailure
	failures := func(ids ...string) func(*mutantPlace) []string { return byKind(kindRow{kind: ofFailure, ids: ids}) }
	retcode := func(id string) func(*mutantPlace) []string {
		return byKind(kindRow{kind: ofFailure, ids: []string{id}}, kindRow{kind: ofCall | ofCallFailure, ids: []string{"session/retcode-string"}})
	}
	of := func(name, does string, breaks func(*mutantPlace) []string, edit func(*answer)) mutantOperator {
		return mutantOperator{name: name, does: does, kinds: all, breaks: breaks, edit: edit}
	}
	return []mutantOperator{
		of("retcode-number", "writes the retcode as a number in", retcode("failure/retcode-string"), code(104)),
		of("retcode-missing", "leaves the retcode out of", retcode("failure/retcode-string"), without("retcode")),
		of("retcode-null", "writes null as the retcode in", retcode("failure/retcode-string"), code(nil)),
		of("retcode-zero", "writes the retcode 0 in", byKind(kindRow{kind: ofFailure, ids: []string{"failure/retcode-not-success"}, own: true}, kindRow{kind: ofCallFailure, own: true}), code("0")),
		of("retcode-unformed", "writes a retcode of another form in", byKind(kindRow{kind: ofFailure, ids: []string{"failure/retcode-form"}, own: true}, kindRow{kind: ofCallFailure, own: true},
			kindRow{kind: ofCall, own: true}), code("E104")),
		of("retcode-other", "writes the retcode of another failure in", otherRetcode, func(a *answer) { code("104-009")(a) }),
		of("message-missing", "leaves the message out of", failures("failure/message-string"), without("message")),
		of("message-number", "writes a number as the message in", failures("failure/message-string"), field("message", 5)),
		of("message-null", "writes null as the message in", failures("failure/message-string"), field("message", nil)),
		of("result-list", "writes a list as the result in", failures("failure/result-reserved"), field("result", []int{})),
		of("result-text", "writes a text as the result in", failures("failure/result-reserved"), field("result", "none")),
		of("result-number", "writes a number as the result in", failures("failure/result-reserved"), field("result", 0)),
		of("name-twice", "writes a name twice in", failures("failure/unique-names"), onEnvelope(func(o *object) { o.add("message", "again") })),
	}
}

// otherRetcode: for some conditions any code will do.
func otherRetcode(p *mutantPlace) []string {
	switch p.name {
	case "path-invalid", "path-with-dots", "record-id-missing", "record-id-empty":
		return nil
	}
	return p.breaks
}

// jsonOperators are faults of the text of an envelope.
func jsonOperators() []mutantOperator {
	all := ofFailure | ofCall | ofCallFailure
	breaks := func(id string) func(*mutantPlace) []string {
		return byKind(kindRow{kind: ofFailure, ids: []string{id}}, kindRow{kind: ofCall | ofCallFailure, ids: []string{"session/retcode-string"}, own: true})
	}
	of := func(name, does, id string, f func([]byte) []byte) mutantOperator {
		return mutantOperator{name: name, does: does, kinds: all, breaks: breaks(id), edit: rewritten(f)}
	}
	const invalid = "failure/valid-json"
	return []mutantOperator{
		of("text-after", "writes a text after", invalid, func(b []byte) []byte { return append(b, " OK"...) }),
		of("text-before", "writes a text before", invalid, func(b []byte) []byte { return append([]byte("ok "), b...) }),
		of("comma-added", "writes a comma before the last brace of", invalid, func(b []byte) []byte {
			return append(bytes.TrimSuffix(b, []byte("}")), ",}"...)
		}),
		of("single-quotes", "writes single quotes in", invalid, func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(`"`), []byte(`'`)) }),
		of("last-brace-lost", "loses the last brace of", invalid, func(b []byte) []byte { return bytes.TrimSuffix(b, []byte("}")) }),
		of("in-list", "writes a list around", "failure/object", func(b []byte) []byte { return append(append([]byte("["), b...), ']') }),
		of("in-text", "writes a JSON string around", "failure/object", func(b []byte) []byte {
			text, _ := encode(string(b))
			return text
		}),
		of("nothing", "writes nothing as", invalid, func([]byte) []byte { return nil }),
		{name: "byte-order-mark", does: "writes a byte order mark before", kinds: all, breaks: byKind(kindRow{kind: ofFailure, ids: []string{"failure/utf-8"}}),
			edit: rewritten(func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) })},
		{name: "latin-1-bytes", does: "writes a byte that is not UTF-8 in", kinds: all, breaks: byKind(kindRow{kind: ofFailure, ids: []string{"failure/utf-8"}}),
			edit: rewritten(func(b []byte) []byte {
				return bytes.Replace(b, []byte(`"message":"`), []byte("\"message\":\"\xe9"), 1)
			})},
		{name: "page", does: "shows an HTML page as", kinds: all, edit: asPage(200),
			breaks: byKind(kindRow{kind: ofFailure, ids: []string{"failure/valid-json", "failure/content-type"}}, kindRow{kind: ofCall | ofCallFailure, ids: []string{"session/retcode-string"}, own: true})},
	}
}

// secrecyOperators tell something that an answer must not tell.
func secrecyOperators() []mutantOperator {
	return []mutantOperator{
		{name: "stack-trace", does: "shows a stack trace in", kinds: ofFailure | ofCallFailure, breaks: byKind(kindRow{kind: ofFailure, ids: []string{"security/no-server-internals"}}),
			edit: field("message", "java.lang.NullPointerException\n\tat com.huawei.agentgateway.record.RecordService.open(RecordService.java:81)")},
		{name: "guid-told", does: "tells the Guid of the agent in", kinds: ofFailure | ofCallFailure, breaks: guidTold, edit: func(a *answer) {
			if s, _ := a.request.http.Context().Value(anySituation{}).(*situation); s != nil && s.session != nil && a.envelope != nil {
				a.envelope.set("message", "expected "+s.session.guid())
			}
		}},
		{name: "event-told", does: "tells an event in", kinds: ofFailure | ofCallFailure, breaks: guidTold, edit: func(a *answer) {
			if a.envelope != nil {
				a.envelope.set("event", newObject("eventType", "AgentState_Ready", "workNo", a.request.agent, "content", nil))
			}
		}},
		{name: "offered-guid-echoed", does: "repeats the rejected Guid in", kinds: ofFailure | ofCallFailure, breaks: func(p *mutantPlace) []string {
			switch p.name {
			case "guid-unknown", "poll-guid-unknown", "sign-out-guid-unknown", "update-guid-unknown":
				return []string{"security/no-credential-echo"}
			}
			return nil
		}, edit: func(a *answer) {
			if guid := a.request.http.Header.Get("Guid"); guid != "" && a.envelope != nil {
				a.envelope.set("message", "no session "+guid)
			}
		}},
	}
}

// guidTold: it is a secret from whoever has no Guid of the agent.
func guidTold(p *mutantPlace) []string {
	switch p.name {
	case "guid-absent", "guid-empty", "guid-unknown", "guid-of-another", "poll-guid-absent", "poll-guid-unknown", "poll-guid-of-another",
		"sign-out-guid-absent", "sign-out-guid-unknown", "sign-out-guid-of-another", "update-guid-absent", "update-guid-unknown":
		return []string{"security/secrecy"}
	}
	return nil
}

// eventOperators are faults of events.
func eventOperators() []mutantOperator {
	event := func(edit func(e *object)) func(*answer) {
		return func(a *answer) {
			if e := a.event(); e != nil {
				edit(e)
			}
		}
	}
	lost := func(p *mutantPlace) []string {
		if p.name == "record-event" {
			return []string{"events/record-event"}
		}
		return []string{"events/first-events", "events/record-event"}
	}
	record := func(ids ...string) func(*mutantPlace) []string {
		return func(p *mutantPlace) []string {
			if p.name == "record-event" {
				return ids
			}
			return nil
		}
	}
	content := func(edit func(*object)) func(*answer) {
		return event(func(e *object) {
			if c, ok := e.get("content").(*object); ok {
				edit(c)
			}
		})
	}
	return []mutantOperator{
		{name: "event-lost", does: "loses the event of", kinds: ofEvent, breaks: lost, edit: func(a *answer) { a.envelope.drop("event") }},
		{name: "event-twice", does: "delivers again the event of", kinds: ofEvent, breaks: always("events/delivered-once"), decide: eventAgain},
		{name: "event-without-type", does: "leaves the type out of", kinds: ofEvent, breaks: always("events/envelope"), edit: event(func(e *object) { e.drop("eventType") })},
		{name: "event-number-as-agent", does: "writes the agent as a number in", kinds: ofEvent, breaks: always("events/envelope", "events/work-number"), edit: event(func(e *object) { e.set("workNo", 102) })},
		{name: "event-of-another-agent", does: "names another agent in", kinds: ofEvent, breaks: always("events/work-number"), edit: event(func(e *object) { e.set("workNo", "999") })},
		{name: "event-in-list", does: "writes a list around the event in", kinds: ofEvent, breaks: always("events/one-per-poll", "events/envelope"), edit: func(a *answer) {
			if e := a.event(); e != nil {
				a.envelope.set("event", []*object{e})
			}
		}},
		{name: "event-renamed", does: "names another type in", kinds: ofEvent, breaks: lost, edit: event(func(e *object) { e.set("eventType", "AgentOther_Unknown") })},
		{name: "file-name-missing", does: "leaves fileName out of", kinds: ofEvent, breaks: record("events/record-event-fields", "events/file-name-downloadable"), edit: content(func(o *object) { o.drop("fileName") })},
		{name: "file-name-wrong", does: "names a file that does not exist in", kinds: ofEvent, breaks: record("events/file-name-downloadable", "events/record-event-fields"),
			edit: content(func(o *object) { o.set("fileName", "Y:/1/0/20181217/120/0000000.V3") })},
		{name: "location-text", does: "names the node by a text in", kinds: ofEvent, breaks: record("events/record-location", "events/record-event-types", "events/location-usable"),
			edit: content(func(o *object) { o.set("locationId", "node-a") })},
		{name: "task-text", does: "writes the task as a text in", kinds: ofEvent, breaks: record("events/record-event-types"), edit: content(func(o *object) { o.set("taskId", "5206") })},
	}
}

// eventAgain puts each event back into its queue once.
func eventAgain(p *mutantPlace, when condition) func(*behavior) {
	return func(c *behavior) {
		var mu sync.Mutex
		again := map[string]bool{} // by agent and type
		onAnswer(p.is, func(a *answer) {
			e, s := a.event(), a.request.session
			kind, _ := e.get("eventType").(string)
			mu.Lock()
			defer mu.Unlock()
			if again[s.agent+kind] {
				delete(again, s.agent+kind)
				return
			}
			if !when(a.request) {
				return
			}
			again[s.agent+kind] = true
			s.store.mu.Lock()
			defer s.store.mu.Unlock()
			s.events = append([]AgentEvent{{Type: kind, Content: e.get("content")}}, s.events...)
		})(c)
	}
}
