package redact

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// values are the secrets that count only where they stand as a value.
type values struct {
	young, old map[string]Kind // by their folded spellings
	lengths    []int           // of the spellings, the longest first
	first      [256]bool       // bytes with which they begin
}

const (
	mostValues   = 1 << 14 // spellings of one generation
	longestValue = 1 << 7  // bytes of a spelling
)

// add registers a secret with those of its spellings that are too short for
// decoding to find them.
func (v *values) add(secret string, k Kind) {
	if len(v.young) >= mostValues {
		v.old, v.young = v.young, nil
	}
	if v.young == nil {
		v.young = map[string]Kind{}
	}
	plain := []byte(secret)
	for _, s := range []string{
		secret, strings.ReplaceAll(secret, " ", "+"), hex.EncodeToString(plain),
		base64.StdEncoding.EncodeToString(plain), base64.RawStdEncoding.EncodeToString(plain),
		base64.URLEncoding.EncodeToString(plain), base64.RawURLEncoding.EncodeToString(plain),
	} {
		if text := fold([]byte(s)); len(text) <= longestValue {
			v.put(string(text), k)
		}
	}
}

func (v *values) put(text string, k Kind) {
	if _, known := v.young[text]; known {
		return
	}
	v.young[text] = k
	v.first[text[0]] = true
	if !slices.Contains(v.lengths, len(text)) {
		v.lengths = append(v.lengths, len(text))
		slices.SortFunc(v.lengths, func(a, b int) int { return b - a })
	}
}

func (v *values) get(text []byte) (Kind, bool) {
	if k, ok := v.young[string(text)]; ok {
		return k, true
	}
	k, ok := v.old[string(text)]
	return k, ok
}

// find looks for values in b and tells where they stand. Of the text itself it
// also tells the whole.
func (v *values) find(b []byte, whole bool, found func(from, to int, k Kind)) {
	if v.lengths == nil {
		return
	}
	if from, to := trim(b); whole && to-from <= longestValue {
		if k, ok := v.get(fold(b[from:to])); ok {
			found(from, to, k)
		}
	}
	for _, c := range []byte("=:>") {
		for i := seek(b, 0, c); i < len(b); i = seek(b, i+1, c) {
			v.findAt(b, i+1, found)
		}
	}
}

// beforeValue are the bytes that may stand between a separator and a value.
var beforeValue = [256]bool{' ': true, '\t': true, '\r': true, '\n': true, '"': true, '\'': true, '\\': true}

// findAt looks for a value that follows the "=", ":" or ">" before i.
func (v *values) findAt(b []byte, i int, found func(from, to int, k Kind)) {
	start := i
	for b[i-1] != '>' && start < len(b) && start < i+8 && beforeValue[b[start]] && !v.begins(b, start) {
		start++
	}
	if start >= len(b) || start == i && clock(b, i) {
		return // an element's text begins at once, and a time has no names
	}
	if !v.first[lower[b[start]]] {
		return
	}
	var folded [longestValue]byte
	text := folded[:0]
	for _, c := range b[start:min(len(b), start+v.lengths[0])] {
		text = append(text, lower[c])
	}
	for _, n := range v.lengths {
		if n <= len(text) && ends(b, start+n) {
			if k, ok := v.get(text[:n]); ok {
				found(start, start+n, k)
				return
			}
		}
	}
}

// begins reports whether a secret begins with a character that may also stand
// before a value.
func (v *values) begins(b []byte, i int) bool {
	if !v.first[lower[b[i]]] {
		return false
	}
	for _, n := range v.lengths {
		if i+n <= len(b) && ends(b, i+n) {
			if _, ok := v.get(fold(b[i : i+n])); ok {
				return true
			}
		}
	}
	return false
}

// clock reports whether the colon before i stands between digits.
func clock(b []byte, i int) bool {
	isDigit := func(c byte) bool { return '0' <= c && c <= '9' }
	return i >= 2 && b[i-1] == ':' && isDigit(b[i-2]) && isDigit(b[i])
}

// ends reports whether a value may end before b[i]: no letter or digit follows,
// be it after punctuation that joins words.
func ends(b []byte, i int) bool {
	for ; i < len(b) && strings.IndexByte("._-+%/:@[~", b[i]) >= 0; i++ {
	}
	return i >= len(b) || !wordByte(b[i]) || b[i] == gap
}

// trim is b without space at either end.
func trim(b []byte) (from, to int) {
	to = len(b)
	for from < to && b[from] <= ' ' {
		from++
	}
	for from < to && b[to-1] <= ' ' {
		to--
	}
	return from, to
}
