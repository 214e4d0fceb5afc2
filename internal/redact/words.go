package redact

import (
	"bytes"
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed words.txt
var wordList string

// ordinary are the words of the list.
var ordinary = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(wordList) {
		set[w] = true
	}
	return set
})

// Words are the ordinary words: a password that is one of them may
// appear in reports. They are in lower case; letter case does not count.
func Words() []string { return slices.Sorted(strings.FieldsSeq(wordList)) }

// leastSecret is how many characters a secret needs to be masked anywhere.
const leastSecret = 8

// Weak reports whether a secret is masked only where it stands as a value, and
// why: it is short, or it is one of the names (agent ids and phone numbers) or
// of the ordinary words. The reason follows "it" in a sentence.
func Weak(secret string, names ...string) (reason string, weak bool) {
	same := func(name string) bool { return strings.EqualFold(name, secret) }
	switch {
	case utf8.RuneCountInString(secret) < leastSecret:
		return "has fewer than 8 characters", true
	case slices.ContainsFunc(names, same):
		return "is an agent id or a phone number", true
	case ordinary()[string(fold([]byte(secret)))]:
		return "is an ordinary word", true
	}
	return "", false
}

// lexicon finds the words of at least 8 bytes by their first window.
type lexicon map[uint64][]string

func (l lexicon) add(word string) {
	if text := fold([]byte(word)); len(text) >= window {
		l[load(text)] = append(l[load(text)], string(text))
	}
}

var listed = sync.OnceValue(func() lexicon {
	l := lexicon{}
	for w := range ordinary() {
		l.add(w)
	}
	return l
})

// newForm is the form of a spelling, with its ordinary words marked.
func newForm(text []byte, lexica ...lexicon) form {
	f := form{text: fold(text)}
	for i := 0; i+window <= len(f.text); i++ {
		for _, l := range lexica {
			for _, word := range l[load(f.text[i:])] {
				if strings.HasPrefix(string(f.text[i:min(len(f.text), i+len(word))]), word) {
					f.setOrdinary(i, i+len(word))
				}
			}
		}
	}
	return f
}

func (f *form) setOrdinary(from, to int) {
	if f.ordinary == nil {
		f.ordinary = make([]bool, len(f.text))
	}
	for i := from; i < to; i++ {
		f.ordinary[i] = true
	}
}

// node is what may follow the last dot of a Guid: the name of a node. In a
// cookie it must look like a name.
var node = map[Kind]func() *regexp.Regexp{
	Guid:   pattern(`^[0-9A-Za-z_-]{1,32}$`),
	Cookie: pattern(`^[A-Za-z][A-Za-z_-]{0,23}[0-9]{0,8}$`),
}

// pattern compiles an expression when it is first used.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// nodeOf is the node that a Guid names after its last dot, with that dot; "" for
// none.
func nodeOf(secret string, k Kind) string {
	i := strings.LastIndexByte(secret, '.')
	if name := node[k]; name != nil && i >= window && name().MatchString(secret[i+1:]) {
		return secret[i:]
	}
	return ""
}

// setNode marks the node.
func (f *form) setNode(k Kind) {
	if n := nodeOf(string(f.text), k); n != "" {
		f.setOrdinary(len(f.text)-len(n), len(f.text))
	}
}

// setWithin marks every window that a text has.
func (f *form) setWithin(text string) {
	folded := fold([]byte(text))
	for i := 0; i+window <= len(f.text); i++ {
		if bytes.Contains(folded, f.text[i:i+window]) {
			f.setOrdinary(i, i+window)
		}
	}
}
