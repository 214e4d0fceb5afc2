package mock

import (
	"io"
	"net/http"

	"github.com/gwcheck/gwcheck/spec"
)

// answer is what the gateway is about to send. Hooks may change any of it. Of
// raw, content, body and envelope the first that is set is sent.
type answer struct {
	request *request
	cond    spec.Condition // why it is a refusal; "" if it is none
	refusal *Refusal       // what was decided, before any variant changed the answer; nil if not refused

	status      int
	interim     []int       // statuses of interim responses to send first
	header      http.Header // names are sent as spelled here
	contentType string      // no field if empty
	typeField   string      // name of that field as it is spelled; "" for Content-Type

	envelope *object
	body     []byte
	rewrite  []func([]byte) []byte // applied in turn to the bytes of envelope or body
	rendered []byte                // envelope or body as it is sent, once it is certain

	content io.Reader // a recording
	size    int64     // of content, in bytes
	framing framing
	piece   int // if above zero, the size of each chunk in bytes

	raw func(*rawWriter) error
}

// framing is how a client detects the end of a recording.
type framing int

const (
	chunked framing = iota
	byLength
	byClose
)

// success is the answer with the success envelope of an operation.
func success(r *request, envelope *object) *answer {
	return &answer{status: http.StatusOK, contentType: r.op.Success.ContentType, envelope: envelope}
}

// recording is the answer that streams the opened recording. No cache may store
// it, since it is personal data.
func recording(r *request) *answer {
	a := &answer{
		status: http.StatusOK, contentType: r.op.Success.ContentType,
		content: r.content, size: r.size,
	}
	a.setHeader("Cache-Control", "no-store")
	return a
}

// setHeader sets a header field, its name byte for byte.
func (a *answer) setHeader(name string, values ...string) {
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header[name] = values
}

// setGuid delivers a Guid as the document says for the operation. It does nothing
// if the operation delivers none.
func (a *answer) setGuid(op *spec.Operation, guid string) {
	if op.Renewal.Header != "" {
		a.setHeader(op.Renewal.Header, op.Renewal.Prefix+guid)
	}
}

// failed reports whether the answer is the failure envelope of an operation.
func (a *answer) failed() bool { return a.cond != "" }

// streams reports whether the answer is a recording.
func (a *answer) streams() bool { return a.content != nil }

// event is the event in the answer to a poll, nil if it has none.
func (a *answer) event() *object {
	if a.envelope == nil {
		return nil
	}
	e, _ := a.envelope.get("event").(*object)
	return e
}

// render is the body of an answer that is not a recording.
func (a *answer) render() ([]byte, error) {
	if a.rendered != nil {
		return a.rendered, nil
	}
	b := a.body
	if b == nil && a.envelope != nil {
		var err error
		if b, err = encode(a.envelope); err != nil {
			return nil, err
		}
	}
	for _, f := range a.rewrite {
		b = f(b)
	}
	return b, nil
}

// finish renders the body after the last hook, and returns how many bytes of
// it the client gets.
func (a *answer) finish() (length int64, err error) {
	length = a.size
	if !a.streams() {
		a.rendered, err = a.render()
		length = int64(len(a.rendered))
	}
	if a.request.http.Method == http.MethodHead {
		length = 0
	}
	return length, err
}

// retcode is the code in the envelope, "" if there is none.
func (a *answer) retcode() string {
	if a.envelope == nil {
		return ""
	}
	code, _ := a.envelope.get("retcode").(string)
	return code
}

func (g *Gateway) successMessage(r *request) *answer {
	return success(r, newObject("message", "success", "retcode", g.doc.SuccessCode()))
}
