package redact

// leastBase64 is how many characters 8 bytes take.
const leastBase64 = 11

// sextet is the value of a character of base64 or base64url; breaks are the
// line breaks that may stand between them, and noSextet is anything else.
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
	lineBreak = 64
	noSextet  = 255
)

var base64Class = func() (t [256]bool) {
	for i, v := range sextet {
		t[i] = v != noSextet
	}
	return t
}()

// decodeBase64 decodes every run of base64 four times, since it may begin
// anywhere in a group of four characters.
func decodeBase64(src []byte, out *sink) {
	decodeRuns(src, out, leastBase64, &base64Class, 4, decodeRun)
}

// decodeRuns decodes every run of at least n bytes of a class, once for each
// number of characters that may have to be skipped, as far as that may give a
// piece of a secret.
func decodeRuns(src []byte, out *sink, n int, class *[256]bool, skips int, decode func([]byte, int, int, *sink) int) {
	for i := nextRun(src, 0, n, class); i < len(src); i = nextRun(src, i, n, class) {
		end := i
		for skip := range skips {
			before := len(out.bytes)
			out.put(gap, i, i)
			end = decode(src, i, skip, out)
			if got := out.bytes[before:]; nextRun(got, 1, window, out.likely) >= len(got) {
				out.drop(before)
			}
		}
		i = end
	}
}

// decodeRun decodes the run at src[i:] and returns where it ends.
func decodeRun(src []byte, i, skip int, out *sink) int {
	value, have, start := uint32(0), 0, 0
	for ; i < len(src) && sextet[src[i]] != noSextet; i++ {
		six := sextet[src[i]]
		if six == lineBreak {
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		if have == 0 {
			i = decodeGroups(src, i, out)
			if i >= len(src) || sextet[src[i]] >= lineBreak {
				i--
				continue
			}
			six, start = sextet[src[i]], i
		}
		value = value<<6 | uint32(six)
		if have += 6; have >= 8 {
			have -= 8
			out.put(byte(value>>have), start, i+1)
			start = i
		}
	}
	return i
}

// decodeGroups decodes groups of four characters as long as no line break is
// among them, and returns where the next one begins.
func decodeGroups(src []byte, i int, out *sink) int {
	for !out.trace && i+4 <= len(src) {
		a, b, c, d := sextet[src[i]], sextet[src[i+1]], sextet[src[i+2]], sextet[src[i+3]]
		if a|b|c|d >= lineBreak {
			break
		}
		out.bytes = append(out.bytes, a<<2|b>>4, b<<4|c>>2, c<<6|d)
		i += 4
	}
	return i
}

// nextRun finds where the next run of at least n bytes of a class may begin from
// i on; len(src) if there is none.
func nextRun(src []byte, i, n int, class *[256]bool) int {
	for p := i + n - 1; p < len(src); p = i + n - 1 {
		if !class[src[p]] {
			i = p + 1
			continue
		}
		from := p
		for from > i && class[src[from-1]] {
			from--
		}
		if from == i || p-from+1 >= n {
			return from
		}
		// The run began after i: it is long enough if the rest of it is here.
		to := p + 1
		for to < len(src) && to < from+n && class[src[to]] {
			to++
		}
		if to-from >= n {
			return from
		}
		i = to
	}
	return len(src)
}

// leastHex is how many digits 8 bytes take.
const leastHex = 16

// mostBetween is how many characters may stand between two hexadecimal digits
// of a dump, for example the separator and prefix ", 0x".
const mostBetween = 8

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
// the second one on.
func decodeHex(src []byte, out *sink) {
	decodeRuns(src, out, leastHex, &hexClass, 2, decodeDump)
}

// decodeDump decodes the run at src[i:] and returns where it ends.
func decodeDump(src []byte, i, skip int, out *sink) int {
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
	return i
}
