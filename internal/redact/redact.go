package redact

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Redactor masks the secrets that it has learned. The zero value is ready. All
// methods may be called concurrently; a Redactor must not be copied.
type Redactor struct {
	mu     sync.RWMutex
	index  index
	values [2]values
	names  lexicon
	short  map[string]bool // the names, folded

	backslashes bool // whether a secret that is sent has any
}

// Who sends a secret first: the gateway or the harness.
const (
	received = iota
	sent
)

// AddName registers an agent id or a phone number: as a secret, or as a piece
// of one, it is an ordinary word. Names are to be added before secrets.
func (r *Redactor) AddName(name string) {
	if name == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.short == nil {
		r.short, r.names = map[string]bool{}, lexicon{}
	}
	if folded := string(fold([]byte(name))); !r.short[folded] {
		r.short[folded] = true
		r.names.add(name)
	}
}

// AddPassword registers a password of the target. It is always known.
func (r *Redactor) AddPassword(s string) { r.add(Password, s, sent) }

// AddGuid registers a Guid that a gateway gave out.
func (r *Redactor) AddGuid(s string) { r.add(Guid, s, received) }

// AddCookie registers the value of a cookie that a gateway set.
func (r *Redactor) AddCookie(s string) { r.add(Cookie, s, received) }

// Add registers a secret that a gateway gave out. Past the budget of a kind,
// its oldest secrets are forgotten.
func (r *Redactor) Add(k Kind, s string) { r.add(k, s, received) }

// AddSent registers a secret that the harness itself sends, for example one
// that it derived from another. Nothing that a gateway does makes it forgotten.
func (r *Redactor) AddSent(k Kind, s string) { r.add(k, s, sent) }

// AddDerived registers a secret that the harness sends and that it made of another
// one. The node that a Guid names is no secret, wherever it stands in it.
func (r *Redactor) AddDerived(k Kind, s, original string) { r.addFrom(k, s, original, sent) }

func (r *Redactor) add(k Kind, s string, origin int) { r.addFrom(k, s, s, origin) }

// addFrom registers a secret that was made of an original, which may be itself; of
// one that is too long, the beginning. The empty text is no secret.
func (r *Redactor) addFrom(k Kind, s, original string, origin int) {
	if s = s[:min(len(s), longestSecret)]; s == "" || k >= kinds {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.index.init()
	if _, weak := Weak(s); weak || r.short[string(fold([]byte(s)))] {
		r.values[origin].add(s, k)
		r.index.watch([]byte(s))
		r.index.quoted = r.index.quoted || strings.Contains(s, `"`)
		return
	}
	r.backslashes = r.backslashes || origin == sent && strings.Contains(s, `\`)
	for _, spelling := range spellings(s) {
		f := newForm(spelling, listed(), r.names)
		f.setNode(k)
		if original != s {
			f.setWithin(nodeOf(original, k))
		}
		r.index.add(f, k, origin)
		r.index.watch(spelling)
	}
}

// Mask is s with every secret replaced by the mark of its kind. Masking what is
// masked changes nothing.
func (r *Redactor) Mask(s string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.replace(s, r.find(s, false))
}

// Hides reports whether masking changes s.
func (r *Redactor) Hides(s string) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.find(s, true) != nil
}

// replace puts marks for what is painted.
func (r *Redactor) replace(s string, paint []byte) string {
	if paint == nil {
		return s
	}
	var b strings.Builder
	for used := 0; used < len(s); {
		from, to := next(s, paint, used)
		b.WriteString(s[used:from])
		if from < to {
			b.WriteString(r.mark(Kind(paint[from:to][firstPainted(paint[from:to])] - 1)))
		}
		used = to
	}
	return b.String()
}

func firstPainted(paint []byte) int {
	for i, p := range paint {
		if p != 0 {
			return i
		}
	}
	return 0
}

// next is the next painted part of s from i on, widened to whole characters.
func next(s string, paint []byte, i int) (from, to int) {
	for from = i; from < len(s) && paint[from] == 0; from++ {
	}
	for to = from; to < len(s) && paint[to] != 0; to++ {
	}
	from = boundary(s, i, from)
	if cut := boundary(s, i, to); cut < to {
		_, n := utf8.DecodeRuneInString(s[cut:])
		to = cut + n
	}
	return from, to
}

// boundary is i, or the start of the character that i would cut, but not before
// least.
func boundary(s string, least, i int) int {
	for j := i - 1; j >= least && i-j < utf8.UTFMax; j-- {
		if utf8.RuneStart(s[j]) {
			if _, n := utf8.DecodeRuneInString(s[j:]); j+n > i {
				return j
			}
			break
		}
	}
	return i
}
