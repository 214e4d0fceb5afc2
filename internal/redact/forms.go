package redact

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// form is a secret as it appears in a folded text, or in one whose layers were
// decoded.
type form struct {
	text     []byte
	ordinary []bool // which bytes belong to ordinary words; nil for none
}

const (
	longestSecret = 1 << 12 // bytes of a secret that are looked for
	longestForm   = 4 * longestSecret
)

// weak reports whether the window at i consists of ordinary words.
func (f form) weak(i int) bool {
	if f.ordinary == nil {
		return false
	}
	for j := i; j < i+window; j++ {
		if !f.ordinary[j] && wordByte(f.text[j]) {
			return false
		}
	}
	return true
}

// wordByte reports whether c belongs to a letter or digit.
func wordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= utf8.RuneSelf
}

// spellings are the forms of a secret that decoding a text does not undo.
func spellings(secret string) [][]byte {
	texts := [][]byte{[]byte(secret)}
	if strings.Contains(secret, " ") {
		texts = append(texts, []byte(strings.ReplaceAll(secret, " ", "+")))
	}
	// A secret that looks encoded itself is decoded along with a text.
	for next, last := []byte(secret), []byte(nil); ; {
		last, next = next, unescape(next)
		if bytes.Equal(last, next) {
			break
		}
		texts = append(texts, next)
	}
	return append(texts, wideSpellings(secret)...)
}

// wideSpellings are a secret that is not ASCII in UTF-16.
func wideSpellings(secret string) (out [][]byte) {
	if len(secret) == utf8.RuneCountInString(secret) || !utf8.ValidString(secret) {
		return nil
	}
	for _, s := range []string{secret, strings.ToUpper(secret), strings.ToLower(secret)} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			var b []byte
			for _, unit := range utf16.Encode([]rune(s)) {
				b = order.AppendUint16(b, unit)
			}
			out = append(out, b)
		}
	}
	return out
}

// unescape decodes the escapes of a whole text once.
func unescape(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); {
		decoded, n, _ := escape(b[i:], nil)
		out = append(out, decoded...)
		i += n
	}
	return out
}
