package mock

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
)

// failureDeviations change the form of a failed download: its media type, text,
// members.
func failureDeviations() []Deviation {
	return slices.Concat(typeDeviations(), textDeviations(), shapeDeviations(), fieldDeviations())
}

// typeDeviations give a wrong media type.
func typeDeviations() []Deviation {
	return []Deviation{
		deviation("failure-as-octet-stream", "A failure has the media type application/octet-stream.",
			breaks("failure/content-type"), onDownloadFailure(contentType("application/octet-stream;charset=utf-8")), refusalRequirements...),
		deviation("failure-as-text", "A failure has the media type text/plain.",
			breaks("failure/content-type"), onDownloadFailure(contentType("text/plain;charset=UTF-8")), refusalRequirements...),
		deviation("failure-without-type", "A failure has no Content-Type.",
			breaks("failure/content-type", "failure/charset"), onDownloadFailure(contentType("")), refusalRequirements...),
		deviation("failure-with-two-types", "A failure has two Content-Type fields.",
			breaks("failure/content-type"), onDownloadFailure(header("Content-Type", "application/json;charset=UTF-8", "text/html;charset=UTF-8"))),
		deviation("failure-without-charset", "The media type of a failure has no charset.",
			breaks("failure/charset"), onDownloadFailure(contentType("application/json"))),
		deviation("failure-charset-latin1", "The media type of a failure names ISO-8859-1 as its charset.",
			breaks("failure/charset"), onDownloadFailure(contentType("application/json;charset=ISO-8859-1"))),
	}
}

// textDeviations write text that is not JSON or not UTF-8.
func textDeviations() []Deviation {
	return []Deviation{
		deviation("failure-as-html", "A failure is an HTML page.",
			breaks("failure/content-type", "failure/valid-json"),
			onDownloadFailure(body("<html><body>Not found</body></html>"), contentType("text/html;charset=UTF-8")), refusalRequirements...),
		deviation("failure-as-xml", "A failure is an XML document with the media type of JSON.",
			breaks("failure/valid-json"), onDownloadFailure(body("<failure><retcode>104-005</retcode></failure>")), refusalRequirements...),
		deviation("failure-empty", "A failure has no body.",
			breaks("failure/valid-json"), onDownloadFailure(body("")), refusalRequirements...),
		deviation("failure-then-text", "A text follows the envelope of a failure.",
			breaks("failure/valid-json"), onDownloadFailure(withTrailingText(" end")), refusalRequirements...),
		deviation("failure-twice", "A failure has its envelope twice.",
			breaks("failure/valid-json"), onDownloadFailure(rewritten(func(b []byte) []byte { return append(b, b...) })), refusalRequirements...),
		deviation("failure-cut", "The envelope of a failure lacks its last character.",
			breaks("failure/valid-json"), onDownloadFailure(rewritten(func(b []byte) []byte { return b[:len(b)-1] })), refusalRequirements...),
		deviation("failure-with-trailing-comma", "A failure has a comma after its last member.",
			breaks("failure/valid-json"), onDownloadFailure(withReplacement("}", ",}")), refusalRequirements...),
		deviation("failure-in-single-quotes", "Strings in a failure have single quotes.",
			breaks("failure/valid-json"), onDownloadFailure(withReplacement(`"`, `'`)), refusalRequirements...),
		deviation("failure-compressed", "The envelope of a failure is compressed although only identity is accepted.",
			breaks("failure/valid-json", "failure/utf-8"),
			onDownloadFailure(rewritten(compressed), header("Content-Encoding", "gzip")), append(refusalRequirements, "failure/utf-8")...),
		deviation("failure-with-bom", "The body of a failure begins with a byte order mark.",
			breaks("failure/utf-8"), onDownloadFailure(rewritten(func(b []byte) []byte { return append([]byte("\ufeff"), b...) })), refusalRequirements...),
		deviation("failure-in-latin1", "The message of a failure is written in Latin-1.",
			breaks("failure/utf-8"), onDownloadFailure(withReplacement(`"message":"`, "\"message\":\"\xfc")), refusalRequirements...),
		deviation("failure-in-utf-16", "The body of a failure is UTF-16.",
			breaks("failure/utf-8"), onDownloadFailure(rewritten(inUTF16)), refusalRequirements...),
	}
}

// shapeDeviations move the members of the envelope.
func shapeDeviations() []Deviation {
	return []Deviation{
		deviation("failure-in-array", "The envelope of a failure is inside an array.",
			breaks("failure/object"), onDownloadFailure(rewritten(func(b []byte) []byte { return []byte("[" + string(b) + "]") })), refusalRequirements...),
		deviation("failure-in-text", "The envelope of a failure is inside a JSON string.",
			breaks("failure/object"), onDownloadFailure(rewritten(func(b []byte) []byte {
				quoted, err := json.Marshal(string(b))
				if err != nil {
					return b
				}
				return quoted
			})), refusalRequirements...),
		deviation("failure-nested", "The members of a failure are nested under response.",
			breaks("failure/object"), onDownloadFailure(func(a *answer) { a.envelope = newObject("response", a.envelope) }), refusalRequirements...),
		deviation("failure-of-another-interface", "A failure has resultCode and resultDesc instead of retcode and message.",
			breaks("failure/object"), onDownloadFailure(func(a *answer) {
				a.envelope = newObject("resultCode", "0405", "resultDesc", "no such file")
			}), refusalRequirements...),
		deviation("retcode-twice", "A failure has the member retcode twice.",
			breaks("failure/unique-names"), onDownloadFailure(onEnvelope(func(o *object) { o.add("retcode", o.get("retcode")) }))),
	}
}

// fieldDeviations change one member.
func fieldDeviations() []Deviation {
	return []Deviation{
		deviation("retcode-number", "The retcode of a failure is a number.",
			breaks("failure/retcode-string"), onDownloadFailure(code(104005)), refusalRequirements...),
		deviation("retcode-missing", "A failure has no retcode.",
			breaks("failure/retcode-string"), onDownloadFailure(without("retcode")), refusalRequirements...),
		deviation("retcode-null", "The retcode of a failure is null.",
			breaks("failure/retcode-string"), onDownloadFailure(code(nil)), refusalRequirements...),
		deviation("retcode-without-hyphen", "The retcode of a failure is six digits.",
			breaks("failure/retcode-form"), onDownloadFailure(code("104005")), refusalRequirements...),
		deviation("retcode-without-zeros", "The retcode of a failure lacks its leading zeros.",
			breaks("failure/retcode-form"), onDownloadFailure(onEnvelope(func(o *object) {
				text, _ := o.get("retcode").(string)
				o.set("retcode", strings.ReplaceAll(strings.ReplaceAll(text, "-00", "-"), "-0", "-"))
			})), refusalRequirements...),
		deviation("retcode-with-blank", "The retcode of a failure ends with a space.",
			breaks("failure/retcode-form"), onDownloadFailure(onEnvelope(func(o *object) {
				text, _ := o.get("retcode").(string)
				o.set("retcode", text+" ")
			})), refusalRequirements...),
		deviation("retcode-success-on-failure", "A failure has the retcode 0.",
			breaks("failure/retcode-not-success"), onDownloadFailure(code("0")), refusalRequirements...),
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
