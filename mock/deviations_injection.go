package mock

import (
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// injectionDeviations let parameters write header fields.
func injectionDeviations() []Deviation {
	const row = "security/no-header-injection"
	return []Deviation{
		deviation("record-id-becomes-header", "recordId is copied into a header field with its line breaks.",
			breaks(row), valueInHead(spec.RoleRecord, unchanged), "streaming/*"),
		deviation("filetype-becomes-header", "filetype is copied into a header field with its line breaks.",
			breaks(row), valueInHead(spec.RoleFiletype, unchanged), "streaming/*"),
		deviation("location-becomes-header", "locationId is copied into a header field with its line breaks.",
			breaks(row), valueInHead(spec.RoleLocation, unchanged), "streaming/*"),
		deviation("header-characters-narrowed", "recordId is copied into a header field with each character cut to its low byte.",
			breaks(row), valueInHead(spec.RoleRecord, lowBytes), "streaming/*"),
	}
}

// valueInHead copies a value that contains line breaks into the head, which
// net/http would prevent.
func valueInHead(role spec.Role, written func(string) string) func(*behavior) {
	return onAnswer(func(a *answer) bool {
		return a.request.is(download) && strings.ContainsAny(written(a.request.value(role)), "\r\n")
	}, raw(func(w *rawWriter) error {
		w.head("Connection: close", "X-Asked: "+written(w.answer.request.value(role)))
		w.endHead()
		return w.identity()
	}))
}

// lowBytes cuts each character to its low byte, as careless conversions to
// Latin-1 do.
func lowBytes(s string) string {
	var b []byte
	for _, c := range s {
		if c == '\r' || c == '\n' {
			c = ' '
		}
		b = append(b, byte(c))
	}
	return string(b)
}
