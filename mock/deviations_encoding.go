package mock

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// encodingDeviations decode recordId wrongly.
func encodingDeviations() []Deviation {
	return []Deviation{
		deviation("hex-digits-upper-case-only", "Percent-encodings with lower-case hexadecimal digits are not decoded.",
			breaks("parameters/hex-digits-any-case"), onIncoming(download, keepEncoded("%3a", "%2f", "%5c", "%2e")), "paths/backslash-separators"),
		deviation("letters-not-decoded", "Percent-encoded letters are not decoded.",
			breaks("parameters/unreserved-encoded"), onIncoming(download, keepEncoded("%59", "%79", "%56"))),
		deviation("digits-not-decoded", "Percent-encoded digits are not decoded.",
			breaks("parameters/unreserved-encoded"), onIncoming(download, keepEncoded("%30", "%31"))),
		deviation("bare-colon-refused", "A colon in recordId must be percent-encoded.",
			breaks("parameters/reserved-encoded"), refuseRaw(":")),
		deviation("bare-slash-refused", "A slash in recordId must be percent-encoded.",
			breaks("parameters/reserved-encoded"), refuseRaw("/")),
		deviation("plus-stays-plus", "A plus sign in recordId is not decoded to a space.",
			breaks("parameters/space-as-plus"), onIncoming(download, func(r *request) {
				if text, err := url.PathUnescape(r.rawValue(spec.RoleRecord)); err == nil && text != "" {
					r.set(spec.RoleRecord, text)
				}
			})),
		deviation("path-decoded-twice", "recordId is percent-decoded again after it was checked.",
			breaks("paths/neither-grammar", "security/traversal-encoded"),
			all(retryPathAs(percentDecoded(1)), followsDotSegments(withoutPlainDotSegments, percentDecoded(1))), "security/traversal*"),
		deviation("non-ascii-is-page", "A path with non-ASCII letters gets an HTML page with status 400.",
			breaks("parameters/non-ascii-record-id"), onNonASCII(asPage(http.StatusBadRequest))),
		deviation("non-ascii-breaks-off", "A path with non-ASCII letters closes the connection without an answer.",
			breaks("parameters/non-ascii-record-id"), onNonASCII(raw(func(w *rawWriter) error { return w.cut() }))),
	}
}

// keepEncoded does not decode recordId if it has any of the encodings.
func keepEncoded(encodings ...string) func(*request) {
	return func(r *request) {
		text := r.rawValue(spec.RoleRecord)
		if slices.ContainsFunc(encodings, func(e string) bool { return strings.Contains(text, e) }) {
			r.set(spec.RoleRecord, text)
		}
	}
}

// refuseRaw refuses a recordId that has a character that is not percent-
// encoded.
func refuseRaw(char string) func(*behavior) {
	return addRefusal(download, "raw"+char, func(r *request) error {
		if strings.Contains(r.rawValue(spec.RoleRecord), char) {
			return refuse(spec.ParameterInvalid, "recordId has a bare %s", char)
		}
		return nil
	})
}

// onNonASCII changes the refusals of paths with non-ASCII letters.
func onNonASCII(edits ...func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool {
		beyond := func(c rune) bool { return c > 0x7f }
		return a.failed() && a.request.is(download) && strings.ContainsFunc(a.request.value(spec.RoleRecord), beyond)
	}, edits...)
}
