package mock

import (
	"bufio"
	"compress/gzip"
	"io"
	"slices"
)

// streamingDeviations change the bytes of a recording.
func streamingDeviations() []Deviation {
	return slices.Concat(edgeDeviations(), valueDeviations(), codingDeviations(), sizeDeviations())
}

// edgeDeviations remove or add bytes at the ends of every recording.
func edgeDeviations() []Deviation {
	return []Deviation{
		deviation("last-byte-lost", "A recording lacks its last byte.",
			breaks("success/exact-bytes", "streaming/size-one"), onRecording(shortened(1)), recordingRequirements...),
		deviation("first-byte-lost", "A recording lacks its first byte.",
			breaks("success/exact-bytes", "streaming/size-one"), onRecording(streamedThrough(func(r io.Reader) io.Reader {
				return &skippingReader{r: r, skip: 1}
			}), withDeclaredSizeChanged(-1)), recordingRequirements...),
		deviation("line-end-added", "Each recording is followed by a line end.",
			breaks("success/exact-bytes"), onRecording(lengthened("\r\n")), recordingRequirements...),
		deviation("envelope-in-front", "Each recording is preceded by a success envelope.",
			breaks("success/exact-bytes"), onRecording(preceded(`{"retcode":"0"}`)), recordingRequirements...),
		deviation("envelope-behind", "Each recording is followed by a failure envelope.",
			breaks("success/exact-bytes"), onRecording(lengthened(`{"retcode":"104-009","message":"conversion failed","result":""}`)), recordingRequirements...),
		deviation("one-bit-flipped", "One bit in the middle of each recording is inverted.",
			breaks("success/exact-bytes"), onRecording(bitFlipped), recordingRequirements...),
		deviation("padded-to-pages", "Recordings are padded with zeros to a multiple of 8 KiB.",
			breaks("success/exact-bytes", "streaming/size-one"), onRecording(paddedTo(8<<10)), recordingRequirements...),
	}
}

// valueDeviations treat bytes as text.
func valueDeviations() []Deviation {
	return []Deviation{
		deviation("line-ends-converted", "Line feeds become carriage return and line feed.",
			breaks("streaming/every-byte-value", "success/exact-bytes"), onRecording(expanded(crlf)), recordingRequirements...),
		deviation("line-ends-shortened", "Carriage return and line feed become a line feed.",
			breaks("streaming/every-byte-value", "success/exact-bytes"),
			onRecording(streamedThrough(func(r io.Reader) io.Reader { return &crlfShortener{r: r} })), recordingRequirements...),
		deviation("latin1-as-utf-8", "Bytes above 127 are converted from Latin-1 to UTF-8.",
			breaks("streaming/every-byte-value", "success/exact-bytes"),
			onRecording(expanded(func(b byte) []byte { return []byte(string(rune(b))) })), recordingRequirements...),
		deviation("utf-8-replaced", "Bytes that are not UTF-8 become the replacement character.",
			breaks("streaming/every-byte-value", "success/exact-bytes"), onRecording(expanded(func(b byte) []byte {
				if b > 0x7f {
					return []byte("\ufffd")
				}
				return []byte{b}
			})), recordingRequirements...),
		deviation("seven-bit", "Bytes lose their highest bit.",
			breaks("streaming/every-byte-value", "success/exact-bytes"), onRecording(mapped(func(b byte, _ int64) byte { return b & 0x7f })), recordingRequirements...),
		deviation("ended-by-zero-byte", "A recording ends before its first zero byte.",
			breaks("streaming/every-byte-value", "success/exact-bytes"), onRecording(streamedThrough(endedBefore(0))), recordingRequirements...),
		deviation("ended-by-control-z", "A recording ends before its first Ctrl-Z byte, as DOS text files do.",
			breaks("streaming/every-byte-value", "success/exact-bytes"), onRecording(streamedThrough(endedBefore(0x1a))), recordingRequirements...),
	}
}

