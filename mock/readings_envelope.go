package mock

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gwcheck/gwcheck/spec"
)

// envelopeReadings vary the form of failures.
func envelopeReadings() []Variant {
	return []Variant{
		reading("result-object", "REC-2023 Response Description, table 3 row 3",
			"The result of a failure is an empty object.", onEveryFailure(field("result", newObject()))),
		reading("result-null", "REC-2023 Response Description, table 3 row 3",
			"The result of a failure is null.", onEveryFailure(field("result", nil))),
		reading("result-absent", "REC-2023 Response Description, table 3 row 3",
			"A failure has no result.", onEveryFailure(without("result"))),
		reading("result-with-members", "REC-2023 Response Description, table 3 row 3",
			"The result of a failure is an object with members.", onEveryFailure(field("result", newObject("hint", "none")))),
		reading("failure-status-400", "REC-2023 Response Description",
			"Failures have status 400.", onEveryFailure(status(http.StatusBadRequest))),
		reading("failure-status-404", "REC-2023 Response Description",
			"Refused downloads have status 404.", onDownloadFailure(status(http.StatusNotFound))),
		reading("failure-status-500", "REC-2023 Response Description",
			"Failures have status 500.", onEveryFailure(status(http.StatusInternalServerError))),
		reading("refused-guid-status-401", "AUTH",
			"A refused Guid gets status 401.", all(
				onFailure(spec.GuidRefused, status(http.StatusUnauthorized)),
				onFailure(spec.NotSignedIn, status(http.StatusUnauthorized)))),
		reading("key-order-reversed", "REC-2023 Example",
			"The members of a failure are in reverse order.", onEveryFailure(onEnvelope((*object).reverse))),
		reading("extra-members", "REC-2023 Response Description, table 3",
			"Failures have members that the documentation does not mention.",
			onEveryFailure(field("traceId", "a1b2"), field("detail", newObject("retry", false)))),
		reading("pretty-json", "RFC 8259 section 2",
			"JSON is indented.", onEveryAnswer(rewritten(indented))),
		reading("escaped-json", "RFC 8259 section 7",
			"Digits and hyphens in JSON strings are escaped.", onEveryFailure(rewritten(escaped))),
		reading("message-empty", "REC-2023 Response Description, table 3 row 1",
			"The message of a failure is empty.", onEveryFailure(field("message", ""))),
		reading("message-chinese", "REC-2023 Response Description, table 3 row 1",
			"The message of a failure is in Chinese.", onEveryFailure(field("message", "录音文件不存在"))),
		reading("message-resouce", "REC-2023 Example",
			"All failures have the message of a real gateway: no right to invite resouce.",
			onEveryFailure(field("message", "no right to invite resouce"))),
		reading("json-type-space", "SIGNIN-EX, response headers",
			"The JSON media type has a space before its parameter.", jsonType("application/json; charset=UTF-8")),
		reading("json-type-case", "RFC 9110 section 8.3.1",
			"The JSON media type is spelled in another case.", jsonType("Application/JSON;Charset=utf-8")),
		reading("json-type-quoted", "RFC 9110 section 8.3.2",
			"The charset of the JSON media type is quoted.", jsonType(`application/json;charset="UTF-8"`)),
	}
}

// jsonType sets the media type of all envelopes.
func jsonType(v string) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.envelope != nil }, contentType(v))
}

func indented(b []byte) []byte {
	var out bytes.Buffer
	if json.Indent(&out, b, "", "    ") != nil {
		return b
	}
	return append(out.Bytes(), '\r', '\n')
}

// escaped writes digits and hyphens in strings as escapes, which includes the
// retcode. It relies on envelopes having no numbers.
func escaped(b []byte) []byte {
	var out bytes.Buffer
	for _, c := range b {
		if c == '-' || c >= '0' && c <= '9' {
			fmt.Fprintf(&out, `\u%04x`, c)
			continue
		}
		out.WriteByte(c)
	}
	return out.Bytes()
}
