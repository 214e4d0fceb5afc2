package rules

import (
	"bytes"
	"fmt"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// The rules of what must not come. They hold if nothing came at all: to be
// silent, or to hang up, gives nothing away. Whether the gateway still answers
// afterwards is for the check to ask.

// NoStream holds if the answer is nothing that a client would keep as a
// recording: no body of that media type, unless it is an envelope under a wrong
// name. In a successful answer an empty body counts too, being an empty file.
func NoStream(doc *spec.Document) Rule {
	recording := essence(download(doc).Success.ContentType)
	return New("no recording", map[string]string{"type": recording}, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil || looksLikeEnvelope(decoded(x.Response.Body.Head)) {
			return nil
		}
		if x.Response.Body.Length == 0 && !successful(x) {
			return nil
		}
		for _, v := range x.Header("Content-Type") {
			if essence(v) == recording {
				return mismatch("body", "nothing of type "+recording, fmt.Sprintf("%d bytes of that type", x.Response.Body.Length))
			}
		}
		return nil
	})
}

// NothingFromOutside holds if nothing that was named by a way out of the
// mounted drives can have come: no recording, and in a successful answer no
// body but a JSON text, or what is meant to be one.
func NothingFromOutside(doc *spec.Document) Rule {
	failure := essence(download(doc).Failure.ContentType)
	other := New("no body of a successful answer but an envelope", nil, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil || !successful(x) || x.Response.Body.Length == 0 || envelopeLike(x, failure) {
			return nil
		}
		return mismatch("body", "none, or a failure", fmt.Sprintf("%d bytes with status %d", x.Response.Body.Length, x.Response.Status))
	})
	return All("nothing from outside the mounted drives", NoStream(doc), other)
}

// envelopeLike says whether a body is an envelope, or has its media type and
// begins like JSON: broken envelopes are judged elsewhere.
func envelopeLike(x *wire.Exchange, failure string) bool {
	head := bytes.TrimSpace(decoded(x.Response.Body.Head))
	if looksLikeEnvelope(head) {
		return true
	}
	types := x.Header("Content-Type")
	return len(types) > 0 && essence(types[0]) == failure && len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

func successful(x *wire.Exchange) bool { return x.Response.Status/100 == 2 }

// NoField holds if the answer has no header or trailer field of that name, so
// that the text which would make one stayed where it was.
func NoField(name string) Rule {
	return New("no field "+name, map[string]string{"field": name}, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil {
			return nil
		}
		for _, fields := range [][]wire.Field{x.Response.Fields, x.Response.Trailer} {
			if got := wire.Values(fields, name); len(got) > 0 {
				return mismatch(name, "no such field", fmt.Sprintf("%d, with the value %s", len(got), printable(got[0])))
			}
		}
		return nil
	})
}
