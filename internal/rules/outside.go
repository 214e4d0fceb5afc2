package rules

import (
	"bytes"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// The rules on what must not be delivered. They hold if there is no response: a
// gateway that is silent or closes the connection discloses nothing. Whether it
// still answers afterwards is for the check to find out.

// NoStream holds if the response is nothing that a client would store as a
// recording: no body of that media type, unless it is a failure envelope with the
// wrong type. With a 2xx status an empty body counts as an empty file.
func NoStream(doc *spec.Document) Rule {
	return noStream(doc, "no recording").by("NoStream")
}

func noStream(doc *spec.Document, expected string) Rule {
	recording := essence(download(doc).Success.ContentType)
	return New(expected, map[string]string{"type": recording}, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil || looksLikeEnvelope(decoded(x.Response.Body.Head)) {
			return nil
		}
		if x.Response.Body.Length == 0 && !successful(x) {
			return nil
		}
		for _, v := range x.Header("Content-Type") {
			if essence(v) == recording {
				return mismatch("body", expected, sizeAndType(x))
			}
		}
		return nil
	})
}

// NothingFromOutside holds if the response cannot be a file from outside the
// mounted drives: it is no recording, and with a 2xx status its body is empty, a
// JSON text or meant to be one.
func NothingFromOutside(doc *spec.Document) Rule {
	failure := essence(download(doc).Failure.ContentType)
	other := New(nothingOutside, nil, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil || !successful(x) || x.Response.Body.Length == 0 || envelopeLike(x, failure) {
			return nil
		}
		return mismatch("body", nothingOutside, sizeAndType(x))
	})
	return All(nothingOutside, noStream(doc, nothingOutside), other).About(FailureForm).by("NothingFromOutside")
}

const nothingOutside = "no file from outside the mounted drives"

// envelopeLike reports whether a body is an envelope, or has its media type and
// begins like JSON: invalid envelopes are judged elsewhere.
func envelopeLike(x *wire.Exchange, failure string) bool {
	head := bytes.TrimSpace(decoded(x.Response.Body.Head))
	if looksLikeEnvelope(head) {
		return true
	}
	types := x.Header("Content-Type")
	return len(types) > 0 && essence(types[0]) == failure && len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

func successful(x *wire.Exchange) bool { return x.Response.Status/100 == 2 }

// NoField holds if the response has no header or trailer field of that name.
func NoField(name string) Rule {
	return New("no field "+name, map[string]string{"field": name}, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil {
			return nil
		}
		for _, fields := range [][]wire.Field{x.Response.Fields, x.Response.Trailer} {
			if got := wire.Values(fields, name); len(got) > 0 {
				return mismatch(name, "no such field", "the value "+quoted(got[0]))
			}
		}
		return nil
	}).by("NoField", name)
}
