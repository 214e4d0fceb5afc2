package mock

import (
	"bytes"
	"io"
	"net/http"

	"github.com/gwcheck/gwcheck/fixtures"
)

// code sets the retcode.
func code(v any) func(*answer) { return field("retcode", v) }

// field sets a member of the envelope.
func field(name string, v any) func(*answer) {
	return onEnvelope(func(o *object) { o.set(name, v) })
}

// without drops members of the envelope.
func without(names ...string) func(*answer) {
	return onEnvelope(func(o *object) {
		for _, name := range names {
			o.drop(name)
		}
	})
}

// onEnvelope changes the envelope, if there is one.
func onEnvelope(edit func(*object)) func(*answer) {
	return func(a *answer) {
		if a.envelope != nil {
			edit(a.envelope)
		}
	}
}

// status sets the HTTP status.
func status(n int) func(*answer) { return func(a *answer) { a.status = n } }

// contentType sets the Content-Type; with "" there is none.
func contentType(v string) func(*answer) { return func(a *answer) { a.contentType = v } }

// header sets a header field, its name byte for byte.
func header(name string, values ...string) func(*answer) {
	return func(a *answer) { a.setHeader(name, values...) }
}

// noHeader removes a header field that the gateway set.
func noHeader(name string) func(*answer) { return func(a *answer) { delete(a.header, name) } }

// body replaces the body of an answer, a recording too.
func body(text string) func(*answer) {
	return func(a *answer) { a.content, a.envelope, a.body = nil, nil, []byte(text) }
}

// rewritten changes the bytes of a body that is not a recording.
func rewritten(f func([]byte) []byte) func(*answer) {
	return func(a *answer) { a.rewrite = append(a.rewrite, f) }
}

// withTrailingText appends text to the body.
func withTrailingText(text string) func(*answer) {
	return rewritten(func(b []byte) []byte { return append(b, text...) })
}

// withReplacement replaces a text everywhere in the body.
func withReplacement(old, new string) func(*answer) {
	return rewritten(func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(new)) })
}

// asPage turns an answer into an HTML page.
func asPage(n int) func(*answer) {
	return func(a *answer) {
		status(n)(a)
		contentType("text/html;charset=UTF-8")(a)
		body("<!DOCTYPE html><html><body><h1>" + http.StatusText(n) + "</h1></body></html>")(a)
	}
}

// asSuccess turns a failure into a success envelope.
func asSuccess(a *answer) { a.envelope = newObject("message", "success", "retcode", "0") }

// serveSample turns a refusal into a sample recording.
func serveSample(name string) func(*answer) {
	return func(a *answer) {
		recording, _ := fixtures.ByName(name)
		a.cond, a.contentType = "", a.request.op.Success.ContentType
		a.content, a.size = recording.Open(), recording.Size
	}
}

// streamedThrough changes the bytes of a recording.
func streamedThrough(f func(io.Reader) io.Reader) func(*answer) {
	return func(a *answer) {
		if a.streams() {
			a.content = f(a.content)
		}
	}
}

// framed sets the framing of a recording.
func framed(f framing) func(*answer) { return func(a *answer) { a.framing = f } }

// raw writes the answer byte by byte and closes the connection.
func raw(f func(*rawWriter) error) func(*answer) { return func(a *answer) { a.raw = f } }
