package mock

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// refusalsToo may fail along where failures cannot be told for what they are:
// whatever has to be refused.
var refusalsToo = []string{"auth/*", "events/*", "method/*", "parameters/*", "paths/*", "retcodes/*", "security/*", "session/*"}

// failureDeviations spoil what a failed download looks like.
func failureDeviations() []Deviation {
	return slices.Concat(typeDeviations(), textDeviations(), shapeDeviations(), fieldDeviations(), placeOfFailureDeviations(), aftermathDeviations())
}

// typeDeviations mistake the media type.
func typeDeviations() []Deviation {
	return []Deviation{
		deviation("failure-as-octet-stream", "The envelope of a failure comes as application/octet-stream.",
			breaks("failure/content-type"), onDownloadFailure(contentType("application/octet-stream;charset=utf-8")), refusalsToo...),
		deviation("failure-as-text", "The envelope of a failure comes as text/plain.",
			breaks("failure/content-type"), onDownloadFailure(contentType("text/plain;charset=UTF-8")), refusalsToo...),
		deviation("failure-without-type", "A failure comes without Content-Type.",
			breaks("failure/content-type", "failure/charset"), onDownloadFailure(contentType("")), refusalsToo...),
		deviation("failure-with-two-types", "A failure comes with two Content-Type fields.",
			breaks("failure/content-type"), onDownloadFailure(header("Content-Type", "application/json;charset=UTF-8", "text/html;charset=UTF-8"))),
		deviation("failure-without-charset", "The media type of a failure has no charset.",
			breaks("failure/charset"), onDownloadFailure(contentType("application/json"))),
		deviation("failure-charset-latin1", "The media type of a failure names ISO-8859-1 as its charset.",
			breaks("failure/charset"), onDownloadFailure(contentType("application/json;charset=ISO-8859-1"))),
	}
}

// textDeviations write what is not JSON, or not in UTF-8.
func textDeviations() []Deviation {
	return []Deviation{
		deviation("failure-as-html", "A failure is an HTML page.",
			breaks("failure/content-type", "failure/valid-json"),
			onDownloadFailure(body("<html><body>Not found</body></html>"), contentType("text/html;charset=UTF-8")), refusalsToo...),
		deviation("failure-as-xml", "A failure is an XML document under the media type of JSON.",
			breaks("failure/valid-json"), onDownloadFailure(body("<failure><retcode>104-005</retcode></failure>")), refusalsToo...),
		deviation("failure-empty", "A failure has no body.",
			breaks("failure/valid-json"), onDownloadFailure(body("")), refusalsToo...),
		deviation("failure-then-text", "A text follows the envelope of a failure.",
			breaks("failure/valid-json"), onDownloadFailure(ending(" end")), refusalsToo...),
		deviation("failure-twice", "The envelope of a failure comes twice.",
			breaks("failure/valid-json"), onDownloadFailure(rewritten(func(b []byte) []byte { return append(b, b...) })), refusalsToo...),
		deviation("failure-cut", "The envelope of a failure lacks its last character.",
			breaks("failure/valid-json"), onDownloadFailure(rewritten(func(b []byte) []byte { return b[:len(b)-1] })), refusalsToo...),
		deviation("failure-with-trailing-comma", "A comma follows the last field of a failure.",
			breaks("failure/valid-json"), onDownloadFailure(replaced("}", ",}")), refusalsToo...),
		deviation("failure-in-single-quotes", "Texts in a failure are in single quotes.",
			breaks("failure/valid-json"), onDownloadFailure(replaced(`"`, `'`)), refusalsToo...),
		deviation("failure-compressed", "The envelope of a failure is compressed although only identity is accepted.",
			breaks("failure/valid-json"), onDownloadFailure(rewritten(compressed), header("Content-Encoding", "gzip")), append(refusalsToo, "failure/utf-8")...),
		deviation("failure-with-bom", "The body of a failure begins with a byte order mark.",
			breaks("failure/utf-8"), onDownloadFailure(rewritten(func(b []byte) []byte { return append([]byte("\ufeff"), b...) })), refusalsToo...),
		deviation("failure-in-latin1", "The message of a failure is written in Latin-1.",
			breaks("failure/utf-8"), onDownloadFailure(replaced(`"message":"`, "\"message\":\"\xfc")), refusalsToo...),
		deviation("failure-in-utf-16", "The body of a failure is UTF-16.",
			breaks("failure/utf-8"), onDownloadFailure(rewritten(inUTF16)), refusalsToo...),
	}
}

