package rules

import (
	"bytes"
	"encoding/hex"
	"strconv"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Served holds if the body is exactly the recording. Status, header and framing
// are left to other rules, so that one defect is reported once.
func Served(rec target.Recording) Rule {
	params := map[string]string{"recording": rec.Name, "size": strconv.FormatInt(rec.Size, 10), "sha256": hex.EncodeToString(rec.SHA256[:])}
	return New(named(rec), params, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil {
			return answered(x)
		}
		return exactBytes(rec, x)
	}).About(SuccessForm).by("Served", rec)
}

// named is how rules call a recording.
func named(rec target.Recording) string { return `recording "` + rec.Name + `"` }

func exactBytes(rec target.Recording, x *wire.Exchange) []report.Mismatch {
	body := x.Response.Body
	switch {
	case body.Length == rec.Size && body.SHA256 == rec.SHA256:
		return nil
	case x.Err != nil:
		return mismatch("body", sizeAndSum(rec.Size, rec.SHA256), byteCount(body.Length)+after(x))
	case looksLikeEnvelope(body.Head):
		return mismatch("body", sizeAndSum(rec.Size, rec.SHA256), "the JSON text "+printable(string(body.Head)))
	case body.Length == rec.Size:
		return mismatch("body", sizeAndSum(rec.Size, rec.SHA256), "other bytes of the same length with SHA-256 "+short(body.SHA256))
	}
	return mismatch("body", sizeAndSum(rec.Size, rec.SHA256), sizeAndSum(body.Length, body.SHA256))
}

func sizeAndSum(size int64, sum [32]byte) string {
	return byteCount(size) + " with SHA-256 " + short(sum)
}

func short(sum [32]byte) string { return hex.EncodeToString(sum[:6]) + "…" }

func looksLikeEnvelope(head []byte) bool {
	trimmed := bytes.TrimSpace(head)
	return len(trimmed) > 0 && trimmed[0] == '{' && bytes.Contains(trimmed, []byte(`"retcode"`))
}

// NotServed holds if the body is not the recording.
func NotServed(rec target.Recording) Rule {
	return onResponse("no recording", map[string]string{"recording": rec.Name}, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if r.Body.SHA256 == rec.SHA256 && r.Body.Length > 0 {
			return mismatch("body", "no recording", named(rec))
		}
		return nil
	}).by("NotServed", rec)
}

// SomeRecording holds if the response is a recording of unknown content: status
// and media type are those of a recording, and the body is neither coded nor a
// failure envelope.
func SomeRecording(doc *spec.Document) Rule {
	return All("a recording", Answered(), NoEnvelope(), Status(200), RecordingType(doc), NoContentCoding()).About(SuccessForm).by("SomeRecording")
}
