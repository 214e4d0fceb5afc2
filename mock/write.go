package mock

import (
	"cmp"
	"io"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	copyBuffer   = 128 << 10        // bytes of a recording held at a time
	writeTimeout = 2 * time.Minute  // how long a client may refuse to take the next piece
	maxBodyBytes = 64 << 10         // longest request body that is read
	bodyTimeout  = 15 * time.Second // how long a request body may take
)

var buffers = sync.Pool{New: func() any { b := make([]byte, copyBuffer); return &b }}

// send writes an answer to the connection and returns how many bytes of the
// body it took. After an error the connection must be closed.
func send(w http.ResponseWriter, a *answer) (int64, error) {
	if a.raw != nil {
		return writeRaw(w, a)
	}
	for _, status := range a.interim {
		w.WriteHeader(status)
	}
	h := w.Header()
	h["Content-Type"] = nil // no guessing
	if a.contentType != "" {
		h[cmp.Or(a.typeField, "Content-Type")] = []string{a.contentType}
	}
	maps.Copy(h, a.header)
	if a.streams() {
		return stream(w, a)
	}
	body, err := a.render()
	if err != nil {
		return 0, err
	}
	if h["Content-Length"] == nil && h["Transfer-Encoding"] == nil {
		h["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	w.WriteHeader(a.status)
	n, err := w.Write(body)
	if a.request.http.Method == http.MethodHead {
		err = nil // net/http refuses a body and is right
	}
	return int64(n), onConnection(err)
}

// stream sends a recording in constant memory.
func stream(w http.ResponseWriter, a *answer) (int64, error) {
	switch h := w.Header(); a.framing {
	case byLength:
		h["Content-Length"] = []string{strconv.FormatInt(a.size, 10)}
	case byClose:
		h["Transfer-Encoding"] = []string{"identity"} // net/http: no framing, close at the end
	}
	w.WriteHeader(a.status)
	out := &pacedWriter{w: w, control: http.NewResponseController(w), piece: a.piece}
	if a.framing == chunked {
		if err := out.control.Flush(); err != nil { // or a short recording would get a Content-Length
			return 0, onConnection(err)
		}
	}
	if a.request.http.Method == http.MethodHead {
		return 0, nil
	}
	buf := buffers.Get().(*[]byte)
	defer buffers.Put(buf)
	n, err := io.CopyBuffer(out, onlyReader{a.content}, *buf)
	if err != nil {
		out.control.Flush() //nolint:errcheck // what was sent so far is sent; the error is reported already
	}
	out.done()
	return n, err
}

// onlyReader hides io.WriterTo, so that io.CopyBuffer uses our buffer.
type onlyReader struct{ io.Reader }

// pacedWriter limits how long each write may take, in real time whatever the
// gateway's clock says, since the limit is about the network.
type pacedWriter struct {
	w       io.Writer
	control *http.ResponseController
	piece   int
}

func (p *pacedWriter) Write(b []byte) (n int, err error) {
	p.deadline(time.Now().Add(writeTimeout))
	if p.piece <= 0 {
		n, err = p.w.Write(b)
		return n, onConnection(err)
	}
	for n < len(b) && err == nil {
		var k int
		if k, err = p.w.Write(b[n:min(n+p.piece, len(b))]); err == nil {
			err = p.control.Flush()
		}
		n += k
	}
	return n, onConnection(err)
}

// done lets the connection serve the next request.
func (p *pacedWriter) done() { p.deadline(time.Time{}) }

func (p *pacedWriter) deadline(t time.Time) {
	p.control.SetWriteDeadline(t) //nolint:errcheck // only recorders in tests cannot
}
