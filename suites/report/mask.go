package report

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Masker keeps secrets out of results. Everything a result is filled with goes
// through it first: register each secret before it is sent or as soon as it is
// received, mask whole texts, and shorten them only afterwards, since a piece of
// a password is not recognised. The zero value is ready; a Masker is safe for
// concurrent use and must not be copied.
type Masker struct {
	mu      sync.RWMutex
	secrets map[string]secret    // in lower case
	needles map[[4]byte][]needle // by their first four bytes
	short   []needle             // those that have fewer
	filter  [1 << 16]bool        // which hashes of four bytes occur, since nearly all of a text is no secret
}

// secret is how a registered secret is shown, and whether pieces of it count.
type secret struct {
	placeholder string
	token       bool
}

// needle is one spelling of a secret, in lower case.
type needle struct {
	text        string
	placeholder string
	word        bool   // counts only where no letter or digit adjoins
	head, tail  int    // neighbours that hold a few bits of the secret, masked with it
	swallowed   string // what the escape in front of it must have taken, "" for any place
}

const (
	// shortSecret is the length below which a secret counts only as a whole
	// word, and tinySecret that below which it is looked for as it is only; else
	// a password "1" would blot out every report.
	shortSecret = 4
	tinySecret  = 3
	// tokenPiece is the length from which a piece of a token is masked.
	tokenPiece = 10
	// maxSwallowed is the number of characters that \u takes.
	maxSwallowed = 4
	// nothing stands for a secret whose placeholder would spell a secret.
	nothing = "[***]"
)

// Add registers a secret that is shown as "[name]", for example a password. It
// is masked raw, percent-encoded, with JSON, Go or HTML escapes, in any mixture
// and nesting of these, in base64 at any alignment, in hexadecimal, and in any
// letter case. Secrets of fewer than four bytes are masked where they stand as a
// word, those of fewer than three only as they are. The empty string is no secret.
func (m *Masker) Add(name, secret string) { m.add(name, secret, false) }

// AddToken registers a random secret, for example a Guid. In addition to what
// Add does, pieces of ten characters and more are masked, so that shortened,
// extended or altered forms do not give it away.
func (m *Masker) AddToken(name, secret string) { m.add(name, secret, true) }

func (m *Masker) add(name, value string, token bool) {
	if value == "" {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.secrets == nil {
		m.secrets, m.needles = map[string]secret{}, map[[4]byte][]needle{}
	}
	key := lower(value)
	if old, ok := m.secrets[key]; ok && (old.token || !token) {
		return
	}
	m.secrets[key] = secret{"[" + name + "]", token}
	for _, n := range spellings(value) {
		m.put(n, "["+name+"]")
	}
	// A secret that looks encoded itself is decoded along with the text.
	for l := plainLayer(value); !l.last; {
		l = l.decode()
		m.put(needle{text: lower(string(l.text)), word: len(l.text) < shortSecret}, "["+name+"]")
	}
	// An escape that was cut off in front of a secret may swallow its first characters.
	for i := 1; i <= maxSwallowed && len(key)-i > maxSwallowed; i++ {
		m.put(needle{text: key[i:], swallowed: key[:i], head: 1}, "["+name+"]")
	}
	for i := 0; token && i+tokenPiece <= len(key); i++ {
		m.put(needle{text: key[i : i+tokenPiece]}, "["+name+"]")
	}
}

// put files a needle where find looks for it.
func (m *Masker) put(n needle, placeholder string) {
	n.placeholder = placeholder
	if len(n.text) < len([4]byte{}) {
		if !slices.Contains(m.short, n) {
			m.short = append(m.short, n)
		}
		return
	}
	key := [4]byte([]byte(n.text[:4]))
	m.filter[hash(key)] = true
	if !slices.Contains(m.needles[key], n) {
		m.needles[key] = append(m.needles[key], n)
	}
}

// spellings are the forms of a secret that decoding does not undo.
func spellings(secret string) []needle {
	word := len(secret) < shortSecret
	digits := hex.EncodeToString([]byte(secret))
	var out []needle
	for _, s := range cases(secret) {
		out = append(out, needle{text: lower(s), word: word})
	}
	if len(secret) < tinySecret {
		return out
	}
	for _, separator := range []string{"", " ", ":", "-", ", "} {
		out = append(out, needle{text: separated(digits, separator), word: word})
	}
	for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			if n, ok := inBase64(e, secret, shift); ok {
				n.word = word
				out = append(out, n)
			}
		}
	}
	return out
}

