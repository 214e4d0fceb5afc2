package mock

import (
	"net/http"

	"github.com/gwcheck/gwcheck/spec"
)

// refusalReadings vary retcodes and forms of refusals.
func refusalReadings() []Variant {
	return []Variant{
		reading("unmapped-drive-is-104-005", "ERR-A",
			"A drive without a mapping is refused with 104-005.", onFailure(spec.DriveUnmapped, code("104-005"))),
		reading("path-invalid-is-104-005", "ERR-A",
			"A path of neither form is refused with 104-005.", onFailure(spec.PathInvalid, code("104-005"))),
		reading("path-invalid-is-104-004", "ERR-A",
			"A path of neither form is refused with 104-004.", onFailure(spec.PathInvalid, code("104-004"))),
		reading("path-invalid-is-000-002", "ERR-A",
			"A path of neither form is refused with 000-002.", onFailure(spec.PathInvalid, code("000-002"))),
		reading("record-id-missing-is-104-003", "ERR-A",
			"A missing recordId is refused with 104-003.", onFailure(spec.RecordIDMissing, code("104-003"))),
		reading("record-id-missing-is-104-005", "ERR-A",
			"A missing recordId is refused with 104-005.", onFailure(spec.RecordIDMissing, code("104-005"))),
		reading("parameter-invalid-is-104-007", "ERR-A",
			"A filetype outside its options is refused with 104-007.", onFailure(spec.ParameterInvalid, code("104-007"))),
		reading("unknown-address-is-envelope", "ERR-A, 000-002",
			"An unknown address, such as an agent id out of range, gets an envelope with 000-002.",
			onUnroutable(http.StatusNotFound, envelopeOf("000-002"))),
		reading("other-method-is-envelope", "REC-2023 Interface Method",
			"Unsupported methods get an envelope with 000-002.",
			onUnroutable(http.StatusMethodNotAllowed, envelopeOf("000-002"))),
		reading("other-method-is-404", "REC-2023 Interface Method",
			"Unsupported methods get status 404.",
			onUnroutable(http.StatusMethodNotAllowed, status(http.StatusNotFound), noHeader("Allow"))),
		reading("other-method-is-501", "REC-2023 Interface Method",
			"Unsupported methods get status 501.",
			onUnroutable(http.StatusMethodNotAllowed, status(http.StatusNotImplemented), noHeader("Allow"))),
		reading("head-answered", "RFC 9110 section 9.3.2",
			"HEAD is answered like GET, without the recording.", alsoAllowsMethod(spec.DownloadRecordFile, http.MethodHead)),
		reading("options-answered", "RFC 9110 section 9.3.7",
			"OPTIONS is answered with the allowed methods.", optionsAnswered),
	}
}

// onUnroutable changes the answers with a status to requests for no operation.
func onUnroutable(n int, edits ...func(*answer)) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.request.op == nil && a.status == n }, edits...)
}

// envelopeOf turns a plain answer into a failure envelope.
func envelopeOf(retcode string) func(*answer) {
	return func(a *answer) {
		a.status, a.body = http.StatusOK, nil
		a.contentType = "application/json;charset=UTF-8"
		a.envelope = newObject("retcode", retcode, "message", "wrong address", "result", "")
	}
}

func optionsAnswered(c *behavior) {
	onAnswer(func(a *answer) bool {
		return a.request.op == nil && a.status == http.StatusMethodNotAllowed && a.request.http.Method == http.MethodOptions
	}, status(http.StatusOK), body(""), contentType(""))(c)
}
