package mock

import (
	"bytes"
	"io"
)

// Further ways in which a recording can be spoilt while it streams.

// limited leaves out what is beyond n bytes.
func limited(n int64) func(*answer) {
	return func(a *answer) { shortened(max(0, a.size-n))(a) }
}

// resized changes the size that an answer believes to have.
func resized(by int64) func(*answer) {
	return func(a *answer) { a.size = max(0, a.size+by) }
}

// padded adds zeros up to a multiple of a block.
func padded(block int64) func(*answer) {
	return func(a *answer) {
		if rest := a.size % block; rest > 0 {
			lengthened(string(make([]byte, block-rest)))(a)
		}
	}
}

// skipper leaves out the first bytes.
type skipper struct {
	r    io.Reader
	skip int64
}

func (s *skipper) Read(p []byte) (int, error) {
	if s.skip > 0 {
		if _, err := io.CopyN(io.Discard, s.r, s.skip); err != nil {
			return 0, err
		}
		s.skip = 0
	}
	return s.r.Read(p)
}

// endedBefore ends a stream at the first byte of that value.
func endedBefore(value byte) func(io.Reader) io.Reader {
	return func(r io.Reader) io.Reader { return &stopper{r: r, end: value} }
}

type stopper struct {
	r    io.Reader
	end  byte
	over bool
}

func (e *stopper) Read(p []byte) (int, error) {
	if e.over {
		return 0, io.EOF
	}
	n, err := e.r.Read(p)
	if i := bytes.IndexByte(p[:n], e.end); i >= 0 {
		e.over = true
		return i, nil
	}
	return n, err
}

// unpaired leaves out each carriage return in front of a line feed.
type unpaired struct {
	r    io.Reader
	in   [4 << 10]byte
	held bool // a carriage return of which it is not known what follows
	rest bytes.Buffer
}

func (u *unpaired) Read(p []byte) (int, error) {
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

func (u *unpaired) write(b byte) {
	if u.held && b != '\n' {
		u.rest.WriteByte('\r')
	}
	if u.held = b == '\r'; !u.held {
		u.rest.WriteByte(b)
	}
}
