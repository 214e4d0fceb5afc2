package expect

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// SetGuid holds if the answer delivers a Guid in the form JSESSIONID=<guid>,
// and the Guid has none of the characters at which clients cut it.
func SetGuid() Rule {
	return onAnswer("a Guid in Set-GUID", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		values := x.Header("Set-GUID")
		if len(values) != 1 {
			return mismatch("Set-GUID", "one field", fmt.Sprintf("%d fields", len(values)))
		}
		name, guid, ok := strings.Cut(values[0], "=")
		if !ok || strings.TrimSpace(name) != "JSESSIONID" {
			return mismatch("Set-GUID", "JSESSIONID=<guid>", "another form")
		}
		if guid = strings.TrimSpace(guid); guid == "" || strings.ContainsAny(guid, "=:\r\n") {
			return mismatch("Guid", "a value without '=' and ':'", fmt.Sprintf("%d characters, some of them reserved", len(guid)))
		}
		return nil
	})
}

// NoEnvelope holds if the body is not the JSON text of a failure.
func NoEnvelope() Rule {
	return onAnswer("no JSON envelope", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if looksLikeEnvelope(r.Body.Head) {
			return mismatch("body", "a recording", "the JSON text "+wire.Excerpt(r.Body.Head, 120))
		}
		return nil
	})
}

var digits = regexp.MustCompile(`^[0-9]+$`)

// RecordEvent holds if the event of a poll answer has the documented fields of
// a started recording, with their types.
func RecordEvent(agentID string) Rule {
	return New("a record event of agent "+agentID, map[string]string{"agent": agentID}, func(x *wire.Exchange) (all []report.Mismatch) {
		e, err := ReadEnvelope(x)
		if err != nil {
			return mismatch("body", "a poll answer", err.Error())
		}
		event, _ := e.Fields["event"].(map[string]any)
		content, _ := event["content"].(map[string]any)
		if event["workNo"] != agentID {
			all = append(all, mismatch("workNo", fmt.Sprintf("the string %q", agentID), fmt.Sprintf("%T", event["workNo"]))...)
		}
		for _, f := range recordEventFields {
			if !f.valid(content[f.name]) {
				all = append(all, mismatch(f.name, f.documented, fmt.Sprintf("%T", content[f.name]))...)
			}
		}
		return all
	})
}

// recordEventFields are the fields of AgentMediaEvent_Record with the types
// that its samples show; fileMediaType is a string or a number in them.
var recordEventFields = []struct {
	name, documented string
	valid            func(v any) bool
}{
	{"taskId", "a number", isNumber},
	{"caller", "a string", isString},
	{"called", "a string", isString},
	{"locationId", "a string of digits", isDigits},
	{"recordID", "a string", isString},
	{"fileName", "a string that is not empty", func(v any) bool { return isString(v) && v != "" }},
	{"callId", "a string", isString},
	{"fileMediaType", "1 or 2", func(v any) bool { return isDigits(v) || isNumber(v) }},
}

func isString(v any) bool { _, ok := v.(string); return ok }
func isNumber(v any) bool { _, ok := v.(float64); return ok }
func isDigits(v any) bool { s, ok := v.(string); return ok && digits.MatchString(s) }
