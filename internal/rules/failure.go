package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// The rules on the form of a failure, one per requirement. Each judges its own
// subject and ignores what another rule judges, so that one defect breaks one
// requirement. Readable judges whether a body can be judged at all.

// FailureOneType holds if there is exactly one Content-Type, that of a failure.
func FailureOneType(doc *spec.Document) Rule {
	one := New("one Content-Type field", nil, func(x *wire.Exchange) []report.Mismatch {
		if n := len(x.Header("Content-Type")); x.Response != nil && n > 1 {
			return mismatch("Content-Type", "one field", fmt.Sprintf("%d fields", n))
		}
		return nil
	})
	kind := FailureType(doc)
	return All("one "+kind.Name, kind, one).by("FailureOneType")
}

// JSONText holds if the body is one JSON text and nothing else (RFC 8259
// section 2), in any encoding.
func JSONText() Rule {
	return onText("the body to be one JSON text", func(text []byte) []report.Mismatch {
		if len(bytes.TrimSpace(text)) == 0 {
			return mismatch("body", "one JSON text", "an empty body")
		}
		if json.Valid(text) {
			return nil
		}
		if _, rest, ok := firstValue(text); ok {
			return mismatch("body", "one JSON text", "a JSON text followed by "+bodyText(rest))
		}
		return mismatch("body", "one JSON text", notJSON(text))
	}).by("JSONText")
}

// UTF8 holds if the body is UTF-8 without a byte order mark (RFC 8259 section 8.1).
func UTF8() Rule {
	return onResponse("the body to be UTF-8 without a byte order mark", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		head := r.Body.Head
		switch encoding := encodingOf(head); {
		case encoding == markedUTF8:
			return mismatch("body", "no byte order mark", "a byte order mark")
		case encoding.unit() == 2:
			return mismatch("body", "UTF-8", string(encoding))
		case !utf8.Valid(untruncated(r.Body)):
			return mismatch("body", "UTF-8", bodyText(head))
		}
		return nil
	}).by("UTF8")
}

// untruncated is the kept part of a body, without a character that is cut at its end.
func untruncated(b wire.Body) []byte {
	if b.Length <= int64(len(b.Head)) {
		return b.Head
	}
	end := len(b.Head)
	for i := 1; i < utf8.UTFMax && i <= end; i++ {
		if utf8.RuneStart(b.Head[end-i]) {
			return b.Head[:end-i]
		}
	}
	return b.Head
}

// FailureObject holds if the body is an object with the documented fields at
// its top level, by the schema of the document. The fields retcode, message and
// result have rules of their own.
func FailureObject(doc *spec.Document) Rule {
	return onText("a JSON object with the documented fields", func(text []byte) (all []report.Mismatch) {
		value, _, ok := firstValue(text)
		if !ok {
			return nil
		}
		fields, isObject := value.(map[string]any)
		switch {
		case !isObject:
			return mismatch("body", "a JSON object", kindOf(value))
		case !isFailure(fields):
			return mismatch("body", "retcode and message at the top level", "an object with "+names(fields))
		}
		for _, m := range schemaMismatches(doc, value) {
			if !within(m, "retcode", "message", "result") {
				all = append(all, mismatch("body", "the documented fields", printable(m))...)
			}
		}
		return all
	}).by("FailureObject")
}

// UniqueNames holds if the names within each object of the body are unique (RFC 8259 section 4).
func UniqueNames() Rule {
	return onText("unique names in every JSON object", func(text []byte) []report.Mismatch {
		if name, twice := repeatedName(text); twice {
			return mismatch("names", "each name once per object", quoted(name)+" twice")
		}
		return nil
	}).by("UniqueNames")
}

// RetcodeString holds if there is a retcode and it is a string.
func RetcodeString() Rule {
	return onFields("retcode to be a string", func(fields map[string]any) []report.Mismatch {
		value, present := fields["retcode"]
		if _, isText := value.(string); !present || !isText {
			return mismatch("retcode", "a string", describeField(value, present))
		}
		return nil
	}).by("RetcodeString")
}