// cases are the forms of a secret that differ in letter case, and the one with
// + for spaces, as forms have it. Without letters that are not ASCII, lower
// suffices; without UTF-8, there are no letters.
func cases(secret string) []string {
	out := []string{secret, strings.ReplaceAll(secret, " ", "+")}
	if utf8.ValidString(secret) {
		out = append(out, strings.ToUpper(secret), strings.ToLower(secret))
	}
	return out
}

// separated puts a separator between the bytes of a hexadecimal dump.
func separated(digits, separator string) string {
	var pairs []string
	for i := 0; i < len(digits); i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return strings.Join(pairs, separator)
}

// inBase64 is what base64 makes of a secret that stands shift bytes after a
// multiple of three. The characters it shares with its neighbours vary; they
// are counted, not spelled. A short secret is looked for on its own only.
func inBase64(e *base64.Encoding, secret string, shift int) (needle, bool) {
	if len(secret) < shortSecret {
		return needle{text: lower(e.EncodeToString([]byte(secret)))}, shift == 0
	}
	code := e.EncodeToString([]byte(strings.Repeat("\x00", shift) + secret))
	n := needle{head: min(shift, 1)}
	code = code[[3]int{0, 2, 3}[shift]:]
	if (shift+len(secret))%3 != 0 {
		n.tail = 1
		code = code[:len(code)-1]
	}
	n.text = lower(code)
	return n, len(n.text) >= shortSecret
}

// lower is s with ASCII letters in lower case; its length stays the same.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// Mask is s with every secret replaced.
func (m *Masker) Mask(s string) string {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if len(m.secrets) == 0 || s == "" {
		return s
	}
	var spans []span
	for layer := plainLayer(s); ; layer = layer.decode() {
		spans = append(spans, m.find(layer)...)
		if layer.last {
			return m.replace(s, spans)
		}
	}
}

// span is a part of a text that holds a secret.
type span struct {
	from, to    int
	placeholder string
}

// find looks for all needles in one layer of a text.
func (m *Masker) find(l layer) []span {
	var out []span
	text := lower(string(l.text))
	look := func(i int, needles []needle) {
		for _, n := range needles {
			if n.at(text, i) && l.follows(i, n.swallowed) {
				out = append(out, l.span(i-n.head, i+len(n.text)+n.tail, n.placeholder))
			}
		}
	}
	for i := range len(text) {
		look(i, m.short)
		if i+4 > len(text) {
			continue
		}
		if key := [4]byte([]byte(text[i : i+4])); m.filter[hash(key)] {
			look(i, m.needles[key])
		}
	}
	return out
}

// hash spreads four bytes over the filter (Knuth's multiplicative method).
func hash(key [4]byte) uint16 {
	return uint16(binary.LittleEndian.Uint32(key[:]) * 2654435761 >> 16)
}

// at reports whether the needle stands at position i of text.
func (n needle) at(text string, i int) bool {
	if !strings.HasPrefix(text[i:], n.text) {
		return false
	}
	return !n.word || !alphanumeric(text, i-1) && !alphanumeric(text, i+len(n.text))
}

// alphanumeric reports whether position i of a lower-case text holds a letter or digit.
func alphanumeric(text string, i int) bool {
	return i >= 0 && i < len(text) &&
		('a' <= text[i] && text[i] <= 'z' || '0' <= text[i] && text[i] <= '9')
}

// replace puts placeholders for spans; overlapping spans become one.
func (m *Masker) replace(s string, spans []span) string {
	if len(spans) == 0 {
		return s
	}
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to), cmp.Compare(a.placeholder, b.placeholder))
	})
	var b strings.Builder
	end := 0
	for _, sp := range spans {
		if sp.from >= end {
			b.WriteString(s[end:sp.from])
			b.WriteString(m.harmless(sp.placeholder))
		}
		end = max(end, sp.to)
	}
	return b.String() + s[end:]
}

// harmless is the placeholder, unless it spells a secret itself.
func (m *Masker) harmless(placeholder string) string {
	for value := range m.secrets {
		if strings.Contains(lower(placeholder), value) {
			return nothing
		}
	}
	return placeholder
}
