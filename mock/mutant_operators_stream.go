package mock

import (
	"errors"
	"fmt"
	"io"
	"strconv"
)

// byteOperators are faults of the bytes of a recording.
func byteOperators() []mutantOperator {
	of := func(name, does string, edit func(*answer), more ...string) mutantOperator {
		return mutantOperator{name: name, does: does, kinds: ofRecording, grants: true, breaks: always(append(more, "success/exact-bytes")...), edit: edit}
	}
	const everyByte = "streaming/every-byte-value"
	return []mutantOperator{
		of("first-byte-lost", "loses the first byte of", func(a *answer) {
			a.content, a.size = &skippingReader{r: a.content, skip: 1}, max(0, a.size-1)
		}),
		of("last-byte-lost", "loses the last byte of", shortened(1)),
		of("middle-byte-lost", "loses a byte in the middle of", middleLost),
		of("byte-added-first", "adds a byte before", preceded("\x00")),
		of("byte-added-last", "adds a byte after", lengthened("\x00")),
		of("line-end-added", "adds a line end after", lengthened("\r\n")),
		of("first-byte-changed", "changes the first byte of", flippedAt(func(int64) int64 { return 0 })),
		of("bit-flipped", "inverts a bit in the middle of", flippedAt(func(size int64) int64 { return size / 2 })),
		of("last-byte-changed", "changes the last byte of", flippedAt(func(size int64) int64 { return size - 1 })),
		of("bytes-swapped", "exchanges the bytes at the boundaries of 512 bytes in", func(a *answer) { a.content = &swappingReader{r: a.content} }),
		of("cut-in-half", "sends only the first half of", func(a *answer) { shortened((a.size + 1) / 2)(a) }),
		of("emptied", "sends no byte of", limitedTo(0)),
		of("sent-twice", "sends twice", sentTwice),
		of("line-ends-converted", "converts the line ends in", expanded(func(b byte) []byte {
			if b == '\n' {
				return []byte("\r\n")
			}
			return []byte{b}
		}), everyByte),
		of("seven-bit", "drops the highest bit of each byte of", mapped(func(b byte, _ int64) byte { return b & 0x7f }), everyByte),
		of("zero-ends", "ends before the first zero byte of", streamedThrough(endedBefore(0)), everyByte),
	}
}

func flippedAt(at func(size int64) int64) func(*answer) {
	return func(a *answer) {
		position := at(a.size)
		mapped(func(b byte, p int64) byte {
			if p == position {
				return b ^ 0x10
			}
			return b
		})(a)
	}
}

func middleLost(a *answer) {
	half := a.size / 2
	if a.size == 0 {
		return
	}
	rest := a.content
	a.content = io.MultiReader(io.LimitReader(rest, half), &skippingReader{r: rest, skip: 1})
	a.size--
}

func sentTwice(a *answer) {
	a.content, a.size = &replayingReader{r: a.content}, a.size+min(a.size, mostReplayed)
}

// replayingReader reads a stream, and then its first bytes once more.
type replayingReader struct {
	r     io.Reader
	kept  []byte
	again bool
}

// mostReplayed bounds what is sent once more, in bytes.
const mostReplayed = 64 << 10

func (p *replayingReader) Read(b []byte) (int, error) {
	if !p.again {
		n, err := p.r.Read(b)
		p.kept = append(p.kept, b[:min(n, mostReplayed-len(p.kept))]...)
		if errors.Is(err, io.EOF) {
			p.again, err = true, nil
		}
		return n, err
	}
	n := copy(b, p.kept)
	if p.kept = p.kept[n:]; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// swappingReader exchanges the last byte of each 512 with the first of the next.
type swappingReader struct {
	r   io.Reader
	pos int64
}

func (s *swappingReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	for i := range n - 1 {
		if (s.pos+int64(i)+1)%512 == 0 {
			p[i], p[i+1] = p[i+1], p[i]
		}
	}
	s.pos += int64(n)
	return n, err
}

// framingOperators are faults of how a message is delimited.
func framingOperators() []mutantOperator {
	of := func(name, does, requirement string, f func(*rawWriter) error) mutantOperator {
		return mutantOperator{name: name, does: does, kinds: ofRecording | ofFailure | ofCall | ofCallFailure, breaks: always(requirement), edit: mutantRaw(f)}
	}
	lengthy := func(wrong int64) func(*rawWriter) error {
		return func(w *rawWriter) error {
			w.head("Connection: close", contentLength(w, wrong))
			w.endHead()
			return w.identity()
		}
	}
	chunks := func(fields []string, before func(int) string, after, last string) func(*rawWriter) error {
		return func(w *rawWriter) error {
			w.head(append([]string{"Connection: close"}, fields...)...)
			w.endHead()
			if err := w.pieces(32<<10, before, after); err != nil {
				return err
			}
			_, err := w.WriteString(last)
			return err
		}
	}
	hex := func(n int) string { return strconv.FormatInt(int64(n), 16) + "\r\n" }
	chunked := []string{"Transfer-Encoding: chunked"}
	return []mutantOperator{
		of("length-too-long", "declares a byte too many for", "streaming/declared-length", lengthy(1)),
		of("lengths-two", "declares two lengths for", "streaming/declared-length", func(w *rawWriter) error {
			w.head("Connection: close", contentLength(w, 0), contentLength(w, 1))
			w.endHead()
			return w.identity()
		}),
		of("length-and-chunked", "declares a length and chunks for", "streaming/length-or-chunked", func(w *rawWriter) error {
			return chunks([]string{chunked[0], contentLength(w, 0)}, hex, "\r\n", "0\r\n\r\n")(w)
		}),
		of("coding-unknown", "declares an unknown transfer coding for", "streaming/framing", chunks([]string{"Transfer-Encoding: gzip, chunked"}, hex, "\r\n", "0\r\n\r\n")),
		of("chunk-size-prefixed", "writes 0x before the chunk sizes of", "streaming/chunked-coding", chunks(chunked, func(n int) string { return "0x" + hex(n) }, "\r\n", "0\r\n\r\n")),
		of("chunk-end-missing", "writes no line end after the chunks of", "streaming/chunked-coding", chunks(chunked, hex, "", "0\r\n\r\n")),
		of("last-chunk-missing", "writes no last chunk for", "streaming/chunked-coding", chunks(chunked, hex, "\r\n", "")),
		of("response-after", "sends a second response after", "streaming/nothing-after-end", followedBy("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")),
		of("line-end-after", "sends a line end after", "streaming/nothing-after-end", followedBy("\r\n")),
		of("cut-off", "ends the connection without a TLS closure after", "streaming/closed-properly", func(w *rawWriter) error {
			w.head("Connection: close")
			w.endHead()
			if err := w.identity(); err != nil {
				return err
			}
			return w.cut()
		}),
	}
}

// followedBy writes an answer of declared length, and more after its end.
func followedBy(more string) func(*rawWriter) error {
	return func(w *rawWriter) error {
		w.head(contentLength(w, 0))
		w.endHead()
		if err := w.identity(); err != nil {
			return err
		}
		_, err := w.WriteString(more)
		return err
	}
}

// contentLength is the field, wrong by a number of bytes.
func contentLength(w *rawWriter, wrong int64) string {
	return fmt.Sprintf("Content-Length: %d", max(0, w.length()+wrong))
}