// codingDeviations encode a recording.
func codingDeviations() []Deviation {
	return []Deviation{
		deviation("recording-compressed", "A recording is compressed although only identity is accepted.",
			breaks("streaming/no-content-coding", "success/exact-bytes"),
			onRecording(streamedThrough(gzipped), header("Content-Encoding", "gzip")), recordingRequirements...),
		deviation("coding-named-only", "A recording has Content-Encoding: gzip but is not compressed.",
			breaks("streaming/no-content-coding"), onRecording(header("Content-Encoding", "gzip")), eventRecordingRequirements...),
		deviation("recording-in-base64", "A recording is base64-encoded.",
			breaks("success/exact-bytes"), onRecording(streamedThrough(base64Encoded)), recordingRequirements...),
		deviation("recording-decompressed", "A recording that is a gzip file is decompressed.",
			breaks("success/exact-bytes"), onRecording(streamedThrough(decompressed)), "failure/next-download-works"),
	}
}

// sizeDeviations fail for certain sizes only.
func sizeDeviations() []Deviation {
	const block = 64 << 10
	when := func(is func(size int64) bool, edit func(*answer)) func(*behavior) {
		return onAnswer(func(a *answer) bool { return a.streams() && is(a.size) }, edit)
	}
	return []Deviation{
		deviation("cut-at-64-kib", "A recording ends after 64 KiB.",
			breaks("streaming/size-boundaries", "success/exact-bytes"), onRecording(limitedTo(block)), "success/exact-bytes", "streaming/*"),
		deviation("cut-at-one-mib", "A recording ends after 1 MiB.",
			breaks("streaming/size-boundaries", "streaming/up-to-thirty-megabytes", "success/exact-bytes"),
			onRecording(limitedTo(1<<20)), "success/exact-bytes", "streaming/*"),
		deviation("last-full-block-lost", "A recording whose size is a multiple of 64 KiB lacks its last block.",
			breaks("streaming/size-boundaries", "success/exact-bytes"), when(func(n int64) bool { return n > 0 && n%block == 0 }, shortened(block)),
			"success/exact-bytes", "streaming/*"),
		deviation("last-part-block-lost", "A recording lacks its last partial block of 64 KiB.",
			breaks("streaming/size-boundaries", "success/exact-bytes"), when(func(n int64) bool { return n > block && n%block != 0 }, func(a *answer) {
				shortened(a.size % block)(a)
			}), "success/exact-bytes", "streaming/*"),
		deviation("rounded-up-to-block", "A recording one byte short of a multiple of 64 KiB gets an extra zero byte.",
			breaks("streaming/size-boundaries", "success/exact-bytes"), when(func(n int64) bool { return n%block == block-1 }, lengthened("\x00")),
			"success/exact-bytes", "streaming/*"),
		deviation("size-in-sixteen-bits", "The size of a recording is truncated to 16 bits.",
			breaks("streaming/size-boundaries", "success/exact-bytes"),
			onRecording(func(a *answer) { limitedTo(a.size & 0xffff)(a) }), "success/exact-bytes", "streaming/*"),
		deviation("byte-lost-after-whole-pages", "A recording of up to 60 KiB whose size is a multiple of 4 KiB lacks its last byte.",
			breaks("streaming/size-boundaries", "success/exact-bytes"), when(func(n int64) bool { return n > 0 && n <= 60<<10 && n%(4<<10) == 0 }, shortened(1)),
			recordingRequirements...),
		deviation("single-byte-lost", "A recording of one byte is served empty.",
			breaks("streaming/size-one", "success/exact-bytes"),
			when(func(n int64) bool { return n == 1 }, shortened(1)), "success/exact-bytes", "streaming/back-to-back"),
	}
}

func bitFlipped(a *answer) {
	middle := a.size / 2
	mapped(func(b byte, position int64) byte {
		if position == middle {
			return b ^ 0x10
		}
		return b
	})(a)
}

func crlf(b byte) []byte {
	if b == '\n' {
		return []byte{'\r', '\n'}
	}
	return []byte{b}
}

// decompressed decompresses a recording that is a gzip member.
func decompressed(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if magic, err := buffered.Peek(2); err != nil || string(magic) != "\x1f\x8b" {
		return buffered
	}
	z, err := gzip.NewReader(buffered)
	if err != nil {
		return buffered
	}
	return z
}
