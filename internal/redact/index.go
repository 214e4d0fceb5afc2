package redact

import (
	"hash/maphash"
)

// index finds the windows of all secrets.
type index struct {
	factor  uint64 // random and odd
	filter  filter
	pairs   pairs
	strong  [2][kinds]generations // of what gateways gave out, and of what is sent
	weak    generations           // windows that consist of ordinary words
	likely  [256]bool             // bytes of which secrets, or encodings of them, consist
	base64  likelySextets         // likely, as base64
	stale   bool                  // whether base64 is older than likely
	trigger [256]bool             // bytes with which characters begin that are not ASCII
	wide    bool                  // whether there are any
	quoted  bool                  // whether a secret that counts only as a value has a quotation mark
}

// budgets are sizes in slots of 8 bytes. A gateway gives out one Guid per agent and
// interval and some cookies, and may be hostile: the budgets hold 10,000 Guids
// of 44 characters, and cookies of more than a megabyte in one answer.
var budgets = [2][kinds]int{
	{Password: 1 << 18, Guid: 1 << 20, Cookie: 1 << 21, Secret: 1 << 18},
	{Password: 1 << 18, Guid: 1 << 19, Cookie: 1 << 19, Secret: 1 << 19},
}

const weakBudget = 1 << 17

// init makes an index ready for the first secret.
func (x *index) init() {
	if x.factor == 0 {
		x.factor = maphash.Comparable(maphash.MakeSeed(), 0) | 1
		x.likely, x.stale, x.filter = encoding, true, newFilter(0)
	}
}

// add registers the windows of one form of a secret.
func (x *index) add(f form, k Kind, sent int) {
	forgot := x.strong[sent][k].full(budgets[sent][k])
	forgot = x.weak.full(weakBudget) || forgot
	for i := 0; i+window <= len(f.text); i++ {
		target := &x.strong[sent][k].young
		if f.weak(i) {
			target = &x.weak.young
		}
		if key := load(f.text[i:]); target.add(key, x.factor) {
			x.filter.add(key * x.factor)
			x.pairs.add(key)
		}
	}
	// Rebuilding costs as much as all windows that are left, so it waits until as
	// many were forgotten.
	if x.filter.crowded() || forgot && x.filter.n > 2*x.size() {
		x.rebuild()
	}
}

// tables are all of them.
func (x *index) tables() []*table {
	all := []*table{&x.weak.young, &x.weak.old}
	for sent := range x.strong {
		for k := range x.strong[sent] {
			all = append(all, &x.strong[sent][k].young, &x.strong[sent][k].old)
		}
	}
	return all
}

// size is how many windows the index holds.
func (x *index) size() (n int) {
	for _, t := range x.tables() {
		n += t.n
	}
	return n
}

// rebuild makes a filter of the right size for the windows that are left.
func (x *index) rebuild() {
	x.filter, x.pairs = newFilter(x.size()), pairs{}
	for _, t := range x.tables() {
		for _, k := range t.slots {
			if k != 0 {
				x.filter.add(k * x.factor)
				x.pairs.add(k)
			}
		}
	}
}

// encoding are the bytes of which encodings consist: ASCII without most control
// characters, and the zero bytes of UTF-16.
var encoding = func() (t [256]bool) {
	for c := ' '; c <= '~'; c++ {
		t[c] = true
	}
	t[0], t['\t'], t['\r'], t['\n'] = true, true, true, true
	return t
}()

// match says what a window is.
type match uint8

const (
	noMatch match = iota
	weakMatch
	strongMatch
)

// find looks for one window. Secrets that the harness sends take precedence: a gateway may
// set a cookie to what it was sent.
func (x *index) find(k, h uint64) (Kind, match) {
	for _, origin := range [...]int{sent, received} {
		for kind := range x.strong[origin] {
			if x.strong[origin][kind].has(k, h) {
				return Kind(kind), strongMatch
			}
		}
	}
	if x.weak.has(k, h) {
		return Secret, weakMatch
	}
	return Secret, noMatch
}

// holds reports whether a folded text has a window of a secret.
func (x *index) holds(text []byte) bool {
	for i := 0; i+window <= len(text) && x.factor != 0; i++ {
		k := load(text[i:])
		if _, m := x.find(k, k*x.factor); m == strongMatch {
			return true
		}
	}
	return false
}

// load is the window at the front of b.
func load(b []byte) uint64 {
	var k uint64
	for i, c := range b[:window] {
		k |= uint64(c) << (8 * i)
	}
	return k
}
