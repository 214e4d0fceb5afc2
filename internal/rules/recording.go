package rules

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Served holds if the body is exactly the recording. It leaves status, header
// and framing to other rules, so that one defect is reported once.
func Served(rec target.Recording) Rule {
	params := map[string]string{"recording": rec.Name, "size": strconv.FormatInt(rec.Size, 10), "sha256": hex.EncodeToString(rec.SHA256[:])}
	return New("the recording "+rec.Name, params, func(x *wire.Exchange) []report.Mismatch {
		if x.Response == nil {
			return answered(x)
		}
		return exactBytes(rec, x)
	})
}

func exactBytes(rec target.Recording, x *wire.Exchange) []report.Mismatch {
	body := x.Response.Body
	switch {
	case body.Length == rec.Size && body.SHA256 == rec.SHA256:
		return nil
	case x.Err != nil:
		return mismatch("body", sizeAndSum(rec.Size, rec.SHA256), fmt.Sprintf("%d bytes, then: %v", body.Length, x.Err))
	case looksLikeEnvelope(body.Head):
		return mismatch("body", sizeAndSum(rec.Size, rec.SHA256), "the JSON text "+wire.Excerpt(body.Head, 120))
	case body.Length == rec.Size:
		return mismatch("body", sizeAndSum(rec.Size, rec.SHA256), "the same length with SHA-256 "+short(body.SHA256))
	}
	return mismatch("body", sizeAndSum(rec.Size, rec.SHA256), sizeAndSum(body.Length, body.SHA256))
}

func sizeAndSum(size int64, sum [32]byte) string {
	return fmt.Sprintf("%d bytes with SHA-256 %s", size, short(sum))
}

func short(sum [32]byte) string { return hex.EncodeToString(sum[:6]) + "…" }

func looksLikeEnvelope(head []byte) bool {
	trimmed := bytes.TrimSpace(head)
	return len(trimmed) > 0 && trimmed[0] == '{' && bytes.Contains(trimmed, []byte(`"retcode"`))
}

// NotServed holds if the body is not the recording.
func NotServed(rec target.Recording) Rule {
	return onAnswer("no recording", map[string]string{"recording": rec.Name}, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		if r.Body.SHA256 == rec.SHA256 && r.Body.Length > 0 {
			return mismatch("body", "no recording", "the recording "+rec.Name)
		}
		return nil
	})
}

// SomeRecording holds if the answer is a recording whose bytes nobody knows
// beforehand: status, media type, no coding, and no envelope in the body.
func SomeRecording(doc *spec.Document) Rule {
	return All("a recording", Answered(), NoEnvelope(), Status(200), RecordingType(doc), NoContentCoding())
}
