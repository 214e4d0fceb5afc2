package wire

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// chunkedBody reads chunks, the last chunk and the trailer (RFC 9112 section 7.1).
func (r *roundTrip) chunkedBody(resp *Response) error {
	for {
		size, err := r.chunkSize()
		if err == io.EOF {
			return r.chunkMissing(FaultLastChunk)
		}
		if err != nil {
			return err
		}
		if size == 0 {
			return r.trailer(resp)
		}
		resp.Chunks++
		if err := r.chunkData(size); err == io.EOF {
			return r.chunkMissing(FaultLastChunk)
		} else if err != nil {
			return err
		}
	}
}

func (r *roundTrip) chunkMissing(kind FaultKind) error {
	r.fault(kind, r.pos, "the connection ended after %d chunks with %d bytes", r.x.Response.Chunks, r.rec.length)
	return r.truncated()
}

// chunkSize reads the line that precedes the data of a chunk.
func (r *roundTrip) chunkSize() (int64, error) {
	r.head = r.lim.HeadBytes
	line, at, err := r.readLine("line of a chunk size")
	if err != nil {
		return 0, err
	}
	size, rest, ok := parseChunkSize(line)
	if !ok {
		if _, broken := r.x.Fault(FaultChunkEnd); !broken { // otherwise a consequence of the broken chunk end
			r.fault(FaultChunkSize, at, "chunk size %s", quoted(line))
		}
		return 0, r.malformed("the chunks cannot be told apart: chunk size %s", quoted(line))
	}
	if len(rest) < len(line) && isSpace(line[0]) || len(rest) > 0 && len(bytes.Trim(rest, " \t")) == 0 {
		r.fault(FaultChunkSize, at, "white space next to the chunk size %s", quoted(line))
	} else if !validExtensions(string(rest)) {
		r.fault(FaultChunkExtension, at, "chunk extension %s", quoted(rest))
	}
	return size, nil
}

// parseChunkSize reads hexadecimal digits and returns the rest of the line:
// white space or an extension. It skips white space before the digits. A number
// of more than 62 bits counts as the largest.
func parseChunkSize(line []byte) (size int64, rest []byte, ok bool) {
	line = bytes.TrimLeft(line, " \t")
	n := 0
	for ; n < len(line); n++ {
		d := strings.IndexByte("0123456789abcdef", line[n]|0x20)
		if d < 0 || line[n] < '0' {
			break
		}
		size = min(size, 1<<58-1)<<4 | int64(d)
	}
	rest = line[n:]
	follows := bytes.TrimLeft(rest, " \t")
	return size, rest, n > 0 && (len(follows) == 0 || follows[0] == ';')
}

// validExtensions checks *( BWS ";" BWS name [ BWS "=" BWS value ] ).
func validExtensions(s string) bool {
	for s != "" {
		s = strings.TrimLeft(s, " \t")
		if s == "" || s[0] != ';' {
			return false
		}
		s = strings.TrimLeft(s[1:], " \t")
		n := tokenLen(s)
		if n == 0 {
			return false
		}
		s = s[n:]
		if after := strings.TrimLeft(s, " \t"); strings.HasPrefix(after, "=") {
			s = strings.TrimLeft(after[1:], " \t")
			if n = max(quotedLen(s), tokenLen(s)); n == 0 {
				return false
			}
			s = s[n:]
		}
	}
	return true
}

// chunkData reads the data of a chunk and the line end that follows it.
func (r *roundTrip) chunkData(size int64) error {
	if size > r.lim.BodyBytes-r.rec.length {
		return &Error{Op: OpBody, Cause: ErrBodyTooLong,
			Text: fmt.Sprintf("a chunk of %d bytes %s exceeds limit body (%d bytes)", size, r.progress(), r.lim.BodyBytes)}
	}
	if err := r.copy(size); err != nil {
		return err
	}
	at := r.pos
	b, err := r.peek()
	if err == nil && b == '\r' {
		r.skip(1)
		b, err = r.peek()
	}
	switch {
	case err != nil:
		return err
	case b != '\n':
		r.fault(FaultChunkEnd, at, "no line end after a chunk of %d bytes", size)
		r.ambiguous = true
		return nil
	case r.pos == at:
		r.fault(FaultBareLF, at, "LF without CR ends a chunk of %d bytes", size)
	}
	r.skip(1)
	return nil
}

// peek returns the next byte without consuming it.
func (r *roundTrip) peek() (byte, error) {
	for r.r == r.w {
		if err := r.fill(); err != nil {
			return 0, err
		}
	}
	return r.buf[r.r], nil
}

// noTrailer lists fields that a trailer must not contain, since the receiver
// needs them before the body (RFC 9110 section 6.5.1).
var noTrailer = [...]string{
	"Transfer-Encoding", "Content-Length", "Host", "Content-Encoding", "Content-Type",
	"Content-Range", "Trailer", "Connection", "Set-Cookie", "WWW-Authenticate",
}

func (r *roundTrip) trailer(resp *Response) error {
	r.head = r.lim.HeadBytes
	fields, err := r.fields("trailer")
	resp.Trailer = fields
	for _, name := range noTrailer {
		if len(Values(fields, name)) > 0 {
			r.fault(FaultTrailerField, r.pos, "%s in the trailer", name)
		}
	}
	if err == io.EOF {
		return r.chunkMissing(FaultTrailerEnd)
	}
	return err
}
