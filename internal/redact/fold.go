package redact

import (
	"encoding/binary"
	"unicode"
	"unicode/utf8"
)

// lower maps ASCII letters to lower case.
var lower = func() (t [256]byte) {
	for i := range t {
		t[i] = byte(i)
		if 'A' <= i && i <= 'Z' {
			t[i] += 'a' - 'A'
		}
	}
	return t
}()

// fold is a text without differences in letter case and in the encoding of the
// characters up to U+00FF: a byte that is not UTF-8 stands for its character.
func fold(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			out = append(out, lower[c])
			i++
			continue
		}
		folded, n := foldRune(text[i:])
		out = append(out, folded...)
		i += n
	}
	return out
}

// foldRune folds the character at the front of text, which is not ASCII.
func foldRune(text []byte) (folded []byte, n int) {
	r, n := utf8.DecodeRune(text)
	if n == 1 {
		r = rune(text[0])
	}
	if r == 'ß' || r == 'ẞ' {
		return []byte("ss"), n
	}
	return utf8.AppendRune(nil, unicode.ToLower(unicode.ToUpper(r))), n
}

// foldMargin is how much is kept around a character: a window, or what may stand
// before a value.
const foldMargin = 12

// foldWide decodes characters that secrets contain and that are not ASCII.
func (x *index) foldWide(src []byte, out *sink) {
	e := excerpt{src: src, out: out, margin: foldMargin}
	for i := x.nextWide(src, 0); i < len(src); {
		folded, n := foldRune(src[i:])
		e.decoded(i, n, folded...)
		i = x.nextWide(src, i+n)
	}
	e.end()
}

// nextWide is where the next character from i on may begin that a secret
// contains and that is not ASCII.
func (x *index) nextWide(b []byte, i int) int {
	const high = 0x8080808080808080
	for i < len(b) && !x.trigger[b[i]] {
		i++
		for i+8 <= len(b) && binary.LittleEndian.Uint64(b[i:])&high == 0 {
			i += 8
		}
	}
	return i
}

// watch makes foldWide decode the characters of a secret.
func (x *index) watch(text []byte) {
	for i := 0; i < len(text); i++ {
		x.expect(text[i])
		if text[i] < utf8.RuneSelf {
			continue
		}
		x.wide = true
		x.trigger[text[i]] = true
		r, n := utf8.DecodeRune(text[i:])
		if n == 1 {
			r = rune(text[i])
		}
		x.watchRune(r)
		i += n - 1
	}
	if x.stale {
		x.base64.set(&x.likely)
		x.stale = false
	}
}

// watchRune makes foldWide decode a character in any letter case.
func (x *index) watchRune(r rune) {
	for other := unicode.SimpleFold(r); ; other = unicode.SimpleFold(other) {
		x.trigger[utf8.AppendRune(nil, other)[0]] = true
		for _, c := range utf8.AppendRune(nil, other) {
			x.expect(c)
		}
		if other <= unicode.MaxLatin1 {
			x.trigger[byte(other)] = true
			x.expect(byte(other))
		}
		if other == r {
			break
		}
	}
}

// expect makes a byte one of which secrets consist.
func (x *index) expect(c byte) {
	if !x.likely[c] {
		x.likely[c], x.stale = true, true
	}
}
