package wire

import (
	"bytes"
	"fmt"
	"io"
)

// readLine returns the next line without its line end, and its offset. It
// accepts LF alone as a line end and reports that, as it reports a CR inside the
// line. The line is valid until the next call.
func (r *roundTrip) readLine(what string) ([]byte, int64, error) {
	at := r.pos
	r.line = r.line[:0]
	for {
		if r.r == r.w {
			if err := r.fill(); err != nil {
				return r.line, at, err
			}
			continue
		}
		piece := r.buf[r.r:r.w]
		end := bytes.IndexByte(piece, '\n')
		if end >= 0 {
			piece = piece[:end+1]
		}
		if r.head -= len(piece); r.head < 0 {
			return nil, at, r.headTooLong(what)
		}
		r.line = append(r.line, piece...)
		r.skip(len(piece))
		if end >= 0 {
			return r.endLine(at), at, nil
		}
	}
}

// skip consumes n bytes of the buffer.
func (r *roundTrip) skip(n int) {
	r.r += n
	r.pos += int64(n)
}

func (r *roundTrip) endLine(at int64) []byte {
	line := r.line[:len(r.line)-1]
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	} else {
		r.fault(FaultBareLF, at, "LF without CR ends the line %s", quoted(line))
	}
	if i := bytes.IndexByte(line, '\r'); i >= 0 {
		r.fault(FaultBareCR, at+int64(i), "CR without LF in the line %s", quoted(line))
	}
	return line
}

func (r *roundTrip) headTooLong(what string) error {
	return &Error{Op: r.op, Cause: ErrHeadTooLong,
		Text: fmt.Sprintf("the %s is longer than %d bytes (limit head)", what, r.lim.HeadBytes)}
}

// truncated is the error for a peer that closed before the response was complete.
func (r *roundTrip) truncated() error {
	if r.x.Timing.FirstByte == 0 {
		return &Error{Op: r.op, Cause: ErrClosed, Err: io.EOF, Text: "the peer closed the connection without a response"}
	}
	return &Error{Op: r.op, Cause: ErrTruncated, Err: io.ErrUnexpectedEOF, Text: "the peer closed the connection " + r.progress()}
}

func (r *roundTrip) malformed(format string, args ...any) error {
	r.ambiguous = true
	return &Error{Op: r.op, Cause: ErrMalformed, Text: fmt.Sprintf(format, args...)}
}
