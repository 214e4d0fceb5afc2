package redact

import "sync"

// search looks for secrets in one part of a text after another.
type search struct {
	r       *Redactor
	text    []byte // the part
	whole   bool   // whether the part is the whole text
	base    int    // where it begins in the whole text
	size    int    // of the whole text
	paint   []byte // for each byte of the whole text 0, or 1 + the kind of the secret
	scratch [mostLayers + 2]struct {
		bytes  []byte
		fresh  []int32
		places []place
	}
}

const (
	// part is how much of a text is searched at once, so that memory is bounded;
	// parts overlap, so that nothing is lost where they meet.
	part    = 1 << 16
	overlap = 1 << 12

	mostLayers  = 4 // that are decoded one after another,
	mostEscapes = 3 // of these at most so many of escapes
	mostOther   = 2 // and so many others
)

var searches = sync.Pool{New: func() any { return new(search) }}

// find paints the secrets of a text; it is nil if there are none. With first
// set it stops at the first part that has one.
func (r *Redactor) find(s string, first bool) []byte {
	q := searches.Get().(*search)
	q.r, q.size, q.paint = r, len(s), nil
	for q.base = 0; q.base < len(s); q.base += part {
		end := min(len(s), q.base+part+overlap)
		q.text = append(q.text[:0], s[q.base:end]...)
		q.whole = q.base == 0 && end == len(s)
		q.visit(&view{bytes: q.text}, fullBudget)
		if end == len(s) || first && q.paint != nil {
			break
		}
	}
	paint := q.paint
	q.r, q.paint = nil, nil
	searches.Put(q)
	return paint
}

// budget is how many layers may still be decoded.
type budget struct{ all, escapes, other int }

var fullBudget = budget{mostLayers, mostEscapes, mostOther}

// visit searches a view and those that decoding makes of it.
func (q *search) visit(v *view, left budget) {
	q.look(v)
	if left.all == 0 {
		return
	}
	left.all--
	if left.escapes > 0 {
		q.visitEscapes(v, left)
	}
	if left.other > 0 {
		left.other--
		for _, d := range otherLayers {
			q.descend(v, d, left)
		}
	}
}

// visitEscapes undoes escapes and what is as cheap.
func (q *search) visitEscapes(v *view, left budget) {
	left.escapes--
	q.descend(v, decodeEscapes, left)
	q.descend(v, decodeFolded, left)
	q.descend(v, decodeSpaced, left)
	q.descend(v, decodeUTF16, left)
	if q.r.backslashes && mixed(v.bytes) {
		q.descend(v, decodeOthers, left)
	}
}

// otherLayers are the encodings other than escapes that a text is decoded from.
var otherLayers = []decoder{decodeQuoted, decodeBase64, decodeHex}

// descend decodes one layer of a view, if it has any, and visits that.
func (q *search) descend(v *view, d decoder, left budget) {
	q.with(v, d, func(next *view) { q.visit(next, left) })
}

// with decodes one layer of a view into memory that is used again and again.
func (q *search) with(v *view, d decoder, use func(*view)) {
	depth := 0
	for p := v; p.parent != nil; p = p.parent {
		depth++
	}
	room := &q.scratch[depth]
	out := sink{bytes: room.bytes[:0], fresh: room.fresh[:0], index: &q.r.index, of: v.fresh}
	d(v.bytes, &out)
	room.bytes, room.fresh = out.bytes, out.fresh
	if len(out.bytes) == 0 {
		return
	}
	next := &view{bytes: out.bytes, parent: v, decode: d, index: out.index, spare: room.places}
	if len(out.fresh) > 0 {
		next.fresh = out.fresh
	}
	use(next)
	if next.places != nil {
		room.places = next.places
	}
}

// look searches one view, also with characters decoded that are not ASCII.
func (q *search) look(v *view) {
	q.lookFor(v)
	if q.r.index.wide {
		q.with(v, q.r.index.foldWide, q.lookFor)
	}
}

func (q *search) lookFor(v *view) {
	q.windows(v)
	for _, origin := range [...]int{sent, received} {
		q.r.values[origin].find(v.bytes, q.whole && (v.parent == nil || q.size <= escapeMargin), func(from, to int, k Kind) { q.found(v, from, to, k) })
	}
}

// windows looks up every window of a view that may be one of a secret.
func (q *search) windows(v *view) {
	x, b := &q.r.index, v.bytes
	if x.factor == 0 {
		return
	}
	hits := hits{q: q, v: v}
	for i := x.pairs.next(b, 0); i+window <= len(b); i = x.pairs.next(b, i) {
		i = q.lookUp(&hits, i)
	}
	hits.end()
}

// lookUp looks up the window at i and those after it whose pairs are all known.
// It returns where the next one may begin.
func (q *search) lookUp(hits *hits, i int) int {
	x, b := &q.r.index, hits.v.bytes
	words, shift, factor := x.filter.words, x.filter.shift, x.factor
	var k uint64
	for j := range window {
		k = k>>8 | uint64(lower[b[i+j]])<<56
	}
	for {
		h := k * factor
		if want := bits(h); words[h>>shift]&want == want {
			if kind, m := x.find(k, h); m != noMatch {
				hits.add(i, kind, m)
			}
		}
		if i+window >= len(b) || !x.pairs.has(b, i+window-1) {
			return i + window
		}
		i++
		k = k>>8 | uint64(lower[b[i+window-1]])<<56
	}
}

// hits are windows that follow each other: a piece of a secret, unless all of
// them are ordinary words.
type hits struct {
	q        *search
	v        *view
	from, to int
	kind     Kind
	strong   bool
}

func (h *hits) add(i int, k Kind, m match) {
	if i != h.to-window+1 {
		h.end()
		h.from = i
	}
	h.to = i + window
	if m == strongMatch && !h.strong {
		h.kind, h.strong = k, true
	}
}

// end notes a piece that is complete.
func (h *hits) end() {
	if h.strong && characters(h.v.bytes[h.from:h.to]) >= leastSecret {
		h.q.found(h.v, h.from, h.to, h.kind)
	}
	h.strong = false
}

// characters counts the characters of UTF-8, of which at most the last is cut.
func characters(b []byte) (n int) {
	for _, c := range b {
		if c&0xc0 != 0x80 {
			n++
		}
	}
	return n
}

// found paints a secret that a view holds.
func (q *search) found(v *view, from, to int, k Kind) {
	from, to = v.span(from, to)
	if q.paint == nil {
		q.paint = make([]byte, q.size)
	}
	for i := q.base + from; i < q.base+to; i++ {
		if q.paint[i] == 0 {
			q.paint[i] = byte(k) + 1
		}
	}
}
