package redact

// view is a text, or what one of its layers says once it is decoded, as far as
// that differs from the text.
type view struct {
	bytes  []byte
	parent *view // nil for the text itself
	decode decoder
	index  *index
	fresh  []int32 // see sink
	places []place // in the parent, of each byte; made when the first is asked for
	spare  []place
}

// place is where something stands in the parent of a view.
type place struct{ from, to int32 }

// decoder appends to out what src says in one layer of encoding, or a part of
// it that holds all that this layer encodes.
type decoder func(src []byte, out *sink)

// sink takes what a decoder finds: its bytes and, if a secret was found in them
// and the decoder is asked again, their places, which cost more.
type sink struct {
	bytes  []byte
	places []place
	trace  bool
	index  *index
	of     []int32 // fresh of what is decoded

	// Where src was decoded to, if the rest was copied: what is not near one of
	// these was there before. nil means everywhere.
	fresh []int32
}

// gap separates parts that do not adjoin; no secret and no escape has it.
const gap = 0xff

// put appends one byte that stands for src[from:to].
func (s *sink) put(c byte, from, to int) {
	s.bytes = append(s.bytes, c)
	if s.trace {
		s.places = append(s.places, place{int32(from), int32(to)})
	}
}

// copy appends src[from:to] as it is.
func (s *sink) copy(src []byte, from, to int) {
	s.bytes = append(s.bytes, src[from:to]...)
	for i := from; s.trace && i < to; i++ {
		s.places = append(s.places, place{int32(i), int32(i + 1)})
	}
}

// span is the part of the text that bytes[from:to] of the view come from.
func (v *view) span(from, to int) (int, int) {
	if v.parent == nil {
		return from, to
	}
	if v.places == nil {
		again := sink{places: v.spare[:0], trace: true, index: v.index, of: v.parent.fresh}
		v.decode(v.parent.bytes, &again)
		v.places = again.places
	}
	return v.parent.span(int(v.places[from].from), int(v.places[to-1].to))
}

// excerpt copies a text with some of it decoded, and leaves out what is far
// from that.
type excerpt struct {
	src     []byte
	out     *sink
	margin  int
	next    int // what is not copied yet
	started bool
}

// near reports whether something close before i was decoded.
func (e *excerpt) near(i int) bool { return e.started && i-e.next <= e.margin }

// decoded notes that src[i:i+n] means text.
func (e *excerpt) decoded(i, n int, text ...byte) {
	if start := i - e.margin; start > e.next && !(e.started && start <= e.next+e.margin) {
		e.end()
		e.next = start
		e.out.put(gap, start, start)
	}
	e.out.copy(e.src, e.next, i)
	e.out.fresh = append(e.out.fresh, int32(len(e.out.bytes))) //nolint:gosec // a part of a text is short
	for _, c := range text {
		e.out.put(c, i, i+n)
	}
	e.next, e.started = i+n, true
}

// end copies what follows the last that was decoded.
func (e *excerpt) end() {
	if e.started {
		stop := min(e.next+e.margin, len(e.src))
		e.out.copy(e.src, e.next, stop)
		e.next = stop
	}
}
