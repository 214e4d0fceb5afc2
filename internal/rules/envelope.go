package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Envelope is the JSON object of a response.
type Envelope struct {
	Fields map[string]any
	Raw    map[string]json.RawMessage
}

// ReadEnvelope decodes the JSON object of a complete, short response. The error
// says in one phrase what the body is instead.
func ReadEnvelope(x *wire.Exchange) (Envelope, error) {
	if x.Response == nil {
		return Envelope{}, errors.New("no response")
	}
	body := x.Response.Body
	if body.Length > int64(len(body.Head)) {
		return Envelope{}, fmt.Errorf("%d bytes, too long for a JSON envelope", body.Length)
	}
	return parseEnvelope(body.Head)
}

func parseEnvelope(text []byte) (Envelope, error) {
	switch trimmed := bytes.TrimSpace(text); {
	case len(trimmed) == 0:
		return Envelope{}, errors.New("an empty body")
	case !utf8.Valid(text):
		return Envelope{}, errors.New(bodyText(text))
	case trimmed[0] == '<':
		return Envelope{}, errors.New(markup(text))
	}
	var e Envelope
	dec := json.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&e.Raw); err != nil || e.Raw == nil { // nil for null
		return Envelope{}, fmt.Errorf("text that is not a JSON object: %s", bodyText(text))
	}
	if _, err := dec.Token(); err != io.EOF {
		return Envelope{}, fmt.Errorf("a JSON object followed by more text: %s", bodyText(text))
	}
	if json.Unmarshal(text, &e.Fields) == nil {
		return e, nil
	}
	exact := json.NewDecoder(bytes.NewReader(text))
	exact.UseNumber()
	if err := exact.Decode(&e.Fields); err != nil {
		return Envelope{}, fmt.Errorf("text that is not a JSON object: %s", bodyText(text))
	}
	e.Fields, _ = asFloats(e.Fields).(map[string]any)
	return e, nil
}

// asFloats replaces the numbers of a decoded value by the nearest float, which is
// infinite where JSON has a number beyond all floats (RFC 8259 section 6).
func asFloats(v any) any {
	switch v := v.(type) {
	case json.Number:
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = asFloats(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = asFloats(v[name])
		}
	}
	return v
}

// Retcode returns the retcode of a response, "" if it has none that is a string.
func Retcode(x *wire.Exchange) string {
	e, err := ReadEnvelope(x)
	if err != nil {
		return ""
	}
	code, _ := e.Fields["retcode"].(string)
	return code
}

// Failure holds if the response is recognizable as a failure, whatever its
// cause: JSON with a failure code. The rest of its form, and its framing, have
// rules of their own.
func Failure(doc *spec.Document) Rule {
	return All("a failure in the documented form", FailureType(doc), FailureEnvelope(doc)).About(FailureForm).by("Failure")
}

// FailureEnvelope holds if the body is a JSON object whose retcode is a string
// of the documented form and does not mean success.
func FailureEnvelope(doc *spec.Document) Rule {
	code := All("", RetcodeString(), RetcodeForm(doc), RetcodeNotSuccess(doc))
	return onResponse("a failure envelope", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if _, err := ReadEnvelope(x); err != nil {
			return mismatch("body", "a JSON object with retcode and message", err.Error())
		}
		return append(Readable().Judge(x), code.Judge(x)...)
	}).by("FailureEnvelope")
}
