package mock

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

func successDeviations() []Deviation {
	return []Deviation{
		deviation("recording-status-206", "A recording comes with status 206 although no part was asked for.",
			breaks("success/status", "success/no-partial-content"), onRecording(status(http.StatusPartialContent)), "*/*"),
		deviation("recording-status-404", "A recording comes with status 404.",
			breaks("success/status"), onRecording(status(http.StatusNotFound)), "*/*"),
		deviation("recording-as-wav", "A recording comes as audio/x-wav.",
			breaks("success/content-type"), onRecording(contentType("audio/x-wav;charset=utf-8")), "*/*"),
		deviation("recording-as-json", "A recording comes as application/json.",
			breaks("success/content-type"), onRecording(contentType("application/json;charset=UTF-8")), "*/*"),
		deviation("recording-without-type", "A recording comes without Content-Type.",
			breaks("success/content-type", "success/charset"), onRecording(contentType("")), "*/*"),
		deviation("recording-without-charset", "The media type of a recording has no charset.",
			breaks("success/charset"), onRecording(contentType("application/octet-stream"))),
		deviation("two-content-types", "A recording comes with two Content-Type fields.",
			breaks("success/one-content-type"),
			onRecording(header("Content-Type", "application/octet-stream;charset=utf-8", "application/octet-stream;charset=utf-8"))),
		deviation("one-recording-for-all", "Every recordId leads to the same recording.",
			breaks("success/right-recording"), onRecording(sameForAll), "success/*", "streaming/*", "paths/*", "parameters/*", "events/*"),
		deviation("recording-cacheable", "A recording may be stored in caches.",
			breaks("security/no-caching"), onRecording(header("Cache-Control", "public, max-age=3600"))),
	}
}

func sameForAll(a *answer) {
	r, _ := fixtures.ByName("agent-call")
	a.content, a.size = r.Open(), r.Size
}

func streamingDeviations() []Deviation {
	return []Deviation{
		deviation("last-byte-lost", "A recording lacks its last byte.",
			breaks("success/exact-bytes", "streaming/size-one"), onRecording(shortened(1)), "*/*"),
		deviation("line-end-added", "A line end follows each recording.",
			breaks("success/exact-bytes"), onRecording(lengthened("\r\n")), "*/*"),
		deviation("envelope-in-front", "A success envelope comes in front of each recording.",
			breaks("success/exact-bytes"), onRecording(preceded(`{"retcode":"0"}`)), "*/*"),
		deviation("one-bit-flipped", "One bit in the middle of a recording is wrong.",
			breaks("success/exact-bytes"), onRecording(bitFlipped), "*/*"),
		deviation("line-ends-converted", "Line feeds become carriage return and line feed.",
			breaks("streaming/every-byte-value"), onRecording(expanded(crlf)), "*/*"),
		deviation("latin1-as-utf-8", "Bytes above 127 are converted from Latin-1 to UTF-8.",
			breaks("streaming/every-byte-value"), onRecording(expanded(func(b byte) []byte { return []byte(string(rune(b))) })), "*/*"),
		deviation("seven-bit", "Bytes lose their highest bit.",
			breaks("streaming/every-byte-value"), onRecording(mapped(func(b byte, _ int64) byte { return b & 0x7f })), "*/*"),
		deviation("cut-at-one-mib", "A recording ends after 1 MiB.",
			breaks("streaming/size-boundaries", "streaming/up-to-thirty-megabytes"), onRecording(through(func(r io.Reader) io.Reader {
				return io.LimitReader(r, 1<<20)
			})), "streaming/*"),
		deviation("recording-compressed", "A recording is compressed although only identity is accepted.",
			breaks("streaming/no-content-coding"),
			onRecording(through(gzipped), header("Content-Encoding", "gzip")), "*/*"),
		deviation("recording-in-base64", "A recording is written as base64.",
			breaks("success/exact-bytes"), onRecording(through(base64ed)), "*/*"),
	}
}

