package report

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxLayers bounds how often a text is decoded: twice percent-encoded inside
// JSON inside HTML is as deep as it gets.
const maxLayers = 5

// layer is a text after some rounds of decoding, with the place in the
// original that each byte came from.
type layer struct {
	text  []byte
	start []int // start[i] is where byte i begins; start[len(text)] is the end of the original
	// escapes[i] is the escape, as it stood in the layer before it was decoded,
	// that byte i is the last of.
	escapes map[int]string
	depth   int
	last    bool // decoding it again changes nothing, or is not allowed
}

// plainLayer is the text before any decoding.
func plainLayer(s string) layer {
	l := layer{text: []byte(s), start: make([]int, len(s)+1)}
	for i := range l.start {
		l.start[i] = i
	}
	l.last = !strings.ContainsAny(s, `%\&`)
	return l
}

// span translates positions of this layer into those of the original.
func (l layer) span(from, to int, placeholder string) span {
	return span{l.start[max(from, 0)], l.start[min(to, len(l.text))], placeholder}
}

// follows says whether what precedes position i was an escape that ended with
// the given characters.
func (l layer) follows(i int, ending string) bool {
	escape := l.escapes[i-1]
	return ending == "" || len(escape) > len(ending) && strings.HasSuffix(lower(escape), ending)
}

// decode undoes one round of percent-encoding, JSON and Go escapes and
// character references.
func (l layer) decode() layer {
	next := layer{depth: l.depth + 1, start: make([]int, 0, len(l.start)), escapes: map[int]string{}}
	changed := false
	for i := 0; i < len(l.text); {
		out, n := unit(l.text[i:])
		changed = changed || n > 1 || out[0] != l.text[i]
		for _, c := range out {
			next.text = append(next.text, c)
			next.start = append(next.start, l.start[i])
		}
		if n > 1 {
			next.escapes[len(next.text)-1] = string(l.text[i : i+n])
		} else if escape, ok := l.escapes[i]; ok {
			next.escapes[len(next.text)-1] = escape
		}
		i += n
	}
	next.start = append(next.start, l.start[len(l.text)])
	next.last = !changed || next.depth == maxLayers
	return next
}

// unit decodes what stands at the front of b: its bytes, and how many it took.
func unit(b []byte) ([]byte, int) {
	switch b[0] {
	case '%':
		if c, ok := number(b, 1, 3, 16); ok {
			return []byte{byte(c)}, 3
		}
	case '\\':
		return escaped(b)
	case '&':
		return reference(b)
	}
	return b[:1], 1
}

// escaped decodes a JSON or Go escape.
func escaped(b []byte) ([]byte, int) {
	if len(b) < 2 {
		return b, 1
	}
	switch b[1] {
	case 'u':
		if c, ok := number(b, 2, 6, 16); ok {
			if low, ok := number(b, 8, 12, 16); ok && b[6] == '\\' && b[7] == 'u' && utf16.IsSurrogate(c) {
				return utf8.AppendRune(nil, utf16.DecodeRune(c, low)), 12
			}
			return utf8.AppendRune(nil, c), 6
		}
	case 'U':
		if c, ok := number(b, 2, 10, 16); ok {
			return utf8.AppendRune(nil, c), 10
		}
	case 'x':
		if c, ok := number(b, 2, 4, 16); ok {
			return []byte{byte(c)}, 4
		}
	case '0', '1', '2', '3':
		if c, ok := number(b, 1, 4, 8); ok {
			return []byte{byte(c)}, 4
		}
	}
	if i := strings.IndexByte(`abfnrtv"\/'`, b[1]); i >= 0 {
		return []byte{"\a\b\f\n\r\t\v\"\\/'"[i]}, 2
	}
	return b[:1], 1
}

// names are the character references that encoders produce by name.
var names = []string{"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}

// reference decodes an HTML or XML character reference.
func reference(b []byte) ([]byte, int) {
	end := slices.Index(b[:min(len(b), 12)], ';')
	if end < 0 {
		return b[:1], 1
	}
	ref := lower(string(b[:end+1]))
	if i := slices.Index(names, ref); i >= 0 {
		return []byte{"&<>\"'"[i]}, end + 1
	}
	if digits, ok := strings.CutPrefix(ref, "&#x"); ok {
		if c, ok := number([]byte(digits), 0, len(digits)-1, 16); ok {
			return utf8.AppendRune(nil, c), end + 1
		}
	} else if digits, ok := strings.CutPrefix(ref, "&#"); ok {
		if c, ok := number([]byte(digits), 0, len(digits)-1, 10); ok {
			return utf8.AppendRune(nil, c), end + 1
		}
	}
	return b[:1], 1
}

// number reads the digits b[from:to].
func number(b []byte, from, to, base int) (rune, bool) {
	if len(b) < to || from >= to {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[from:to]), base, 31)
	return rune(n), err == nil
}
