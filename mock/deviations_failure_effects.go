package mock

import (
	"encoding/base64"
	"io"
	"net/http"
	"slices"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// failureEffectsDeviations fail in one place inside the gateway only, or let a
// failure change more than its own answer.
func failureEffectsDeviations() []Deviation {
	return slices.Concat(placeOfFailureDeviations(), aftermathDeviations())
}

// placeOfFailureDeviations answer wrongly for one condition only.
func placeOfFailureDeviations() []Deviation {
	page := []func(*answer){body("<html><body>Error</body></html>"), contentType("text/html;charset=ISO-8859-1")}
	breaking := func(more ...string) []string {
		return append(more, "failure/content-type", "failure/charset", "failure/valid-json")
	}
	return []Deviation{
		deviation("refused-guid-as-html", "A download without a valid Guid gets an HTML page with status 401.",
			breaking(), onAnswer(func(a *answer) bool {
				return a.request.is(download) && (a.cond == spec.GuidRefused || a.cond == spec.NotSignedIn)
			}, append(page, status(http.StatusUnauthorized))...), refusalRequirements...),
		deviation("missing-record-id-as-html", "A missing recordId gets an HTML page with status 400.",
			breaking("parameters/record-id-missing", "parameters/record-id-empty"), onFailure(spec.RecordIDMissing, append(page, status(http.StatusBadRequest))...), refusalRequirements...),
		deviation("missing-file-as-html", "An absent recording gets an HTML page with status 404.",
			breaking("retcodes/recording-absent"), onFailure(spec.RecordingAbsent, append(page, status(http.StatusNotFound))...), refusalRequirements...),
		deviation("switched-off-as-html", "A download that is switched off gets an HTML page with status 403.",
			breaking(), onFailure(spec.DownloadDisabled, append(page, status(http.StatusForbidden))...), refusalRequirements...),
		deviation("missing-location-as-html", "A missing locationId gets an HTML page with status 400.",
			breaking(), onFailure(spec.LocationMissing, append(page, status(http.StatusBadRequest))...), refusalRequirements...),
	}
}

// aftermathDeviations put a recording into a failure, or let a failure affect
// later requests.
func aftermathDeviations() []Deviation {
	sample, _ := fixtures.ByName("third-party")
	start := make([]byte, 300)
	_, err := io.ReadFull(sample.Open(), start)
	if err != nil {
		start = nil
	}
	return []Deviation{
		deviation("failure-then-recording", "A failure is followed by the beginning of a recording.",
			breaks("failure/no-recording", "failure/valid-json", "failure/utf-8"),
			onDownloadFailure(withTrailingText(string(start))), append(refusalRequirements, "failure/utf-8")...),
		deviation("failure-with-recording", "A failure has the beginning of a recording in a member, as base64.",
			breaks("failure/no-recording"), onDownloadFailure(field("data", base64.StdEncoding.EncodeToString(start)))),
		deviation("failure-serves-recording", "A download that fails for its parameters gets another recording.",
			breaks("failure/no-recording", "retcodes/recording-absent", "retcodes/download-disabled", "claims/no-download"), onAnswer(func(a *answer) bool {
				return a.failed() && a.request.is(download) && a.cond != spec.GuidRefused && a.cond != spec.NotSignedIn
			}, serveSample("third-party")), append(refusalRequirements, "success/right-recording", "claims/*")...),
		deviation("failure-ends-session", "A failed download ends the session.",
			breaks("failure/next-download-works", "success/availability"),
			afterFailure(func(s *session) { s.terminate(spec.NotSignedIn) }), append(refusalRequirements, recordingRequirements...)...),
		deviation("failure-sticks", "After a failed download the next one fails too.",
			breaks("failure/next-download-works", "success/availability"), nextDownloadFails, append(refusalRequirements, recordingRequirements...)...),
	}
}

// afterFailure applies do to the session of a download that failed for its
// parameters.
func afterFailure(do func(*session)) func(*behavior) {
	return onDownloadFailure(func(a *answer) {
		s := a.request.session
		if s == nil {
			return
		}
		s.store.mu.Lock()
		defer s.store.mu.Unlock()
		if s.active() {
			do(s)
		}
	})
}

// nextDownloadFails refuses the download after a failed one, as if an error had
// not been reset.
func nextDownloadFails(c *behavior) {
	stuck := map[*session]bool{}
	afterFailure(func(s *session) { stuck[s] = !stuck[s] })(c)
	addRefusal(download, "stuck", func(r *request) error {
		r.session.store.mu.Lock()
		defer r.session.store.mu.Unlock()
		if stuck[r.session] {
			return refuse(spec.ServerFault, "the failure before")
		}
		return nil
	})(c)
}
