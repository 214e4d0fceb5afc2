package redact

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// escapeMargin is how much of a text is kept around what was decoded: about what
// 8 characters take in two layers of encoding.
const escapeMargin = 64

// decodeEscapes undoes one layer of percent-encoding, backslash escapes and
// character references.
var decodeEscapes = escapesOf("%\\&")

// decodeOthers leaves backslashes as they are: a secret with one may be
// percent-encoded in part.
var decodeOthers = escapesOf("%&")

// escapesOf decodes the escapes that begin with one of the given bytes.
func escapesOf(leads string) decoder {
	return func(src []byte, out *sink) {
		e := excerpt{src: src, out: out, margin: escapeMargin}
		var room [longestDecoded]byte
		all := leadsOf(src, leads)
		for i := all.seek(0); i < len(src); {
			decoded, n, trivial := escape(src[i:], room[:0])
			if n > 1 && (e.near(i) || !trivial && !out.index.separates(src, i, n)) {
				e.decoded(i, n, decoded...)
			}
			i = all.seek(i + n)
		}
		e.end()
	}
}

// leads finds the bytes with which escapes begin.
type leads struct {
	src   []byte
	bytes string
	next  [3]int // where each of them stands next
}

func leadsOf(src []byte, bytes string) *leads {
	l := &leads{src: src, bytes: bytes}
	for k := range l.next {
		l.next[k] = -1
	}
	return l
}

// seek is where the first of them stands from i on; len(src) if there is none.
func (l *leads) seek(i int) int {
	first := len(l.src)
	for k := range len(l.bytes) {
		if l.next[k] < i {
			l.next[k] = seek(l.src, min(i, len(l.src)), l.bytes[k])
		}
		first = min(first, l.next[k])
	}
	return first
}

// separates reports whether src[i:i+n] is \" and the quotation mark belongs to no
// secret, since none has it after or before its neighbour here. Undoing the
// escape would show no more of a secret than there is without. (A short secret
// is found after \" too, and so are the digits of a dump.)
func (x *index) separates(src []byte, i, n int) bool {
	if n != 2 || src[i+1] != '"' || src[i] != '\\' || x.quoted {
		return false
	}
	if i > 0 && (escapeByte[src[i-1]] || x.pairs.has([]byte{src[i-1], '"'}, 0)) {
		return false
	}
	return i+n >= len(src) || !escapeByte[src[i+n]] && !x.pairs.has(src, i+1)
}

// escapeByte are the bytes with which escapes begin or end, and those that are not ASCII.
var escapeByte = func() (t [256]bool) {
	for c := utf8.RuneSelf; c < len(t); c++ {
		t[c] = true
	}
	for _, c := range []byte("%\\&;}=") {
		t[c] = true
	}
	return t
}()

// mixed reports whether a text may have backslashes among other escapes.
func mixed(b []byte) bool {
	return bytes.IndexByte(b, '\\') >= 0 && (bytes.IndexByte(b, '%') >= 0 || bytes.IndexByte(b, '&') >= 0)
}

// longestDecoded is how many bytes an escape may stand for.
const longestDecoded = 8

// escape appends to out what stands at the front of b, and tells how many bytes
// it takes, one if it is no escape. A trivial escape is one of a letter that
// needs none.
func escape(b, out []byte) (decoded []byte, n int, trivial bool) {
	if len(b) > 2 && b[0] == '%' && digit[b[1]] < 16 && digit[b[2]] < 16 {
		return append(out, byte(digit[b[1]]<<4|digit[b[2]])), 3, false
	}
	r, n, isByte := unit(b)
	switch {
	case n == 0:
		return plainEscape(b, out)
	case isByte:
		return append(out, byte(r)), n, false
	case utf16.IsSurrogate(r):
		if low, m, _ := unit(b[n:]); m > 0 && utf16.DecodeRune(r, low) != utf8.RuneError {
			return utf8.AppendRune(out, utf16.DecodeRune(r, low)), n + m, false
		}
	}
	return utf8.AppendRune(out, r), n, false
}

// plainEscape decodes escapes that do not tell a number.
func plainEscape(b, out []byte) (decoded []byte, n int, trivial bool) {
	switch {
	case b[0] == '&':
		if text, n := named(b); n > 0 {
			return append(out, text...), n, false
		}
	case b[0] == '\\' && len(b) > 1 && b[1] == '\n':
		return nil, 2, false
	case b[0] == '\\' && len(b) > 1 && b[1] < utf8.RuneSelf:
		if c := letters[b[1]]; c != 0 {
			return append(out, c), 2, false
		}
		return append(out, b[1]), 2, wordByte(b[1])
	}
	return append(out, b[0]), 1, false
}

// letters are the escapes of one letter.
var letters = [256]byte{
	'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v',
}