// shapeDeviations put the fields elsewhere.
func shapeDeviations() []Deviation {
	return []Deviation{
		deviation("failure-in-array", "The envelope of a failure is in an array.",
			breaks("failure/object"), onDownloadFailure(rewritten(func(b []byte) []byte { return []byte("[" + string(b) + "]") })), refusalsToo...),
		deviation("failure-in-text", "The envelope of a failure is a JSON text inside of a string.",
			breaks("failure/object"), onDownloadFailure(rewritten(func(b []byte) []byte {
				quoted, err := json.Marshal(string(b))
				if err != nil {
					return b
				}
				return quoted
			})), refusalsToo...),
		deviation("failure-nested", "The fields of a failure are below a field response.",
			breaks("failure/object"), onDownloadFailure(func(a *answer) { a.envelope = newObject("response", a.envelope) }), refusalsToo...),
		deviation("failure-of-another-interface", "A failure has resultCode and resultDesc, as another component has.",
			breaks("failure/object"), onDownloadFailure(func(a *answer) {
				a.envelope = newObject("resultCode", "0405", "resultDesc", "no such file")
			}), refusalsToo...),
		deviation("retcode-twice", "The name retcode stands twice in a failure.",
			breaks("failure/unique-names"), onDownloadFailure(onEnvelope(func(o *object) { o.add("retcode", o.get("retcode")) }))),
	}
}

// fieldDeviations spoil one field.
func fieldDeviations() []Deviation {
	return []Deviation{
		deviation("retcode-number", "The retcode of a failure is a number.",
			breaks("failure/retcode-string"), onDownloadFailure(code(104005)), refusalsToo...),
		deviation("retcode-missing", "A failure has no retcode.",
			breaks("failure/retcode-string"), onDownloadFailure(without("retcode")), refusalsToo...),
		deviation("retcode-null", "The retcode of a failure is null.",
			breaks("failure/retcode-string"), onDownloadFailure(code(nil)), refusalsToo...),
		deviation("retcode-without-hyphen", "The retcode of a failure is six digits.",
			breaks("failure/retcode-form"), onDownloadFailure(code("104005")), refusalsToo...),
		deviation("retcode-without-zeros", "The retcode of a failure lacks its leading zeros.",
			breaks("failure/retcode-form"), onDownloadFailure(onEnvelope(func(o *object) {
				text, _ := o.get("retcode").(string)
				o.set("retcode", strings.ReplaceAll(strings.ReplaceAll(text, "-00", "-"), "-0", "-"))
			})), refusalsToo...),
		deviation("retcode-with-blank", "A blank follows the retcode of a failure.",
			breaks("failure/retcode-form"), onDownloadFailure(onEnvelope(func(o *object) {
				text, _ := o.get("retcode").(string)
				o.set("retcode", text+" ")
			})), refusalsToo...),
		deviation("retcode-success-on-failure", "A failure has the retcode of success.",
			breaks("failure/retcode-not-success"), onDownloadFailure(code("0")), refusalsToo...),
		deviation("message-missing", "A failure has no message.",
			breaks("failure/message-string"), onDownloadFailure(without("message"))),
		deviation("message-null", "The message of a failure is null.",
			breaks("failure/message-string"), onDownloadFailure(field("message", nil))),
		deviation("message-number", "The message of a failure is a number.",
			breaks("failure/message-string"), onDownloadFailure(field("message", 404))),
		deviation("message-under-msg", "The message of a failure is named msg.",
			breaks("failure/message-string"), onDownloadFailure(onEnvelope(func(o *object) { o.rename("message", "msg") }))),
		deviation("result-list", "The result of a failure is a list.",
			breaks("failure/result-reserved"), onDownloadFailure(field("result", []string{}))),
		deviation("result-text", "The result of a failure is a text.",
			breaks("failure/result-reserved"), onDownloadFailure(field("result", "none"))),
		deviation("result-false", "The result of a failure is false.",
			breaks("failure/result-reserved"), onDownloadFailure(field("result", false))),
	}
}

