package redact

// leastHex is how many digits 8 bytes take.
const leastHex = 16

// mostBetween is how many characters may stand between two hexadecimal digits
// of a dump, for example the separator and prefix \", \"0x.
const mostBetween = 12

// hexClass are hexadecimal digits and what may stand between them.
var hexClass = func() (t [256]bool) {
	for i := range t {
		t[i] = digit[i] < 16 || i < 0x7f && i > ' ' && !wordByte(byte(i))
	}
	for _, c := range []byte(" \t\r\nxXuUhH") {
		t[c] = true
	}
	return t
}()

// decodeHex decodes runs of hexadecimal digits, from the first one on and from
// the second one on, if that may give a piece of a secret.
func decodeHex(src []byte, out *sink) {
	if out.of != nil {
		eachTouching(src, out.of, leastHex, &hexClass, func(from int) int { return decodeDumps(src, from, out) })
		return
	}
	for i := nextRun(src, 0, leastHex, &hexClass); i < len(src); i = nextRun(src, i, leastHex, &hexClass) {
		i = decodeDumps(src, i, out)
	}
}

// decodeDumps decodes the run at src[i:] and returns where it ends.
func decodeDumps(src []byte, i int, out *sink) int {
	end, possible := scanDump(src, i, &out.index.likely)
	for skip := 0; possible && skip < 2; skip++ {
		out.put(gap, i, i)
		decodeDump(src, i, skip, out)
	}
	return end
}

// scanDump finds where the run at src[i:] ends, and whether two digits after two
// digits of it are so many likely bytes that they may be a piece of a secret.
func scanDump(src []byte, i int, likely *[256]bool) (end int, possible bool) {
	var count [2]int // of likely bytes that end at the last digit, and at the one before
	before := rune(0)
	for ; i < len(src) && hexClass[src[i]]; i++ {
		d := digit[src[i]]
		if d == 16 || d == 0 && i+1 < len(src) && src[i+1]|0x20 == 'x' {
			continue
		}
		count[0], count[1] = count[1]+1, count[0]
		if !likely[byte(before<<4|d)] {
			count[0] = 0
		}
		possible = possible || count[0] >= window
		before = d
	}
	return i, possible
}

// decodeDump decodes the run at src[i:].
func decodeDump(src []byte, i, skip int, out *sink) {
	last, high, start, left := i, rune(-1), 0, skip
	for ; i < len(src) && hexClass[src[i]]; i++ {
		d := digit[src[i]]
		if d == 16 || d == 0 && i+1 < len(src) && src[i+1]|0x20 == 'x' {
			continue
		}
		if i-last > mostBetween {
			out.put(gap, i, i)
			left, high = skip, -1
		}
		last = i
		switch {
		case left > 0:
			left--
		case high < 0:
			high, start = d, i
		default:
			out.put(byte(high<<4|d), start, i+1)
			high = -1
		}
	}
}
