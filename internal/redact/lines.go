package redact

import "bytes"

// decodeQuoted undoes quoted-printable.
func decodeQuoted(src []byte, out *sink) {
	e := excerpt{src: src, out: out, margin: escapeMargin}
	for i := seek(src, 0, '='); i < len(src); i = seek(src, i, '=') {
		if r, n := digits(src[i:], 1, 2, 2, 16); n > 0 {
			e.decoded(i, n, byte(r))
			i += n
			continue
		}
		end := afterBreak(src, i+1)
		if end > i+1 {
			e.decoded(i, end-i)
		}
		i = end
	}
	e.end()
}

// decodeFolded joins lines where one ends and the next begins, after an indent,
// within what may be a word or base64.
func decodeFolded(src []byte, out *sink) {
	e := excerpt{src: src, out: out, margin: escapeMargin}
	for i := seek(src, 0, '\n'); i < len(src); i = seek(src, i, '\n') {
		from, to := i, i+1
		if from > 0 && src[from-1] == '\r' {
			from--
		}
		for to < len(src) && (src[to] == ' ' || src[to] == '\t') {
			to++
		}
		if to > i+1 && to < len(src) && sextet[src[to]] < lineBreak && from > 0 && sextet[src[from-1]] < lineBreak {
			e.decoded(from, to-from)
		}
		i = to
	}
	e.end()
}

// leastLine is how many characters of base64 a line has at least for the next
// one to be joined to it where only a space is left of the line break.
const leastLine = 8

// decodeSpaced joins lines of base64 between which a space stands in place of the
// line break, as in a field that was folded (RFC 9112 section 5.2). It leaves out
// all else.
func decodeSpaced(src []byte, out *sink) {
	from := 0 // of what is not joined yet
	for i := seek(src, 0, ' '); i < len(src); i = seek(src, min(i, len(src)), ' ') {
		if start := lineStart(src, from, i); i-start >= leastLine && i+1 < len(src) && lineClass[src[i+1]] && looksEncoded(src[start:i]) {
			from = joinLines(src, start, i, out)
			i = max(i, from-1)
		}
		i += 1 + leastLine // a line without a space
	}
}

// lineStart is where the line of base64 begins that ends at end, but not before
// from; end if it is shorter than a line is.
func lineStart(src []byte, from, end int) int {
	if end-from < leastLine || !lineClass[src[end-1]] || !lineClass[src[end-leastLine]] {
		return end
	}
	start := end
	for start > from && lineClass[src[start-1]] {
		start--
	}
	return start
}

// joinLines copies the line src[start:end] and, as long as a space stands between
// them, those that follow and are no longer. It returns where the last one
// begins, which may be the first of others, or end if there is none.
func joinLines(src []byte, start, end int, out *sink) int {
	before := len(out.bytes)
	for end < len(src) && src[end] == ' ' {
		next := runEnd(src, end+1)
		if size := next - end - 1; size == 0 || size > end-start {
			break
		}
		if len(out.bytes) == before {
			out.put(gap, start, start)
			out.copy(src, max(start, end-escapeMargin), end)
		}
		start = end + 1
		out.copy(src, start, next)
		end = next
	}
	if len(out.bytes) == before {
		return end
	}
	return start
}

// lineClass are the characters of base64 within a line.
var lineClass = func() (t [256]bool) {
	for i, v := range sextet {
		t[i] = v < lineBreak
	}
	return t
}()

// runEnd is where the characters of base64 end that begin at src[i].
func runEnd(src []byte, i int) int {
	for i < len(src) && lineClass[src[i]] {
		i++
	}
	return i
}

// looksEncoded reports whether a text mixes two of small letters, digits and, after
// its first character, capital letters, as base64 does and words seldom do.
func looksEncoded(text []byte) bool {
	small, digit, capital := 0, 0, 0
	for i, c := range text {
		switch {
		case 'a' <= c && c <= 'z':
			small = 1
		case '0' <= c && c <= '9':
			digit = 1
		case 'A' <= c && c <= 'Z' && i > 0:
			capital = 1
		}
	}
	return small+digit+capital > 1
}

// afterBreak is where a line break at src[i:] ends; i if there is none.
func afterBreak(src []byte, i int) int {
	if i < len(src) && src[i] == '\r' {
		i++
	}
	if i < len(src) && src[i] == '\n' {
		i++
	}
	return i
}

// seek finds the next c in src from i on; len(src) if there is none.
func seek(src []byte, i int, c byte) int {
	if at := bytes.IndexByte(src[i:], c); at >= 0 {
		return i + at
	}
	return len(src)
}

// decodeUTF16 leaves out the zero bytes that UTF-16 puts between characters up
// to U+00FF. Other characters are looked for as they are.
func decodeUTF16(src []byte, out *sink) {
	e := excerpt{src: src, out: out, margin: escapeMargin}
	for i := seek(src, 0, 0); i < len(src); i = seek(src, i+1, 0) {
		if i+2 < len(src) && src[i+2] == 0 || i >= 2 && src[i-2] == 0 {
			e.decoded(i, 1)
		}
	}
	e.end()
}