func bitFlipped(a *answer) {
	middle := a.size / 2
	mapped(func(b byte, position int64) byte {
		if position == middle {
			return b ^ 0x10
		}
		return b
	})(a)
}

func crlf(b byte) []byte {
	if b == '\n' {
		return []byte{'\r', '\n'}
	}
	return []byte{b}
}

func framingDeviations() []Deviation {
	return []Deviation{
		deviation("last-chunk-missing", "A chunked recording ends without the last chunk.",
			breaks("streaming/chunked-coding"), onRecording(raw(func(w *rawWriter) error {
				w.head("Connection: close", "Transfer-Encoding: chunked")
				w.endHead()
				return w.chunks(copyBuffer, "")
			})), "*/*"),
		deviation("declared-too-long", "Content-Length declares one byte more than there are.",
			breaks("streaming/declared-length"), onRecording(declares(1)), "*/*"),
		deviation("declared-too-short", "Content-Length declares one byte less than there are.",
			breaks("streaming/declared-length", "streaming/nothing-after-end"), onRecording(declares(-1)), "*/*"),
		deviation("length-and-chunked", "A recording has both Content-Length and Transfer-Encoding.",
			breaks("streaming/length-or-chunked"), onRecording(raw(func(w *rawWriter) error {
				w.head("Connection: close", "Transfer-Encoding: chunked", fmt.Sprintf("Content-Length: %d", w.length()))
				w.endHead()
				if err := w.chunks(copyBuffer, ""); err != nil {
					return err
				}
				_, err := w.WriteString("0\r\n\r\n")
				return err
			})), "*/*"),
		deviation("cut-without-close-notify", "A recording that ends with the connection ends without a TLS closure.",
			breaks("streaming/closed-properly"), onRecording(raw(func(w *rawWriter) error {
				w.head("Connection: close")
				w.endHead()
				if err := w.identity(); err != nil {
					return err
				}
				return w.cut()
			})), "*/*"),
		deviation("bare-line-feeds", "Lines of the head end with a line feed alone.",
			breaks("streaming/head-syntax"), onRecording(raw(func(w *rawWriter) error {
				fmt.Fprintf(w, "HTTP/1.1 200 OK\nContent-Type: %s\nConnection: close\nContent-Length: %d\n\n", w.answer.contentType, w.length())
				return w.identity()
			})), "*/*"),
		deviation("second-response", "A second response follows each recording unasked.",
			breaks("streaming/nothing-after-end"), onRecording(raw(func(w *rawWriter) error {
				w.head(fmt.Sprintf("Content-Length: %d", w.length()))
				w.endHead()
				if err := w.identity(); err != nil {
					return err
				}
				_, err := w.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
				return err
			})), "*/*"),
	}
}

// declares writes a Content-Length that is wrong by so many bytes.
func declares(wrong int64) func(*answer) {
	return raw(func(w *rawWriter) error {
		w.head("Connection: close", "Content-Length: "+strconv.FormatInt(max(0, w.length()+wrong), 10))
		w.endHead()
		return w.identity()
	})
}

