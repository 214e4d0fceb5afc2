package mock

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
)

// Ways in which a recording can be spoilt while it streams. None of them holds
// more than a buffer of it.

// shortened leaves out the last n bytes.
func shortened(n int64) func(*answer) {
	return func(a *answer) {
		if a.streams() {
			a.size = max(0, a.size-n)
			a.content = io.LimitReader(a.content, a.size)
		}
	}
}

// lengthened adds bytes at the end.
func lengthened(tail string) func(*answer) {
	return func(a *answer) {
		if a.streams() {
			a.size += int64(len(tail))
			a.content = io.MultiReader(a.content, bytes.NewReader([]byte(tail)))
		}
	}
}

// preceded adds bytes at the beginning.
func preceded(front string) func(*answer) {
	return func(a *answer) {
		if a.streams() {
			a.size += int64(len(front))
			a.content = io.MultiReader(bytes.NewReader([]byte(front)), a.content)
		}
	}
}

// mapped changes each byte; position counts from zero.
func mapped(f func(b byte, position int64) byte) func(*answer) {
	return through(func(r io.Reader) io.Reader { return &mapper{r: r, f: f} })
}

type mapper struct {
	r   io.Reader
	f   func(byte, int64) byte
	pos int64
}

func (m *mapper) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	for i, b := range p[:n] {
		p[i] = m.f(b, m.pos+int64(i))
	}
	m.pos += int64(n)
	return n, err
}

// expanded writes some bytes as several, as conversions of text do.
func expanded(f func(b byte) []byte) func(*answer) {
	return through(func(r io.Reader) io.Reader { return &expander{r: r, f: f} })
}

type expander struct {
	r    io.Reader
	f    func(byte) []byte
	in   [4 << 10]byte
	rest bytes.Buffer
}

func (e *expander) Read(p []byte) (int, error) {
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

// gzipped compresses.
func gzipped(r io.Reader) io.Reader {
	return piped(r, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

// base64ed writes as base64.
func base64ed(r io.Reader) io.Reader {
	return piped(r, func(w io.Writer) io.WriteCloser { return base64.NewEncoder(base64.StdEncoding, w) })
}

// piped passes a stream through a writer piece by piece.
func piped(r io.Reader, encoder func(io.Writer) io.WriteCloser) io.Reader {
	p := &pipe{r: r}
	p.w = encoder(&p.rest)
	return p
}

type pipe struct {
	r    io.Reader
	w    io.WriteCloser
	in   [4 << 10]byte
	rest bytes.Buffer
	over bool
}

func (p *pipe) Read(b []byte) (int, error) {
	for p.rest.Len() == 0 {
		if p.over {
			return 0, io.EOF
		}
		n, err := p.r.Read(p.in[:])
		if _, werr := p.w.Write(p.in[:n]); werr != nil {
			return 0, werr
		}
		switch {
		case err == io.EOF:
			p.over = true
			if err := p.w.Close(); err != nil {
				return 0, err
			}
		case err != nil:
			return 0, err
		}
	}
	return p.rest.Read(b)
}
