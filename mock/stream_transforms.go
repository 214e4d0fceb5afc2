package mock

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
)

// Edits that change a recording while it streams. None holds more than one
// buffer of it; stream_readers.go has the readers that do the work.

// shortened removes the last n bytes.
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
	return streamedThrough(func(r io.Reader) io.Reader { return &mappingReader{r: r, f: f} })
}

// expanded replaces single bytes by several, as conversions of text do.
func expanded(f func(b byte) []byte) func(*answer) {
	return streamedThrough(func(r io.Reader) io.Reader { return &expandingReader{r: r, f: f} })
}

// gzipped compresses.
func gzipped(r io.Reader) io.Reader {
	return throughWriter(r, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

// base64Encoded writes as base64.
func base64Encoded(r io.Reader) io.Reader {
	return throughWriter(r, func(w io.Writer) io.WriteCloser { return base64.NewEncoder(base64.StdEncoding, w) })
}

// limitedTo removes everything after n bytes.
func limitedTo(n int64) func(*answer) {
	return func(a *answer) { shortened(max(0, a.size-n))(a) }
}

// withDeclaredSizeChanged changes the size of an answer but not its content.
func withDeclaredSizeChanged(by int64) func(*answer) {
	return func(a *answer) { a.size = max(0, a.size+by) }
}

// paddedTo pads with zeros to a multiple of block.
func paddedTo(block int64) func(*answer) {
	return func(a *answer) {
		if rest := a.size % block; rest > 0 {
			lengthened(string(make([]byte, block-rest)))(a)
		}
	}
}

// endedBefore ends a stream at the first byte of that value.
func endedBefore(value byte) func(io.Reader) io.Reader {
	return func(r io.Reader) io.Reader { return &stoppingReader{r: r, end: value} }
}