func failureDeviations() []Deviation {
	return []Deviation{
		deviation("failure-as-html", "A failure is an HTML page.",
			breaks("failure/content-type", "failure/valid-json"),
			onDownloadFailure(body("<html><body>Not found</body></html>"), contentType("text/html;charset=UTF-8")), "*/*"),
		deviation("failure-as-octet-stream", "The envelope of a failure comes as application/octet-stream.",
			breaks("failure/content-type"), onDownloadFailure(contentType("application/octet-stream;charset=utf-8")), "*/*"),
		deviation("failure-without-charset", "The media type of a failure has no charset.",
			breaks("failure/charset"), onDownloadFailure(contentType("application/json"))),
		deviation("failure-empty", "A failure has no body.",
			breaks("failure/valid-json"), onDownloadFailure(body("")), "*/*"),
		deviation("failure-then-text", "A text follows the envelope of a failure.",
			breaks("failure/valid-json"), onDownloadFailure(rewritten(func(b []byte) []byte { return append(b, " end"...) })), "*/*"),
		deviation("failure-with-bom", "The body of a failure begins with a byte order mark.",
			breaks("failure/utf-8"), onDownloadFailure(rewritten(func(b []byte) []byte { return append([]byte("\ufeff"), b...) })), "*/*"),
		deviation("failure-in-latin1", "The message of a failure is written in Latin-1.",
			breaks("failure/utf-8"), onDownloadFailure(rewritten(func(b []byte) []byte {
				return bytes.Replace(b, []byte(`"message":"`), []byte("\"message\":\"\xfc"), 1)
			})), "failure/*"),
		deviation("failure-in-array", "The envelope of a failure is in an array.",
			breaks("failure/object"), onDownloadFailure(rewritten(func(b []byte) []byte { return []byte("[" + string(b) + "]") })), "*/*"),
		deviation("failure-nested", "The fields of a failure are below a field response.",
			breaks("failure/object"), onDownloadFailure(func(a *answer) { a.envelope = newObject("response", a.envelope) }), "*/*"),
		deviation("retcode-twice", "The name retcode stands twice in a failure.",
			breaks("failure/unique-names"), onDownloadFailure(onEnvelope(func(o *object) { o.add("retcode", o.get("retcode")) }))),
		deviation("retcode-number", "The retcode of a failure is a number.",
			breaks("failure/retcode-string"), onDownloadFailure(code(104005)), "*/*"),
		deviation("retcode-missing", "A failure has no retcode.",
			breaks("failure/retcode-string"), onDownloadFailure(without("retcode")), "*/*"),
		deviation("retcode-without-hyphen", "The retcode of a failure is six digits.",
			breaks("failure/retcode-form"), onDownloadFailure(code("104005")), "*/*"),
		deviation("retcode-success-on-failure", "A failure has the retcode of success.",
			breaks("failure/retcode-not-success"), onDownloadFailure(code("0")), "*/*"),
		deviation("message-missing", "A failure has no message.",
			breaks("failure/message-string"), onDownloadFailure(without("message"))),
		deviation("message-number", "The message of a failure is a number.",
			breaks("failure/message-string"), onDownloadFailure(field("message", 404))),
		deviation("result-list", "The result of a failure is a list.",
			breaks("failure/result-reserved"), onDownloadFailure(field("result", []string{}))),
		deviation("result-text", "The result of a failure is a text.",
			breaks("failure/result-reserved"), onDownloadFailure(field("result", "none"))),
	}
}

func retcodeDeviations() []Deviation {
	return []Deviation{
		deviation("disabled-is-000-003", "A download that is switched off gives 000-003.",
			breaks("retcodes/download-disabled"), onFailure(spec.DownloadDisabled, code("000-003"))),
		deviation("absent-is-104-003", "A recording that does not exist gives 104-003.",
			breaks("retcodes/recording-absent"), onFailure(spec.RecordingAbsent, code("104-003"))),
		deviation("location-missing-is-000-002", "A missing locationId in pool mode gives 000-002.",
			breaks("retcodes/location-missing"), onFailure(spec.LocationMissing, code("000-002"))),
		deviation("unmapped-drive-is-000-002", "A drive without a mapping gives 000-002.",
			breaks("retcodes/drive-unmapped"), onFailure(spec.DriveUnmapped, code("000-002"))),
		deviation("refused-guid-is-100-004", "A refused Guid gives 100-004.",
			breaks("retcodes/guid-refused"), onFailure(spec.GuidRefused, code("100-004")), "auth/*"),
		deviation("no-session-is-104-005", "A download for an agent who is not signed in gives 104-005.",
			breaks("retcodes/not-signed-in"), onFailure(spec.NotSignedIn, code("104-005")), "auth/*", "session/*"),
		deviation("download-not-disabled", "A download is served although it is switched off.",
			breaks("retcodes/download-disabled"), skip(download, stageSwitch)),
		deviation("location-not-needed", "In pool mode a download without locationId is served.",
			breaks("retcodes/location-missing"), skip(download, stageLocation)),
	}
}
