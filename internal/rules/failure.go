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

// The rules of the form of a failure, one for each requirement. Each looks at
// its own matter only and passes over what another rule complains of, so that
// one defect breaks one requirement; where a body is too broken to say
// anything, Readable tells.

// FailureOneType holds if Content-Type is there exactly once and that of a failure.
func FailureOneType(doc *spec.Document) Rule {
	one := New("one Content-Type", nil, func(x *wire.Exchange) []report.Mismatch {
		if n := len(x.Header("Content-Type")); x.Response != nil && n > 1 {
			return mismatch("Content-Type", "one field", fmt.Sprintf("%d fields", n))
		}
		return nil
	})
	return All("the media type of a failure", FailureType(doc), one)
}

// JSONText holds if the body is one JSON text and nothing else (RFC 8259
// section 2), in whatever encoding.
func JSONText() Rule {
	return onText("one JSON text and nothing else", func(text []byte) []report.Mismatch {
		if len(bytes.TrimSpace(text)) == 0 {
			return mismatch("body", "a JSON text", "nothing")
		}
		if json.Valid(text) {
			return nil
		}
		if _, rest, ok := firstValue(text); ok {
			return mismatch("body", "one JSON text", "a JSON text, followed by "+glimpse(rest))
		}
		return mismatch("body", "a JSON text", glimpse(text))
	})
}

// UTF8 holds if the body is UTF-8 without a byte order mark (RFC 8259 section 8.1).
func UTF8() Rule {
	return onAnswer("UTF-8 without a byte order mark", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		head := r.Body.Head
		mark, width := encodingOf(head)
		switch {
		case mark == "UTF-8":
			return mismatch("body", "no byte order mark", "one in front")
		case width == 2:
			return mismatch("body", "UTF-8", mark)
		case !utf8.Valid(whole(r.Body)):
			return mismatch("body", "UTF-8", glimpse(head))
		}
		return nil
	})
}

// whole is what is kept of a body, without a character that was cut at its end.
func whole(b wire.Body) []byte {
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
// its top level, by the schema of the document; the three known fields have
// rules of their own.
func FailureObject(doc *spec.Document) Rule {
	return onText("an object with the fields of a failure", func(text []byte) (all []report.Mismatch) {
		value, _, ok := firstValue(text)
		if !ok {
			return nil
		}
		fields, isObject := value.(map[string]any)
		switch {
		case !isObject:
			return mismatch("body", "a JSON object", kindOf(value))
		case !hasOwn(fields):
			return mismatch("body", "retcode and message at the top level", "an object with "+names(fields))
		}
		for _, m := range schemaSays(doc, value) {
			if !within(m, "retcode", "message", "result") {
				all = append(all, mismatch("body", "the documented fields", printable(m))...)
			}
		}
		return all
	})
}

// UniqueNames holds if no name stands twice in an object of the body (RFC 8259 section 4).
func UniqueNames() Rule {
	return onText("names that stand once", func(text []byte) []report.Mismatch {
		if name, twice := repeatedName(text); twice {
			return mismatch("names", "each once", fmt.Sprintf("%s twice", printable(name)))
		}
		return nil
	})
}

// RetcodeString holds if there is a retcode and it is a string.
func RetcodeString() Rule {
	return onFields("a retcode that is a string", func(fields map[string]any) []report.Mismatch {
		value, there := fields["retcode"]
		if _, isText := value.(string); !there || !isText {
			return mismatch("retcode", "a string", ifThere(value, there))
		}
		return nil
	})
}

// RetcodeForm holds if a retcode that is a string has the form of the document.
func RetcodeForm(doc *spec.Document) Rule {
	return onFields("a retcode of the documented form", func(fields map[string]any) []report.Mismatch {
		code, isText := fields["retcode"].(string)
		if isText && code != doc.SuccessCode() && !doc.CodeForm().MatchString(code) {
			return mismatch("retcode", "three digits, a hyphen and three digits", fmt.Sprintf("%q", printable(code)))
		}
		return nil
	})
}

// RetcodeNotSuccess holds if the retcode is not that of success, as a number either.
func RetcodeNotSuccess(doc *spec.Document) Rule {
	return onFields("a retcode that does not mean success", func(fields map[string]any) []report.Mismatch {
		if value, there := fields["retcode"]; there && fmt.Sprint(value) == doc.SuccessCode() {
			return mismatch("retcode", "that of a failure", "that of success")
		}
		return nil
	})
}

// FailureField holds if a field of a failure is as the schema of the document has it.
func FailureField(doc *spec.Document, name, documented string) Rule {
	return onFields(name+" as documented", func(fields map[string]any) (all []report.Mismatch) {
		for _, m := range schemaSays(doc, any(fields)) {
			if within(m, name) {
				value, there := fields[name]
				all = append(all, mismatch(name, documented, ifThere(value, there))...)
			}
		}
		return dedupe(all)
	})
}

// Readable holds if the body is an object of which fields of a failure can be
// read, whatever else may be wrong with it.
func Readable() Rule {
	return onText("a readable envelope", func(text []byte) []report.Mismatch {
		value, _, _ := firstValue(text)
		if fields, isObject := value.(map[string]any); !isObject || !hasOwn(fields) {
			return mismatch("body", "a JSON object with retcode or message", glimpse(text))
		}
		return nil
	})
}

// onText judges what a body says, whatever its encoding.
func onText(name string, judge func(text []byte) []report.Mismatch) Rule {
	return onAnswer(name, nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if r.Body.Length > int64(len(r.Body.Head)) {
			return mismatch("body", "a short text", fmt.Sprintf("%d bytes", r.Body.Length))
		}
		return judge(decoded(r.Body.Head))
	})
}

// onFields judges the fields of an envelope that can be read.
func onFields(name string, judge func(fields map[string]any) []report.Mismatch) Rule {
	return onText(name, func(text []byte) []report.Mismatch {
		value, _, _ := firstValue(text)
		if fields, isObject := value.(map[string]any); isObject && hasOwn(fields) {
			return judge(fields)
		}
		return nil
	})
}

func schemaSays(doc *spec.Document, value any) []string {
	return spec.ValidateJSON(download(doc).Failure.Schema, value)
}

// within says whether a mismatch of the schema lies in one of the fields.
func within(m string, fields ...string) bool {
	for _, f := range fields {
		if rest, ok := strings.CutPrefix(m, "/"+f); ok && (rest[0] == ':' || rest[0] == '/') {
			return true
		}
	}
	return false
}

// hasOwn says whether an object has a field by which a failure can be told.
func hasOwn(fields map[string]any) bool {
	_, code := fields["retcode"]
	_, message := fields["message"]
	return code || message
}

// AnyJSON holds if the body begins with a JSON value, whatever follows.
func AnyJSON() Rule {
	return onText("a JSON value", func(text []byte) []report.Mismatch {
		if _, _, ok := firstValue(text); !ok {
			return mismatch("body", "a JSON value", glimpse(text))
		}
		return nil
	})
}
