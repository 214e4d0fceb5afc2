package redact

// filter tells quickly, and without ever missing one, that a window is none of
// those it was given: nearly all of a text is no secret. (A Bloom filter whose
// two bits share a word.)
type filter struct {
	words []uint64
	shift uint
	n     int
}

// bitsPerWindow is how sparse a new filter is, in powers of two of bits: one
// with twice the windows that it was made for is rebuilt.
const (
	bitsPerWindow = 16
	leastFilter   = 1 << 8
	mostFilter    = 1 << 19 // words, 4 MiB
)

func newFilter(windows int) filter {
	words, shift := leastFilter, uint(64-8)
	for words*64 < windows*bitsPerWindow && words < mostFilter {
		words, shift = 2*words, shift-1
	}
	return filter{words: make([]uint64, words), shift: shift}
}

// bits are the two bits that stand for a hash in its word.
func bits(h uint64) uint64 { return 1<<(h>>32&63) | 1<<(h>>26&63) }

func (f *filter) add(h uint64) {
	f.words[h>>f.shift] |= bits(h)
	f.n++
}

// crowded reports whether there are too many windows for the size.
func (f *filter) crowded() bool {
	return f.n*bitsPerWindow > 2*64*len(f.words) && len(f.words) < mostFilter
}
