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
	var lead [256]bool
	for _, c := range []byte(leads) {
		lead[c] = true
	}
	return func(src []byte, out *sink) {
		e := excerpt{src: src, out: out, margin: escapeMargin}
		var room [longestDecoded]byte
		for i := 0; i < len(src); {
			if !lead[src[i]] {
				i++
				continue
			}
			decoded, n, trivial := escape(src[i:], room[:0])
			if n > 1 && !(trivial && !e.near(i)) {
				e.decoded(i, n, decoded...)
			}
			i += n
		}
		e.end()
	}
}

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