// RetcodeForm holds if a retcode that is a string has the documented form.
func RetcodeForm(doc *spec.Document) Rule {
	return onFields("a retcode of the form NNN-NNN", func(fields map[string]any) []report.Mismatch {
		code, isText := fields["retcode"].(string)
		if isText && code != doc.SuccessCode() && !doc.CodeForm().MatchString(code) {
			return mismatch("retcode", "three digits, a hyphen and three digits", quoted(code))
		}
		return nil
	}).by("RetcodeForm")
}

// RetcodeNotSuccess holds if the retcode, as a string or as a number, does not
// mean success.
func RetcodeNotSuccess(doc *spec.Document) Rule {
	return onFields("a failure code", func(fields map[string]any) []report.Mismatch {
		if value, present := fields["retcode"]; present && fmt.Sprint(value) == doc.SuccessCode() {
			return mismatch("retcode", "a failure code", withMeaning(doc, doc.SuccessCode()))
		}
		return nil
	}).by("RetcodeNotSuccess")
}

// FailureField holds if a field of a failure conforms to the schema of the
// document; documented says in words what that is.
func FailureField(doc *spec.Document, name, documented string) Rule {
	return onFields(name+" to be "+documented, func(fields map[string]any) (all []report.Mismatch) {
		for _, m := range schemaMismatches(doc, any(fields)) {
			if within(m, name) {
				value, present := fields[name]
				all = append(all, mismatch(name, documented, describeField(value, present))...)
			}
		}
		return dedupe(all)
	}).by("FailureField", name, documented)
}

// Readable holds if the body is an object in which a field of a failure can be
// read, whatever else is wrong with it.
func Readable() Rule {
	return onText("a JSON object with retcode or message", func(text []byte) []report.Mismatch {
		value, _, _ := firstValue(text)
		if fields, isObject := value.(map[string]any); !isObject || !isFailure(fields) {
			return mismatch("body", "a JSON object with retcode or message", notJSON(text))
		}
		return nil
	}).by("Readable")
}

// onText judges the text of a body, decoded from any encoding.
func onText(name string, judge func(text []byte) []report.Mismatch) Rule {
	return onResponse(name, nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if r.Body.Length > int64(len(r.Body.Head)) {
			return mismatch("body", fmt.Sprintf("at most %d bytes of text", wire.TextKept), fmt.Sprintf("%d bytes", r.Body.Length))
		}
		return judge(decoded(r.Body.Head))
	})
}

// onFields judges the fields of an envelope that can be read.
func onFields(name string, judge func(fields map[string]any) []report.Mismatch) Rule {
	return onText(name, func(text []byte) []report.Mismatch {
		value, _, _ := firstValue(text)
		if fields, isObject := value.(map[string]any); isObject && isFailure(fields) {
			return judge(fields)
		}
		return nil
	})
}

func schemaMismatches(doc *spec.Document, value any) []string {
	return spec.ValidateJSON(download(doc).Failure.Schema, value)
}

// within reports whether a mismatch of the schema lies in one of the fields.
func within(m string, fields ...string) bool {
	for _, f := range fields {
		if rest, ok := strings.CutPrefix(m, "/"+f); ok && (rest[0] == ':' || rest[0] == '/') {
			return true
		}
	}
	return false
}

// isFailure reports whether an object has a field that marks a failure.
func isFailure(fields map[string]any) bool {
	_, code := fields["retcode"]
	_, message := fields["message"]
	return code || message
}

// AnyJSON holds if the body begins with a JSON value, whatever follows.
func AnyJSON() Rule {
	return onText("a JSON value", func(text []byte) []report.Mismatch {
		if _, _, ok := firstValue(text); !ok {
			return mismatch("body", "a JSON value", notJSON(text))
		}
		return nil
	}).by("AnyJSON")
}
