package rules

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// A Guid is a secret: mismatches contain its length, never its text.

// DeliveredGuid returns the Guid that a response delivers in its header. It is as
// lenient as clients are: with another prefix the Guid is the text after the
// first equals sign, or else the whole value.
func DeliveredGuid(r spec.Renewal, x *wire.Exchange) (string, bool) {
	for _, v := range x.Header(r.Header) {
		if guid := withoutPrefix(r, v); guid != "" {
			return guid, true
		}
	}
	return "", false
}

func withoutPrefix(r spec.Renewal, value string) string {
	value = strings.TrimSpace(value)
	if guid, ok := strings.CutPrefix(value, r.Prefix); ok {
		return strings.TrimSpace(guid)
	}
	if _, guid, ok := strings.Cut(value, "="); ok {
		return strings.TrimSpace(guid)
	}
	return value
}

// DeliversGuid holds if the response delivers a Guid in its header, in any form.
func DeliversGuid(r spec.Renewal) Rule {
	return onResponse("a Guid in "+r.Header, nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if _, ok := DeliveredGuid(r, x); !ok {
			return mismatch(r.Header, "a field with a Guid", count(x.Header(r.Header)))
		}
		return nil
	}).by("DeliversGuid", r)
}

// GuidForm holds if there is exactly one header field that delivers a Guid, and
// its value is the documented prefix followed by the Guid and nothing else.
func GuidForm(r spec.Renewal) Rule {
	return onResponse(r.Header+" to be "+r.Prefix+"<guid>", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		values := x.Header(r.Header)
		if len(values) != 1 {
			return mismatch(r.Header, "one field", count(values))
		}
		guid, ok := strings.CutPrefix(strings.TrimSpace(values[0]), r.Prefix)
		switch {
		case !ok:
			return mismatch(r.Header, r.Prefix+"<guid>", fmt.Sprintf("%d characters without this prefix", len(values[0])))
		case guid == "":
			return mismatch(r.Header, r.Prefix+"<guid>", "the prefix without a Guid")
		case strings.ContainsAny(guid, "\"; ,\t"):
			// these delimit values in lists and cookies, so that clients disagree on where the Guid ends
			return mismatch(r.Header, r.Prefix+"<guid>", "a Guid in quotes or followed by further text")
		}
		return nil
	}).by("GuidForm", r)
}

// GuidSpelling holds if the name of the header that delivers a Guid has the case
// that the document shows: several clients compare it case-sensitively.
func GuidSpelling(r spec.Renewal) Rule {
	return onResponse("the header name "+r.Header+" in this case", nil, func(resp *wire.Response, _ *wire.Exchange) []report.Mismatch {
		other := "no such field"
		for _, f := range resp.Fields {
			if f.Name == r.Header {
				return nil
			}
			if strings.EqualFold(f.Name, r.Header) {
				other = printable(f.Name)
			}
		}
		return mismatch("header name", r.Header, other)
	}).by("GuidSpelling", r)
}

// GuidCharacters holds if the Guid that a response delivers has none of the
// characters at which clients split it.
func GuidCharacters(r spec.Renewal) Rule {
	return onResponse("a Guid without '=' and ':'", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		guid, ok := DeliveredGuid(r, x)
		if !ok {
			return mismatch(r.Header, "a field with a Guid", count(x.Header(r.Header)))
		}
		if strings.ContainsAny(guid, "=:") {
			return mismatch("Guid", "no '=' and no ':'", fmt.Sprintf("%d characters, one of these among them", len(guid)))
		}
		return nil
	}).by("GuidCharacters", r)
}

// ResultGuid returns the Guid in the result of a response, "" if there is none.
func ResultGuid(x *wire.Exchange) string {
	e, err := ReadEnvelope(x)
	if err != nil {
		return ""
	}
	result, _ := e.Fields["result"].(map[string]any)
	guid, _ := result["guid"].(string)
	return guid
}

// GuidInResult holds if the response is a success with a Guid in its result.
func GuidInResult(doc *spec.Document) Rule {
	given := onResponse("a Guid in the result", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if ResultGuid(x) == "" {
			return mismatch("result.guid", "a non-empty string", "no Guid")
		}
		return nil
	})
	return All("retcode 0 with a Guid in the result", Succeeded(doc), given).by("GuidInResult")
}

// NoGuid holds if the response delivers no Guid, neither in its header nor in its result.
func NoGuid(r spec.Renewal) Rule {
	return onResponse("no Guid", nil, func(_ *wire.Response, x *wire.Exchange) (all []report.Mismatch) {
		if guid, ok := DeliveredGuid(r, x); ok {
			all = append(all, mismatch(r.Header, "no Guid", fmt.Sprintf("a Guid of %d characters", len(guid)))...)
		}
		if guid := ResultGuid(x); guid != "" {
			all = append(all, mismatch("result.guid", "no Guid", fmt.Sprintf("a Guid of %d characters", len(guid)))...)
		}
		return all
	}).by("NoGuid", r)
}

func count(values []string) string {
	switch len(values) {
	case 0:
		return "no field"
	case 1:
		return "one field without a value"
	}
	return fmt.Sprintf("%d fields", len(values))
}
