package mock

import (
	"fmt"
	"slices"
)

// decision is one thing that a gateway does in one way only. Of the readings
// that decide it, a gateway follows one.
type decision struct {
	what     string
	readings []string
}

// decisions are the things that several readings decide.
var decisions = []decision{
	{"the status of a refused download", []string{"failure-status-400", "failure-status-404", "failure-status-500", "refused-guid-status-401"}},
	{"the result of a failure", []string{"result-object", "result-null", "result-absent", "result-with-members"}},
	{"the message of a failure", []string{"message-empty", "message-chinese", "message-resouce"}},
	{"the spelling of the JSON media type", []string{"json-type-space", "json-type-case", "json-type-quoted"}},
	{"the spelling of a recording's media type", []string{"octet-type-space", "octet-type-case", "octet-type-quoted"}},
	{"how long a Guid is valid", []string{"guid-newest-only", "guid-timeout-from-use", "guid-timeout-from-poll", "guid-timeout-from-rotation", "every-poll-renews"}},
	{"when a poll renews the Guid", []string{"rotation-at-arrival", "rotation-ends-poll"}},
	{"the form of a Guid", []string{"uuid-guid", "opaque-guid"}},
	{"the retcode of an invalid path", []string{"path-invalid-is-104-005", "path-invalid-is-104-004", "path-invalid-is-000-002"}},
	{"the retcode of a missing recordId", []string{"record-id-missing-is-104-003", "record-id-missing-is-104-005"}},
	{"the answer to an unsupported method", []string{"other-method-is-envelope", "other-method-is-404", "other-method-is-501"}},
	{"the retcode of an empty recording", []string{"empty-recording-is-104-005", "empty-recording-is-104-009"}},
	{"the events after a sign-in", []string{"no-initial-events", "further-events"}},
	{"the answer to a second poll", []string{"second-poll-refused", "second-poll-waits"}},
	{"the answer to an empty filetype", []string{"filetype-other-is-one", "filetype-empty-refused"}},
	{"the answer to a locationId that is not a number", []string{"location-not-read", "location-not-a-number-is-404"}},
	{"whether locationId names the node", []string{"location-not-read", "location-must-fit"}},
	{"when the download switch is checked", []string{"switch-before-guid", "switch-last"}},
	{"the order of Guid and parameters", []string{"location-before-parameters", "parameters-before-guid"}},
	{"the order of Guid and locationId", []string{"location-before-parameters", "location-before-guid"}},
	{"the order of Guid and download switch", []string{"location-before-parameters", "switch-before-guid"}},
	{"the result of a sign-in", []string{"sign-in-result-texts", "sign-in-short-result", "sign-in-result-absent"}},
	{"the result of a sign-out", []string{"sign-out-result-absent", "sign-out-result-null"}},
	{"the answer to a poll whose session ends", []string{"sign-out-event", "ended-poll-is-empty", "ended-poll-is-100-008"}},
	{"the framing and the heads of answers", []string{"content-length", "close-delimited", "tiny-chunks", "chunk-extensions", "trailers", "http-1.0", "no-reason-phrase", "header-white-space"}},
}

// CheckReadings returns an error if two of the named readings decide the same
// thing in different ways, so that no gateway follows both.
func CheckReadings(names ...string) error {
	for _, d := range decisions {
		first := ""
		for _, name := range names {
			if name == first || !slices.Contains(d.readings, name) {
				continue
			}
			if first != "" {
				return fmt.Errorf("the readings %q and %q are incompatible: both decide %s", first, name, d.what)
			}
			first = name
		}
	}
	return nil
}
