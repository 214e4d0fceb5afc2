package redact

// leastBase64 is how many characters 8 bytes take.
const leastBase64 = 11

// sextet is the value of a character of base64 or base64url; lineBreak is what may
// stand between them, and noSextet is anything else.
var sextet = func() (t [256]uint8) {
	for i := range t {
		t[i] = noSextet
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		t[c] = uint8(i)
	}
	t['-'], t['_'], t['\r'], t['\n'] = 62, 63, lineBreak, lineBreak
	return t
}()

const (
	lineBreak = 64 + iota
	noSextet
	sextets // how many values there are
)

var base64Class = func() (t [256]bool) {
	for i, v := range sextet {
		t[i] = v != noSextet
	}
	return t
}()

// alignments are the places in a group of four characters where a run may begin.
const alignments = 4

// likelySextets tells, for two characters that follow each other and for where
// they stand, at which alignments they may belong to a secret in base64: those at
// which no byte begins in the first one, or a likely one. For a line break, it is joint.
type likelySextets [alignments][sextets * sextets]uint8

const (
	every = 1<<alignments - 1 // all alignments are possible
	joint = every + 1         // a line break: those before and after it do not depend on each other
)

// set computes the table for the bytes of which secrets consist.
func (t *likelySextets) set(likely *[256]bool) {
	for at := range alignments {
		for i := range t[at] {
			first, second := uint8(i/sextets), uint8(i%sextets)
			t[at][i] = 0
			switch {
			case first == noSextet || second == noSextet:
			case first == lineBreak || second == lineBreak:
				t[at][i] = joint
			default:
				t[at][i] = likelyAt(first, second, at, likely)
			}
		}
	}
}

func likelyAt(first, second uint8, at int, likely *[256]bool) (possible uint8) {
	for a := range alignments {
		if c, whole := sextetByte(first, second, (at-a)&3); !whole || likely[c] {
			possible |= 1 << a
		}
	}
	return possible
}

// possible are the alignments at which characters i and i+1 may be of a secret.
func (t *likelySextets) possible(text []byte, i int) uint8 {
	return t[i&3][int(sextet[text[i]])*sextets+int(sextet[text[i+1]])]
}

// next finds the next part of a text from i on that may be a piece of a secret,
// and at which alignments; len(text) if there is none.
func (t *likelySextets) next(text []byte, i int) (at int, left uint8) {
	for i+leastBase64 <= len(text) {
		last, left := i+leastBase64-1, uint8(every)
		for left != 0 && last > i {
			last--
			if now := t.possible(text, last); now == joint {
				left = every
			} else {
				left &= now
			}
		}
		if left != 0 {
			return i, left
		}
		i = last + 1
	}
	return len(text), 0
}

// sextetByte is the byte that begins in the first of two characters, which is the
// given one of its group; none begins in the last.
func sextetByte(first, second uint8, ofGroup int) (c byte, ok bool) {
	switch ofGroup {
	case 0:
		return first<<2 | second>>4, true
	case 1:
		return first<<4 | second>>2, true
	case 2:
		return first<<6 | second, true
	}
	return 0, false
}

// run is a run of base64 without its line breaks.
type run struct {
	src    []byte
	from   int // where it begins in src,
	end    int // and where it ends
	text   []byte
	broken bool    // whether it has line breaks; if so,
	joined []byte  // it is here without them
	trace  bool    // whether anybody asks where characters stand; if so,
	places []int32 // they stand here
	t      *likelySextets
}

// decodeBase64 decodes of every run of base64 what may be a piece of a secret, at
// every alignment.
func decodeBase64(src []byte, out *sink) {
	r := run{src: src, t: &out.index.base64, trace: out.trace}
	if out.of != nil {
		eachTouching(src, out.of, leastBase64, &base64Class, func(from int) int {
			r.take(from)
			r.decode(out)
			return r.end
		})
		return
	}
	for i, _ := r.t.next(src, 0); i < len(src); i, _ = r.t.next(src, i) {
		if sextet[src[i]] == lineBreak {
			i++
			continue // the run has to be likely without it, too
		}
		from := i
		for from > 0 && from > r.end && sextet[src[from-1]] != noSextet {
			from--
		}
		r.take(from)
		r.decode(out)
		i = r.end
	}
}

// take makes r the run at from.
func (r *run) take(from int) {
	r.from, r.end, r.broken = from, from, false
	for ; r.end < len(r.src) && sextet[r.src[r.end]] != noSextet; r.end++ {
		r.broken = r.broken || sextet[r.src[r.end]] == lineBreak
	}
	if r.text = r.src[r.from:r.end]; r.broken {
		r.join()
	}
}

// join leaves out line breaks.
func (r *run) join() {
	r.joined, r.places = r.joined[:0], r.places[:0]
	for i, c := range r.text {
		if sextet[c] == lineBreak {
			continue
		}
		r.joined = append(r.joined, c)
		if r.trace {
			r.places = append(r.places, int32(r.from+i)) //nolint:gosec // a part of a text is short
		}
	}
	r.text = r.joined
}

// at is where a character of the run stands, if anybody asks.
func (r *run) at(i int) int {
	if !r.broken || !r.trace {
		return r.from + i
	}
	return int(r.places[i])
}

// decode writes every part of the run that may be a piece of a secret.
func (r *run) decode(out *sink) {
	for i, left := r.t.next(r.text, 0); i < len(r.text); i, left = r.t.next(r.text, i) {
		i = r.decodeParts(i, left, out)
	}
}

// decodeParts writes the parts that begin at i or later, until no alignment is
// possible any more, and returns where that is.
func (r *run) decodeParts(i int, left uint8, out *sink) int {
	var begin [alignments]int
	for a := range begin {
		begin[a] = i
	}
	for i += leastBase64 - 1; ; i++ {
		now := uint8(0)
		if i+1 < len(r.text) {
			now = r.t.possible(r.text, i)
		}
		for a := 0; now != left && a < alignments; a++ {
			switch bit := uint8(1) << a; {
			case left&bit != 0 && now&bit == 0:
				r.write(begin[a], i, a, out)
			case left&bit == 0 && now&bit != 0:
				begin[a] = i
			}
		}
		if left = now; now == 0 {
			return i
		}
	}
}

// write decodes the pairs of characters from from to to at one alignment.
func (r *run) write(from, to, alignment int, out *sink) {
	if to-from < leastBase64-1 {
		return
	}
	out.put(gap, r.at(from), r.at(from))
	for i := from; i < to; i++ {
		if c, whole := sextetByte(sextet[r.text[i]], sextet[r.text[i+1]], (i-alignment)&3); whole {
			out.put(c, r.at(i), r.at(i+1)+1)
		}
	}
}
