package rules

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// A Guid is a secret: mismatches tell its length, never its text.

// DeliveredGuid returns the Guid that the header of an answer delivers, if any
// does. It is as lenient as clients are: where the prefix is another one, the
// Guid is what stands behind the first equals sign, or the whole value.
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

// DeliversGuid holds if the answer delivers a Guid in its header, in whatever form.
func DeliversGuid(r spec.Renewal) Rule {
	return onAnswer("a Guid in "+r.Header, nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if _, ok := DeliveredGuid(r, x); !ok {
			return mismatch(r.Header, "a field with a Guid", count(x.Header(r.Header)))
		}
		return nil
	})
}

// GuidForm holds if the header that delivers a Guid is there once, and its
// value is the documented prefix with nothing but the Guid behind it.
func GuidForm(r spec.Renewal) Rule {
	return onAnswer(r.Header+" in the form "+r.Prefix+"<guid>", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		values := x.Header(r.Header)
		if len(values) != 1 {
			return mismatch(r.Header, "one field", count(values))
		}
		guid, ok := strings.CutPrefix(strings.TrimSpace(values[0]), r.Prefix)
		switch {
		case !ok:
			return mismatch(r.Header, r.Prefix+"<guid>", fmt.Sprintf("%d characters that begin otherwise", len(values[0])))
		case guid == "":
			return mismatch(r.Header, r.Prefix+"<guid>", "no Guid behind it")
		case strings.ContainsAny(guid, "\"; ,\t"):
			// these end a value in lists and cookies, so that clients disagree on where the Guid ends
			return mismatch(r.Header, r.Prefix+"<guid>", "further text behind the Guid, or quotes around it")
		}
		return nil
	})
}

// GuidSpelling holds if the name of the header that delivers a Guid is written
// exactly as in the document: several clients compare it letter by letter.
func GuidSpelling(r spec.Renewal) Rule {
	return onAnswer("the name "+r.Header+" in these letters", nil, func(resp *wire.Response, _ *wire.Exchange) []report.Mismatch {
		other := "no such field"
		for _, f := range resp.Fields {
			if f.Name == r.Header {
				return nil
			}
			if strings.EqualFold(f.Name, r.Header) {
				other = printable(f.Name)
			}
		}
		return mismatch("name of the field", r.Header, other)
	})
}

// GuidCharacters holds if the Guid that an answer delivers has none of the
// characters at which clients cut it.
func GuidCharacters(r spec.Renewal) Rule {
	return onAnswer("a Guid without '=' and ':'", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		guid, ok := DeliveredGuid(r, x)
		if !ok {
			return mismatch(r.Header, "a field with a Guid", count(x.Header(r.Header)))
		}
		if strings.ContainsAny(guid, "=:") {
			return mismatch("Guid", "no '=' and no ':'", fmt.Sprintf("%d characters with one of them", len(guid)))
		}
		return nil
	})
}

// ResultGuid returns the Guid in the result of an answer, "" if there is none.
func ResultGuid(x *wire.Exchange) string {
	e, err := ReadEnvelope(x)
	if err != nil {
		return ""
	}
	result, _ := e.Fields["result"].(map[string]any)
	guid, _ := result["guid"].(string)
	return guid
}

// GuidInResult holds if the answer is a success with a Guid in its result.
func GuidInResult(doc *spec.Document) Rule {
	given := onAnswer("a Guid in the result", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if ResultGuid(x) == "" {
			return mismatch("result.guid", "a string that is not empty", "none")
		}
		return nil
	})
	return All("success with a Guid in the result", Succeeded(doc), given)
}

// NoGuid holds if the answer gives no Guid, neither in a header nor in its result.
func NoGuid(r spec.Renewal) Rule {
	return onAnswer("no Guid", nil, func(_ *wire.Response, x *wire.Exchange) (all []report.Mismatch) {
		if guid, ok := DeliveredGuid(r, x); ok {
			all = append(all, mismatch(r.Header, "no Guid", fmt.Sprintf("one of %d characters", len(guid)))...)
		}
		if guid := ResultGuid(x); guid != "" {
			all = append(all, mismatch("result.guid", "no Guid", fmt.Sprintf("one of %d characters", len(guid)))...)
		}
		return all
	})
}

func count(values []string) string {
	if len(values) == 1 {
		return "one field without a value"
	}
	return fmt.Sprintf("%d fields", len(values))
}
