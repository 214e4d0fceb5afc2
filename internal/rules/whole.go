package rules

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// NotPartial holds if the response does not claim to be partial (RFC 9110 section
// 15.3.7), as no range was requested. Content-Range with another status has no
// meaning (section 14.4).
func NotPartial() Rule {
	return onResponse("a complete recording, not a part of one", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if r.Status == 206 {
			return mismatch("status", "not 206", "206 (Partial Content)")
		}
		return nil
	}).by("NotPartial")
}

// Granted holds if the download was not refused: the body has as many bytes as
// the recording. Served judges which bytes they are.
func Granted(rec target.Recording) Rule {
	return onResponse("the download of "+named(rec)+" to be accepted", map[string]string{"recording": rec.Name}, func(r *wire.Response, x *wire.Exchange) []report.Mismatch {
		switch {
		case looksLikeEnvelope(r.Body.Head) && r.Body.Length != rec.Size:
			return mismatch("body", byteCount(rec.Size), "the JSON text "+printable(string(r.Body.Head)))
		case r.Body.Length != rec.Size:
			return mismatch("body", byteCount(rec.Size), fmt.Sprintf("%d bytes with status %d%s", r.Body.Length, r.Status, after(x)))
		}
		return nil
	}).by("Granted", rec)
}

// after says why an exchange ended early, "" if it did not.
func after(x *wire.Exchange) string {
	if x.Err == nil {
		return ""
	}
	return ", then " + x.Err.Error()
}

// SameBytes holds if the body equals that of an earlier response.
func SameBytes(first *wire.Exchange) Rule {
	return onResponse("the same bytes as before", map[string]string{"first": first.ID}, func(r *wire.Response, x *wire.Exchange) []report.Mismatch {
		if first.Response == nil {
			return answered(first)
		}
		if want := first.Response.Body; r.Body.Length != want.Length || r.Body.SHA256 != want.SHA256 {
			return mismatch("body", sizeAndSum(want.Length, want.SHA256)+" as before", sizeAndSum(r.Body.Length, r.Body.SHA256)+after(x))
		}
		return nil
	}).by("SameBytes", first)
}

// NoOtherThan holds if the body is none of the recordings with other content than rec.
func NoOtherThan(rec target.Recording, all ...target.Recording) Rule {
	var others []target.Recording
	for _, o := range all {
		if o.SHA256 != rec.SHA256 {
			others = append(others, o)
		}
	}
	rule := NoneOf(others...)
	rule.Name = "no other recording than " + quoted(rec.Name)
	return rule.by("NoOtherThan", rec, all)
}

// NoneOf holds if the body is none of the recordings.
func NoneOf(recordings ...target.Recording) Rule {
	return onResponse("no recording", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		for _, rec := range recordings {
			if rec.Size > 0 && r.Body.Length == rec.Size && r.Body.SHA256 == rec.SHA256 {
				return mismatch("body", "no recording", named(rec))
			}
		}
		return nil
	}).by("NoneOf", recordings)
}

// sample is how many bytes of a recording are searched for: enough not to occur
// by chance, and a multiple of three, so that they have a base64 form of their own.
const sample = 18

// NothingOf holds if the body contains neither the beginning nor the end of a
// recording that was served earlier, plain or in base64.
func NothingOf(served *wire.Exchange) Rule {
	return onResponse("no part of a recording", map[string]string{"recording": served.ID}, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if served.Response == nil {
			return nil
		}
		for _, piece := range pieces(served.Response.Body) {
			if bytes.Contains(r.Body.Head, piece) || bytes.Contains(r.Body.Tail, piece) {
				return mismatch("body", "no part of a recording", byteCount(r.Body.Length)+" that contain a part of one")
			}
		}
		return nil
	}).by("NothingOf", served)
}

// pieces are what is searched for: the first and the last bytes of a recording.
func pieces(b wire.Body) [][]byte {
	if len(b.Head) < sample || len(b.Tail) < sample {
		return nil
	}
	first, last := b.Head[:sample], b.Tail[len(b.Tail)-sample:]
	return [][]byte{first, last, []byte(base64.StdEncoding.EncodeToString(first)), []byte(base64.URLEncoding.EncodeToString(first))}
}

// NoEnvelope holds if the body is not the JSON text of a failure.
func NoEnvelope() Rule {
	return onResponse("a recording, not a failure", nil, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if looksLikeEnvelope(r.Body.Head) {
			return mismatch("body", "a recording", "the JSON text "+printable(string(r.Body.Head)))
		}
		return nil
	}).by("NoEnvelope")
}

// NotRefused holds unless the download was refused: by a failure code, or by an
// answer with an error or a redirect as its status that has not the length of the
// recording. The form of a recording cannot be judged by the answer of a refusal.
func NotRefused(doc *spec.Document, rec target.Recording) Rule {
	return onResponse("the download of "+named(rec)+" not to be refused", map[string]string{"recording": rec.Name}, func(r *wire.Response, x *wire.Exchange) []report.Mismatch {
		code := Retcode(x)
		switch {
		case r.Body.Length == rec.Size:
			return nil
		case code != "" && code != doc.SuccessCode():
			return mismatch("body", byteCount(rec.Size), "the JSON text "+printable(string(r.Body.Head)))
		case r.Status >= 300:
			return mismatch("status", "200", strconv.Itoa(r.Status))
		}
		return nil
	}).by("NotRefused", rec)
}