// placeOfFailureDeviations fail in one place inside of a gateway only.
func placeOfFailureDeviations() []Deviation {
	page := []func(*answer){body("<html><body>Error</body></html>"), contentType("text/html;charset=ISO-8859-1")}
	breaking := breaks("failure/content-type", "failure/charset", "failure/valid-json")
	return []Deviation{
		deviation("refused-guid-as-html", "Whoever has no valid Guid gets the page of a filter, with status 401.",
			breaking, onAnswer(func(a *answer) bool {
				return a.request.is(download) && (a.cond == spec.GuidRefused || a.cond == spec.NotSignedIn)
			}, append(page, status(http.StatusUnauthorized))...), refusalsToo...),
		deviation("missing-record-id-as-html", "A missing recordId gets the page of the framework, with status 400.",
			breaking, onFailure(spec.RecordIDMissing, append(page, status(http.StatusBadRequest))...), refusalsToo...),
		deviation("missing-file-as-html", "A recording that does not exist gets the page of a file server, with status 404.",
			breaking, onFailure(spec.RecordingAbsent, append(page, status(http.StatusNotFound))...), refusalsToo...),
		deviation("switched-off-as-html", "While downloads are switched off, they get a page with status 403.",
			breaking, onFailure(spec.DownloadDisabled, append(page, status(http.StatusForbidden))...), refusalsToo...),
		deviation("missing-location-as-html", "A missing locationId gets the page of the framework, with status 400.",
			breaking, onFailure(spec.LocationMissing, append(page, status(http.StatusBadRequest))...), refusalsToo...),
	}
}

// aftermathDeviations let recordings into failures, or failures outlast.
func aftermathDeviations() []Deviation {
	sample, _ := fixtures.ByName("third-party")
	start := make([]byte, 300)
	_, err := io.ReadFull(sample.Open(), start)
	if err != nil {
		start = nil
	}
	return []Deviation{
		deviation("failure-then-recording", "The beginning of a recording follows the envelope of a failure.",
			breaks("failure/no-recording", "failure/valid-json"), onDownloadFailure(ending(string(start))), append(refusalsToo, "failure/utf-8")...),
		deviation("failure-with-recording", "A failure has the beginning of a recording in a field, as base64.",
			breaks("failure/no-recording"), onDownloadFailure(field("data", base64.StdEncoding.EncodeToString(start)))),
		deviation("failure-serves-recording", "A download that is refused for what it asks for gets another recording.",
			breaks("failure/no-recording"), onAnswer(func(a *answer) bool {
				return a.failed() && a.request.is(download) && a.cond != spec.GuidRefused && a.cond != spec.NotSignedIn
			}, serve("third-party")), append(refusalsToo, "success/right-recording", "claims/*")...),
		deviation("failure-ends-session", "A download of what does not exist ends the session.",
			breaks("failure/next-download-works"), afterFailure(func(s *session) { s.end(spec.NotSignedIn) }), append(refusalsToo, recordingsToo...)...),
		deviation("failure-sticks", "After a failed download the next one fails as well.",
			breaks("failure/next-download-works"), sticky, append(refusalsToo, recordingsToo...)...),
	}
}

// serve answers with a sample recording after all.
func serve(name string) func(*answer) {
	return func(a *answer) {
		recording, _ := fixtures.ByName(name)
		a.cond, a.contentType = "", a.request.op.Success.ContentType
		a.content, a.size = recording.Open(), recording.Size
	}
}

// afterFailure does something to the session of a download that failed for
// what it asked for.
func afterFailure(do func(*session)) func(*conduct) {
	return onDownloadFailure(func(a *answer) {
		s := a.request.session
		if s == nil {
			return
		}
		s.home.mu.Lock()
		defer s.home.mu.Unlock()
		if s.live() {
			do(s)
		}
	})
}

// sticky lets the download after a failed one fail, as if an error had not been reset.
func sticky(c *conduct) {
	stuck := map[*session]bool{}
	afterFailure(func(s *session) { stuck[s] = !stuck[s] })(c)
	alsoRefuse(download, "stuck", func(r *request) error {
		r.session.home.mu.Lock()
		defer r.session.home.mu.Unlock()
		if stuck[r.session] {
			return refuse(spec.ServerFault, "the failure before")
		}
		return nil
	})(c)
}

// ending adds a text behind the body.
func ending(text string) func(*answer) {
	return rewritten(func(b []byte) []byte { return append(b, text...) })
}

// replaced replaces a text wherever it stands in the body.
func replaced(old, new string) func(*answer) {
	return rewritten(func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(new)) })
}

func compressed(b []byte) []byte {
	packed, err := io.ReadAll(gzipped(bytes.NewReader(b)))
	if err != nil {
		return b
	}
	return packed
}

func inUTF16(b []byte) []byte {
	out := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(string(b))) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return out
}
