package mock

import (
	"bytes"
	"io"
)

// skippingReader skips the first bytes.
type skippingReader struct {
	r    io.Reader
	skip int64
}

func (s *skippingReader) Read(p []byte) (int, error) {
	if s.skip > 0 {
		if _, err := io.CopyN(io.Discard, s.r, s.skip); err != nil {
			return 0, err
		}
		s.skip = 0
	}
	return s.r.Read(p)
}

type stoppingReader struct {
	r     io.Reader
	end   byte
	ended bool
}

func (e *stoppingReader) Read(p []byte) (int, error) {
	if e.ended {
		return 0, io.EOF
	}
	n, err := e.r.Read(p)
	if i := bytes.IndexByte(p[:n], e.end); i >= 0 {
		e.ended = true
		return i, nil
	}
	return n, err
}

// crlfShortener removes each carriage return before a line feed.
type crlfShortener struct {
	r    io.Reader
	in   [4 << 10]byte
	held bool // a carriage return of which it is not known what follows
	rest bytes.Buffer
}

func (u *crlfShortener) Read(p []byte) (int, error) {
	for u.rest.Len() == 0 {
		n, err := u.r.Read(u.in[:])
		for _, b := range u.in[:n] {
			u.write(b)
		}
		if n > 0 || err == nil {
			continue
		}
		if !u.held {
			return 0, err
		}
		u.held = false
		u.rest.WriteByte('\r')
	}
	return u.rest.Read(p)
}

func (u *crlfShortener) write(b byte) {
	if u.held && b != '\n' {
		u.rest.WriteByte('\r')
	}
	if u.held = b == '\r'; !u.held {
		u.rest.WriteByte(b)
	}
}

type mappingReader struct {
	r   io.Reader
	f   func(byte, int64) byte
	pos int64
}

func (m *mappingReader) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	for i, b := range p[:n] {
		p[i] = m.f(b, m.pos+int64(i))
	}
	m.pos += int64(n)
	return n, err
}

type expandingReader struct {
	r    io.Reader
	f    func(byte) []byte
	in   [4 << 10]byte
	rest bytes.Buffer
}

func (e *expandingReader) Read(p []byte) (int, error) {
	for e.rest.Len() == 0 {
		n, err := e.r.Read(e.in[:])
		for _, b := range e.in[:n] {
			e.rest.Write(e.f(b))
		}
		if n == 0 && err != nil {
			return 0, err
		}
	}
	return e.rest.Read(p)
}

// throughWriter passes a stream through a writer piece by piece.
func throughWriter(r io.Reader, encoder func(io.Writer) io.WriteCloser) io.Reader {
	p := &pipeReader{r: r}
	p.w = encoder(&p.rest)
	return p
}

type pipeReader struct {
	r     io.Reader
	w     io.WriteCloser
	in    [4 << 10]byte
	rest  bytes.Buffer
	ended bool
}

func (p *pipeReader) Read(b []byte) (int, error) {
	for p.rest.Len() == 0 {
		if p.ended {
			return 0, io.EOF
		}
		n, err := p.r.Read(p.in[:])
		if _, werr := p.w.Write(p.in[:n]); werr != nil {
			return 0, werr
		}
		switch {
		case err == io.EOF:
			p.ended = true
			if err := p.w.Close(); err != nil {
				return 0, err
			}
		case err != nil:
			return 0, err
		}
	}
	return p.rest.Read(b)
}
