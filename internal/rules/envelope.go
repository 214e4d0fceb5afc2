package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Envelope is the JSON object of an answer, as far as it could be read.
type Envelope struct {
	Fields map[string]any
	Raw    map[string]json.RawMessage
}

// ReadEnvelope decodes the JSON object of a complete, short answer. The error
// says in one phrase what the body is instead.
func ReadEnvelope(x *wire.Exchange) (Envelope, error) {
	if x.Response == nil {
		return Envelope{}, fmt.Errorf("no response")
	}
	body := x.Response.Body
	if body.Length > int64(len(body.Head)) {
		return Envelope{}, fmt.Errorf("a body of %d bytes, too long for an envelope", body.Length)
	}
	return parseEnvelope(body.Head)
}

// glimpse shows the beginning of a text. What is no text may be a recording, of
// which nobody may see more than a few bytes.
func glimpse(b []byte) string {
	if utf8.Valid(whole(wire.Body{Length: int64(len(b)), Head: b[:min(len(b), 80)]})) {
		return wire.Excerpt(b, 80)
	}
	return fmt.Sprintf("%d bytes that are not UTF-8 text, first %x", len(b), b[:min(len(b), 8)])
}

func parseEnvelope(text []byte) (Envelope, error) {
	switch trimmed := bytes.TrimSpace(text); {
	case len(trimmed) == 0:
		return Envelope{}, fmt.Errorf("an empty body")
	case !utf8.Valid(text):
		return Envelope{}, fmt.Errorf("%s", glimpse(text))
	case trimmed[0] == '<':
		return Envelope{}, fmt.Errorf("markup: %s", glimpse(text))
	}
	var e Envelope
	dec := json.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&e.Raw); err != nil {
		return Envelope{}, fmt.Errorf("no JSON object: %s", glimpse(text))
	}
	if _, err := dec.Token(); err != io.EOF {
		return Envelope{}, fmt.Errorf("a JSON object and more after it: %s", glimpse(text))
	}
	if json.Unmarshal(text, &e.Fields) != nil {
		return Envelope{}, fmt.Errorf("a JSON object with a number out of range: %s", glimpse(text))
	}
	return e, nil
}

// Retcode returns the retcode of an answer, or "" if it has none as a string.
func Retcode(x *wire.Exchange) string {
	e, err := ReadEnvelope(x)
	if err != nil {
		return ""
	}
	code, _ := e.Fields["retcode"].(string)
	return code
}

// Failure holds if the answer can be told to be a failure, whatever its cause:
// JSON with a retcode of a failure. The rest of its form, and how it is
// framed, have rules of their own.
func Failure(doc *spec.Document) Rule {
	return All("a failure in the documented form", FailureType(doc), FailureEnvelope(doc))
}

// FailureEnvelope holds if the body is a JSON object whose retcode is a string
// of the documented form and does not mean success.
func FailureEnvelope(doc *spec.Document) Rule {
	code := All("", RetcodeString(), RetcodeForm(doc), RetcodeNotSuccess(doc))
	return onAnswer("the envelope of a failure", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if _, err := ReadEnvelope(x); err != nil {
			return mismatch("body", "a JSON object with retcode and message", err.Error())
		}
		return append(Readable().Judge(x), code.Judge(x)...)
	})
}

// Refused holds if the answer is a failure for exactly this condition.
func Refused(doc *spec.Document, c spec.Condition) Rule {
	codes := doc.Accepts(c)
	rule := All("a refusal for "+strings.ReplaceAll(string(c), "-", " "), Failure(doc), RetcodeIn(codes))
	rule.Params["condition"] = string(c)
	return rule
}

// RetcodeIn holds if the retcode is one of the codes.
func RetcodeIn(codes spec.Codes) Rule {
	return onAnswer("retcode "+codes.String(), map[string]string{"retcodes": codes.String()}, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if code := Retcode(x); !codes.Has(code) {
			return mismatch("retcode", codes.String(), orNone(code))
		}
		return nil
	})
}

// RetcodeNotIn holds if the retcode is none of the codes. An answer without a
// retcode, such as a recording, has none of them.
func RetcodeNotIn(codes spec.Codes) Rule {
	return onAnswer("no retcode "+codes.String(), map[string]string{"retcodes": codes.String()}, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if code := Retcode(x); code != "" && codes.Has(code) {
			return mismatch("retcode", "none of "+codes.String(), printable(code))
		}
		return nil
	})
}

// Succeeded holds if a JSON operation answered with the code of success.
func Succeeded(doc *spec.Document) Rule {
	return onAnswer("success", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if code := Retcode(x); code != doc.SuccessCode() {
			return append(answered(x), report.Mismatch{What: "retcode", Expected: doc.SuccessCode(), Got: orNone(code) + bodyHint(x)})
		}
		return nil
	})
}

// NoSuccess holds if the answer does not claim success: no JSON with the code
// of success, and no octet stream.
func NoSuccess(doc *spec.Document) Rule {
	return onAnswer("no success", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if Retcode(x) == doc.SuccessCode() {
			return mismatch("retcode", "none, or a failure", doc.SuccessCode())
		}
		return nil
	})
}

func bodyHint(x *wire.Exchange) string {
	if _, err := ReadEnvelope(x); err != nil {
		return " in " + err.Error()
	}
	return ""
}

func orNone(code string) string {
	if code == "" {
		return "none"
	}
	return printable(code)
}
