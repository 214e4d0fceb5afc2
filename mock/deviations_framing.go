package mock

import (
	"fmt"
	"strconv"

	"github.com/gwcheck/gwcheck/spec"
)

// framingDeviations violate HTTP/1.1 itself: in recordings, in failed downloads
// and in answers to a sign-out or a poll, since gateways write these in different
// places; some violations concern recordings only.
func framingDeviations() []Deviation {
	var list []Deviation
	for _, in := range []struct {
		prefix, subject string
		at              func(edits ...func(*answer)) func(*behavior)
	}{
		{"", "A recording", onRecording},
		{"failure-", "The answer to a failed download", onDownloadFailure},
		{"sign-out-", "The answer to a sign-out", func(edits ...func(*answer)) func(*behavior) { return onOperation(spec.Logout, edits...) }},
		{"poll-", "The answer to a poll without an event", onEmptyPoll},
	} {
		for _, b := range framingBreaches() {
			list = append(list, deviation(in.prefix+b.name, in.subject+" "+b.does+".", breaks(b.requirement), in.at(b.edit), append(b.suffers, eventRecordingRequirements...)...))
		}
	}
	return append(list, recordingFramingDeviations()...)
}

// framingBreach is one violation of HTTP/1.1 that any answer can have.
type framingBreach struct {
	name, does, requirement string
	edit                    func(*answer)
	suffers                 []string
}

func framingBreaches() []framingBreach {
	return []framingBreach{
		{"transfer-coding-unknown", "has an unknown transfer coding", "streaming/framing",
			chunkedWithFields("Transfer-Encoding: gzip, chunked"), nil},
		{"declared-too-long", "has a Content-Length one byte longer than its body", "streaming/declared-length", withDeclaredLength(1), nil},
		{"last-chunk-missing", "is chunked and lacks the last chunk", "streaming/chunked-coding", raw(func(w *rawWriter) error {
			w.head("Connection: close", "Transfer-Encoding: chunked")
			w.endHead()
			return w.chunks(copyBuffer, "")
		}), nil},
		{"length-and-chunked", "has both Content-Length and Transfer-Encoding", "streaming/length-or-chunked", func(a *answer) {
			chunkedWithFields("Transfer-Encoding: chunked", "Content-Length: "+strconv.FormatInt((&rawWriter{answer: a}).length(), 10))(a)
		}, nil},
		{"second-response", "is followed by a second response", "streaming/nothing-after-end",
			withTrailingBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), nil},
		{"cut-without-close-notify", "ends when the connection closes, without a TLS closure", "streaming/closed-properly", raw(func(w *rawWriter) error {
			w.head("Connection: close")
			w.endHead()
			if err := w.identity(); err != nil {
				return err
			}
			return w.cut()
		}), nil},
		{"bare-line-feeds", "has header lines that end with a line feed alone", "streaming/head-syntax", raw(func(w *rawWriter) error {
			fmt.Fprintf(w, "HTTP/1.1 200 OK\nContent-Type: %s\nConnection: close\nContent-Length: %d\n\n", w.answer.contentType, w.length())
			return w.identity()
		}), []string{"security/no-caching"}},
		{"server-named-twice", "has two Server fields", "streaming/single-fields", header("Server", "Apache-Coyote/1.1", "nginx"), nil},
	}
}

// recordingFramingDeviations are violations of HTTP/1.1 in recordings only.
func recordingFramingDeviations() []Deviation {
	on := func(name, sentence, requirement string, edit func(*answer), suffers ...string) Deviation {
		return deviation(name, sentence, breaks(requirement), onRecording(edit), append(suffers, eventRecordingRequirements...)...)
	}
	return []Deviation{
		deviation("declared-too-short", "Content-Length is one byte less than the recording has.",
			breaks("streaming/nothing-after-end"), onRecording(withDeclaredLength(-1)), recordingRequirements...),
		on("two-lengths", "A recording has two different Content-Length fields.", "streaming/declared-length", raw(func(w *rawWriter) error {
			w.head("Connection: close", fmt.Sprintf("Content-Length: %d", w.length()), fmt.Sprintf("Content-Length: %d", w.length()+1))
			w.endHead()
			return w.identity()
		})),
		on("chunk-sizes-decimal", "Chunk sizes are decimal.", "streaming/chunked-coding", chunksFramedBy(func(n int) string {
			return fmt.Sprintf("%d\r\n", n)
		}, "\r\n"), recordingRequirements...),
		on("chunk-sizes-prefixed", "Chunk sizes begin with 0x.", "streaming/chunked-coding", chunksFramedBy(func(n int) string {
			return fmt.Sprintf("0x%x\r\n", n)
		}, "\r\n"), recordingRequirements...),
		on("chunk-ends-missing", "Chunks are not followed by a line end.", "streaming/chunked-coding", chunksFramedBy(func(n int) string {
			return fmt.Sprintf("%x\r\n", n)
		}, ""), recordingRequirements...),
		on("line-end-after-body", "A line end follows the body of a recording.", "streaming/nothing-after-end", withTrailingBytes("\r\n")),
		on("header-folded", "A header field of a recording is folded over two lines.", "streaming/head-syntax", withHeadLines("X-Folded: one,\r\n two")),
		on("control-character-in-header", "A header field of a recording contains a control character.", "streaming/head-syntax", withHeadLines("X-File: a\x01b")),
		on("space-before-colon", "A header field of a recording has a space before its colon.", "streaming/head-syntax", withHeadLines("X-File : a")),
		on("header-without-colon", "A line in the head of a recording has no colon.", "streaming/head-syntax", withHeadLines("X-File")),
	}
}

// withDeclaredLength writes a Content-Length that is wrong by a number of
// bytes.
func withDeclaredLength(wrong int64) func(*answer) {
	return raw(func(w *rawWriter) error {
		w.head("Connection: close", "Content-Length: "+strconv.FormatInt(max(0, w.length()+wrong), 10))
		w.endHead()
		return w.identity()
	})
}

// chunkedWithFields writes a chunked body after the given header fields.
func chunkedWithFields(fields ...string) func(*answer) {
	return raw(func(w *rawWriter) error {
		w.head(append([]string{"Connection: close"}, fields...)...)
		w.endHead()
		if err := w.chunks(copyBuffer, ""); err != nil {
			return err
		}
		_, err := w.WriteString("0\r\n\r\n")
		return err
	})
}

// chunksFramedBy writes chunks with own text before and after their data.
func chunksFramedBy(before func(size int) string, after string) func(*answer) {
	return raw(func(w *rawWriter) error {
		w.head("Connection: close", "Transfer-Encoding: chunked")
		w.endHead()
		if err := w.pieces(32<<10, before, after); err != nil {
			return err
		}
		_, err := w.WriteString("0\r\n\r\n")
		return err
	})
}

// withTrailingBytes writes bytes after the end of the answer.
func withTrailingBytes(more string) func(*answer) {
	return raw(func(w *rawWriter) error {
		w.head(fmt.Sprintf("Content-Length: %d", w.length()))
		w.endHead()
		if err := w.identity(); err != nil {
			return err
		}
		_, err := w.WriteString(more)
		return err
	})
}

// withHeadLines adds lines to the head unchanged.
func withHeadLines(lines ...string) func(*answer) {
	return raw(func(w *rawWriter) error {
		w.head(append(lines, "Connection: close", fmt.Sprintf("Content-Length: %d", w.length()))...)
		w.endHead()
		return w.identity()
	})
}
