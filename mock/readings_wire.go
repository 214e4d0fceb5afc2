package mock

import "fmt"

// wireReadings frame answers in unusual, legal ways.
func wireReadings() []Variant {
	return []Variant{
		reading("content-length", "RFC 9112 section 6.2",
			"A recording has Content-Length instead of chunks.", onRecording(framed(byLength))),
		reading("close-delimited", "RFC 9112 section 6.3",
			"A recording ends when the connection closes.", onRecording(framed(byClose))),
		reading("http-1.0", "RFC 9110 section 2.5",
			"All answers are HTTP/1.0 and end when the connection closes.",
			onAnswer(notHead, raw(func(w *rawWriter) error {
				w.proto = "HTTP/1.0"
				w.head()
				w.endHead()
				return w.identity()
			}))),
		reading("tiny-chunks", "RFC 9112 section 7.1",
			"A recording is sent in many small chunks.",
			onRecording(func(a *answer) { a.piece = int(max(7, a.size/2000)) })),
		reading("chunk-extensions", "RFC 9112 section 7.1.1",
			"Chunks have extensions, and the last chunk size has leading zeros.",
			onRecording(raw(func(w *rawWriter) error { return inChunks(w, `;kind="a;b";last`, "") }))),
		reading("trailers", "RFC 9112 section 7.1.2",
			"Trailer fields follow a recording.",
			onRecording(raw(func(w *rawWriter) error { return inChunks(w, "", "X-Checked: yes\r\nX-Took: 1\r\n") }))),
		reading("no-reason-phrase", "RFC 9112 section 4",
			"Status lines have no reason phrase.",
			onAnswer(notHead, raw(func(w *rawWriter) error {
				w.reason = ""
				w.head("Connection: close", fmt.Sprintf("Content-Length: %d", w.length()))
				w.endHead()
				return w.identity()
			}))),
	}
}

// inChunks writes a recording in chunks of 4 KiB with an extension each and
// trailer fields after the last.
func inChunks(w *rawWriter, extension, trailer string) error {
	w.head("Connection: close", "Transfer-Encoding: chunked")
	w.endHead()
	if err := w.chunks(4<<10, extension); err != nil {
		return err
	}
	_, err := w.WriteString("000" + extension + "\r\n" + trailer + "\r\n")
	return err
}
