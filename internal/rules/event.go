package rules

import (
	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Mismatches name the JSON type of a value and never the value itself, which may
// be a telephone number.

// onEvent judges the event in the response to a poll.
func onEvent(name string, params map[string]string, judge func(event map[string]any) []report.Mismatch) Rule {
	return New(name, params, func(x *wire.Exchange) []report.Mismatch {
		e, err := ReadEnvelope(x)
		if err != nil {
			return mismatch("body", "a JSON object with an event", err.Error())
		}
		event, ok := e.Fields["event"].(map[string]any)
		if !ok {
			return mismatch("event", "an object", jsonType(e.Fields["event"]))
		}
		return judge(event)
	})
}

// HasEvent reports whether the response to a poll has an event, in any form.
func HasEvent(x *wire.Exchange) bool {
	e, err := ReadEnvelope(x)
	return err == nil && e.Fields["event"] != nil
}

// OneEvent holds if the response to a poll has one event, as an object.
func OneEvent() Rule {
	return onEvent("one event, as an object", nil, func(map[string]any) []report.Mismatch { return nil }).by("OneEvent")
}

// EventEnvelope holds if the event has an eventType and a workNo, both non-empty strings.
func EventEnvelope() Rule {
	return onEvent("eventType and workNo to be strings", nil, func(event map[string]any) (all []report.Mismatch) {
		for _, name := range []string{"eventType", "workNo"} {
			if !isString(event[name]) || event[name] == "" {
				all = append(all, report.Mismatch{What: name, Expected: "a non-empty string", Got: jsonType(event[name])})
			}
		}
		return all
	}).by("EventEnvelope")
}

// WorkNumber holds if the workNo of the event is the number of the agent, as a string.
func WorkNumber(agent string) Rule {
	return onEvent("workNo to be "+quoted(agent), map[string]string{"agent": agent}, func(event map[string]any) []report.Mismatch {
		if event["workNo"] != agent {
			return mismatch("workNo", "the string "+quoted(agent), kindOf(event["workNo"]))
		}
		return nil
	}).by("WorkNumber", agent)
}

// EventOfType holds if the response to a poll has an event of a type.
func EventOfType(eventType string) Rule {
	return onEvent("an event "+quoted(eventType), map[string]string{"eventType": eventType}, func(event map[string]any) []report.Mismatch {
		if event["eventType"] != eventType {
			return mismatch("eventType", quoted(eventType), "another one")
		}
		return nil
	}).by("EventOfType", eventType)
}

// EmptyPoll holds if the response to a poll is a success without an event; an
// event that is null counts as none.
func EmptyPoll(doc *spec.Document) Rule {
	return All("success without an event", Succeeded(doc), New("no event", nil, func(x *wire.Exchange) []report.Mismatch {
		if e, err := ReadEnvelope(x); err == nil && e.Fields["event"] != nil {
			return mismatch("event", "null or absent", jsonType(e.Fields["event"]))
		}
		return nil
	})).by("EmptyPoll")
}

// recordField is a field of AgentMediaEvent_Record and the JSON type that its
// samples show.
type recordField struct {
	name, documented string
	valid            func(v any) bool
}

// recordFields are the documented fields. fileMediaType is a string in one sample
// and a number in another; locationId is a string in the samples and a number in
// the download.
var recordFields = []recordField{
	{"taskId", "a number", isNumber},
	{"caller", "a string", isString},
	{"called", "a string", isString},
	{"locationId", "a string or a number", func(v any) bool { return isString(v) || isNumber(v) }},
	{"recordID", "a string", isString},
	{"fileName", "a string", isString},
	{"callId", "a string", isString},
	{"fileMediaType", "a string or a number", func(v any) bool { return isString(v) || isNumber(v) }},
}

// RecordEventFields holds if the record event has all documented fields.
func RecordEventFields() Rule {
	return onContent("all documented fields in the record event", func(f recordField, content map[string]any) []report.Mismatch {
		if content[f.name] == nil {
			return mismatch(f.name, "present", "null or absent")
		}
		return nil
	}).by("RecordEventFields")
}

// RecordEventTypes holds if the fields that are present have the documented types.
func RecordEventTypes() Rule {
	return onContent("the fields of the record event to have the documented types", func(f recordField, content map[string]any) []report.Mismatch {
		if v := content[f.name]; v != nil && !f.valid(v) {
			return mismatch(f.name, f.documented, jsonType(v))
		}
		return nil
	}).by("RecordEventTypes")
}

func onContent(name string, judge func(f recordField, content map[string]any) []report.Mismatch) Rule {
	return onEvent(name, nil, func(event map[string]any) (all []report.Mismatch) {
		content, ok := event["content"].(map[string]any)
		if !ok {
			return mismatch("content", "an object", jsonType(event["content"]))
		}
		for _, f := range recordFields {
			all = append(all, judge(f, content)...)
		}
		return all
	})
}

var number = lazyregexp.New(`^[0-9]+$`)

// RecordEventLocation holds if the locationId of the record event is a whole
// number, written as a number or as a string.
func RecordEventLocation() Rule {
	return onEvent("locationId to be a whole number", nil, func(event map[string]any) []report.Mismatch {
		content, _ := event["content"].(map[string]any)
		switch v := content["locationId"].(type) {
		case float64:
			if v >= 0 && v == float64(int64(v)) {
				return nil
			}
		case string:
			if number().MatchString(v) {
				return nil
			}
		}
		return mismatch("locationId", "a whole number", notWhole(content["locationId"]))
	}).by("RecordEventLocation")
}

// notWhole describes a value that is not a whole number.
func notWhole(v any) string {
	if isString(v) || isNumber(v) {
		return jsonType(v) + " that is not a whole number"
	}
	return jsonType(v)
}

func isString(v any) bool { _, ok := v.(string); return ok }
func isNumber(v any) bool { _, ok := v.(float64); return ok }

// jsonType is the JSON type of a decoded value.
func jsonType(v any) string {
	switch v {
	case nil:
		return "null or absent"
	case "":
		return "an empty string"
	}
	switch v.(type) {
	case string:
		return "a string"
	case float64:
		return "a number"
	case bool:
		return "a boolean"
	case []any:
		return "an array"
	}
	return "an object"
}
