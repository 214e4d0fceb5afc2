package mock

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// rawWriter writes a response byte by byte, for framings that net/http does not
// allow. The connection is closed afterwards.
type rawWriter struct {
	*bufio.Writer
	conn   net.Conn
	answer *answer
	count  int64 // bytes of the body

	proto, reason string // of the status line
	colon         string // between name and value of the answer's own fields
}

// writeRaw hands the connection to the answer's raw function.
func writeRaw(w http.ResponseWriter, a *answer) (int64, error) {
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return 0, fmt.Errorf("take over the connection: %w", err)
	}
	defer conn.Close() //nolint:errcheck // nobody is left to tell
	raw := &rawWriter{
		Writer: rw.Writer, conn: conn, answer: a,
		proto: "HTTP/1.1", reason: http.StatusText(a.status), colon: ": ",
	}
	if err := conn.SetDeadline(time.Now().Add(writeTimeout)); err != nil {
		return 0, err
	}
	err = a.raw(raw)
	if failed := raw.Flush(); failed != nil {
		err = onConnection(errors.Join(err, failed))
	}
	return raw.count, err
}

// head writes a status line and header fields: the answer's own, then more.
// The caller writes the empty line that ends the head.
func (w *rawWriter) head(more ...string) {
	fmt.Fprintf(w, "%s %d %s\r\n", w.proto, w.answer.status, w.reason)
	w.field("Date", time.Now().UTC().Format(http.TimeFormat))
	if w.answer.contentType != "" {
		w.field(cmp.Or(w.answer.typeField, "Content-Type"), w.answer.contentType)
	}
	for name, values := range w.answer.header {
		if name == "Transfer-Encoding" || name == "Content-Length" {
			continue // the framing is among what follows
		}
		for _, v := range values {
			w.field(name, v)
		}
	}
	for _, line := range more {
		fmt.Fprintf(w, "%s\r\n", line)
	}
}

func (w *rawWriter) field(name, v string) { fmt.Fprintf(w, "%s%s%s\r\n", name, w.colon, v) }

// endHead writes the empty line after the header fields.
func (w *rawWriter) endHead() { w.WriteString("\r\n") } //nolint:errcheck // Flush tells

// payload is the body of the answer.
func (w *rawWriter) payload() (io.Reader, error) {
	if w.answer.streams() {
		return w.answer.content, nil
	}
	b, err := w.answer.render()
	return bytes.NewReader(b), err
}

// length is the number of bytes of payload.
func (w *rawWriter) length() int64 {
	if w.answer.streams() {
		return w.answer.size
	}
	b, err := w.answer.render()
	if err != nil {
		return 0
	}
	return int64(len(b))
}

// identity writes the payload unchanged.
func (w *rawWriter) identity() error {
	p, err := w.payload()
	if err != nil {
		return err
	}
	n, err := io.Copy(w.Writer, p)
	w.count += n
	return err
}

// chunks writes the payload in chunks of at most size bytes, each with the
// extension after its size, without the last chunk.
func (w *rawWriter) chunks(size int, extension string) error {
	return w.pieces(size, func(n int) string { return fmt.Sprintf("%x%s\r\n", n, extension) }, "\r\n")
}

// pieces writes the payload in pieces of at most size bytes. A text that depends
// on the length of the piece precedes each, and a constant text follows it.
func (w *rawWriter) pieces(size int, before func(n int) string, after string) error {
	p, err := w.payload()
	if err != nil {
		return err
	}
	buf := make([]byte, size)
	for {
		n, err := io.ReadFull(p, buf)
		if n > 0 {
			w.WriteString(before(n)) //nolint:errcheck // the last write tells
			w.Write(buf[:n])         //nolint:errcheck // the last write tells
			if _, err := w.WriteString(after); err != nil {
				return err // the connection takes no more
			}
			w.count += int64(n)
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// cut ends the connection without TLS close_notify, as a crash would.
func (w *rawWriter) cut() error {
	if err := w.Flush(); err != nil {
		return err
	}
	if t, ok := within[*tls.Conn](w.conn); ok {
		return t.NetConn().Close()
	}
	return w.conn.Close()
}
