package rules

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// RecordingType holds if the media type is that of a recording.
func RecordingType(doc *spec.Document) Rule {
	return mediaType(download(doc).Success.ContentType).by("RecordingType")
}

// RecordingCharset holds if the charset parameter is the documented one.
func RecordingCharset(doc *spec.Document) Rule {
	return charset(download(doc).Success.ContentType).by("RecordingCharset")
}

// FailureType holds if the media type is that of a failure.
func FailureType(doc *spec.Document) Rule {
	return mediaType(download(doc).Failure.ContentType).by("FailureType")
}

// FailureCharset holds if the charset parameter is the documented one.
func FailureCharset(doc *spec.Document) Rule {
	return charset(download(doc).Failure.ContentType).by("FailureCharset")
}

func download(doc *spec.Document) *spec.Operation {
	op, ok := doc.Operation(spec.DownloadRecordFile)
	if !ok {
		return &spec.Operation{}
	}
	return op
}

func mediaType(documented string) Rule {
	parsed, _ := wire.ParseMediaType(documented)
	want := parsed.Type
	return onResponse("Content-Type "+want, map[string]string{"type": want}, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		got := x.Header("Content-Type")
		if len(got) == 0 {
			return mismatch("Content-Type", want, "none")
		}
		if essence(got[0]) != want {
			return mismatch("Content-Type", want, printable(got[0]))
		}
		return nil
	})
}

func charset(documented string) Rule {
	parsed, _ := wire.ParseMediaType(documented)
	want, _ := parsed.Param("charset")
	return onResponse("charset "+want, map[string]string{"charset": want}, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		found, err := x.MediaType()
		if err != nil {
			return mismatch("Content-Type", "a media type with charset "+want, printable(err.Error()))
		}
		if got, ok := found.Param("charset"); !ok || !strings.EqualFold(got, want) {
			return mismatch("charset", want, orNone(got))
		}
		return nil
	})
}

// essence is type/subtype in lower case, also of a value with invalid parameters.
func essence(value string) string {
	head, _, _ := strings.Cut(value, ";")
	return strings.ToLower(strings.TrimSpace(head))
}

// NoContentCoding holds if the body has no content coding (requests accept identity only).
func NoContentCoding() Rule {
	return onResponse("no content coding", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		for _, v := range x.Header("Content-Encoding") {
			if !strings.EqualFold(strings.TrimSpace(v), "identity") {
				return mismatch("Content-Encoding", "none, or identity", printable(v))
			}
		}
		return nil
	}).by("NoContentCoding")
}

// Status holds if the status code is one of those given.
func Status(codes ...int) Rule {
	return onResponse("status "+join(codes), map[string]string{"status": join(codes)}, func(r *wire.Response, _ *wire.Exchange) []report.Mismatch {
		for _, c := range codes {
			if r.Status == c {
				return nil
			}
		}
		return mismatch("status", join(codes), fmt.Sprint(r.Status))
	}).by("Status", codes)
}

func join(codes []int) string {
	parts := make([]string, len(codes))
	for i, c := range codes {
		parts[i] = fmt.Sprint(c)
	}
	return strings.Join(parts, " or ")
}
