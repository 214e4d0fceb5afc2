package rules

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// NotPartial holds if the answer does not claim to be a part of something
// (RFC 9110 section 15.3.7), as nobody asked for one. Content-Range beside
// another status means nothing (section 14.4).
func NotPartial() Rule {
	return onAnswer("a whole recording, not a part", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if r.Status == 206 {
			return mismatch("status", "that of a whole answer", "206, that of a part")
		}
		return nil
	})
}

// Granted holds if the answer is not a refusal: it has as many bytes as the
// recording. Which bytes they are is a matter of Served.
func Granted(rec target.Recording) Rule {
	return onAnswer("a download of "+rec.Name, map[string]string{"recording": rec.Name}, func(r *wire.Response, x *wire.Exchange) []report.Mismatch {
		switch {
		case looksLikeEnvelope(r.Body.Head) && r.Body.Length != rec.Size:
			return mismatch("body", fmt.Sprintf("%d bytes", rec.Size), "the JSON text "+wire.Excerpt(r.Body.Head, 120))
		case r.Body.Length != rec.Size:
			return mismatch("body", fmt.Sprintf("%d bytes", rec.Size), fmt.Sprintf("%d bytes with status %d%s", r.Body.Length, r.Status, after(x)))
		}
		return nil
	})
}

// after says why an exchange ended early, if it did.
func after(x *wire.Exchange) string {
	if x.Err == nil {
		return ""
	}
	return ", then: " + x.Err.Error()
}

// SameBytes holds if the body is that of an earlier answer.
func SameBytes(first *wire.Exchange) Rule {
	return onAnswer("the same bytes as before", map[string]string{"first": first.ID}, func(r *wire.Response, x *wire.Exchange) []report.Mismatch {
		if first.Response == nil {
			return answered(first)
		}
		if want := first.Response.Body; r.Body.Length != want.Length || r.Body.SHA256 != want.SHA256 {
			return mismatch("body", sizeAndSum(want.Length, want.SHA256)+" as before", sizeAndSum(r.Body.Length, r.Body.SHA256)+after(x))
		}
		return nil
	})
}

// NoneOf holds if the body is none of the recordings.
func NoneOf(recordings ...target.Recording) Rule {
	return onAnswer("none of the declared recordings", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		for _, rec := range recordings {
			if rec.Size > 0 && r.Body.Length == rec.Size && r.Body.SHA256 == rec.SHA256 {
				return mismatch("body", "no such recording", "the recording "+rec.Name)
			}
		}
		return nil
	})
}

// sample is how many bytes of a recording are looked for elsewhere: enough not
// to meet by chance, and a multiple of three, so that they have a base64 form
// of their own.
const sample = 18

// NothingOf holds if no beginning and no end of a recording, as an earlier
// answer brought it, stands in the body, as it is or in base64.
func NothingOf(served *wire.Exchange) Rule {
	return onAnswer("nothing of a recording", map[string]string{"recording": served.ID}, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if served.Response == nil {
			return nil
		}
		for _, piece := range pieces(served.Response.Body) {
			if bytes.Contains(r.Body.Head, piece) || bytes.Contains(r.Body.Tail, piece) {
				return mismatch("body", "nothing of a recording", fmt.Sprintf("%d bytes with a part of the recording in them", r.Body.Length))
			}
		}
		return nil
	})
}

// pieces are the signs by which a recording is found: its first and last bytes.
func pieces(b wire.Body) (signs [][]byte) {
	if len(b.Head) < sample || len(b.Tail) < sample {
		return nil
	}
	first, last := b.Head[:sample], b.Tail[len(b.Tail)-sample:]
	return [][]byte{first, last, []byte(base64.StdEncoding.EncodeToString(first)), []byte(base64.URLEncoding.EncodeToString(first))}
}

// NoEnvelope holds if the body is not the JSON text of a failure.
func NoEnvelope() Rule {
	return onAnswer("no failure", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if looksLikeEnvelope(r.Body.Head) {
			return mismatch("body", "a recording", "the JSON text "+wire.Excerpt(r.Body.Head, 120))
		}
		return nil
	})
}
