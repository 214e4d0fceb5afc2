package redact

// window is how many consecutive bytes reveal a secret. A window is held as a
// number, its first byte lowest.
const window = 8

// table is a set of windows with linear probing. Windows are spread by a
// multiplication with a random number, so that no peer can make them collide.
type table struct {
	slots []uint64 // 0 is free; the window of eight zero bytes is never added
	shift uint
	n     int
}

// firstSlots is the size of a table after the first window.
const firstSlots = 1 << 6

// has reports whether the window k, whose hash is h, is in the table.
func (t *table) has(k, h uint64) bool {
	if t.n == 0 {
		return false
	}
	for i := h >> t.shift; t.slots[i] != 0; i = (i + 1) & uint64(len(t.slots)-1) {
		if t.slots[i] == k {
			return true
		}
	}
	return false
}

// add puts k into the table and reports whether it is new.
func (t *table) add(k, factor uint64) bool {
	if k == 0 || t.has(k, k*factor) {
		return false
	}
	if 4*(t.n+1) > 3*len(t.slots) {
		t.grow(factor)
	}
	t.place(k, k*factor)
	t.n++
	return true
}

func (t *table) place(k, h uint64) {
	i := h >> t.shift
	for t.slots[i] != 0 {
		i = (i + 1) & uint64(len(t.slots)-1)
	}
	t.slots[i] = k
}

// grow doubles the table.
func (t *table) grow(factor uint64) {
	old := t.slots
	t.slots = make([]uint64, max(firstSlots, 2*len(old)))
	t.shift = 64
	for n := len(t.slots); n > 1; n /= 2 {
		t.shift--
	}
	for _, k := range old {
		if k != 0 {
			t.place(k, k*factor)
		}
	}
}

// generations hold the windows of one budget. When the young ones are too many,
// they become the old ones, and those that were old are forgotten.
type generations struct{ young, old table }

func (g *generations) has(k, h uint64) bool { return g.young.has(k, h) || g.old.has(k, h) }

// full makes room if the young windows fill half of a budget of the given
// number of slots, and reports whether it forgot any.
func (g *generations) full(slots int) bool {
	if 4*(g.young.n+longestForm) < 3*slots/2 {
		return false
	}
	forgot := g.old.n > 0
	g.old, g.young = g.young, table{}
	return forgot
}
