package redact

// pairs are the pairs of bytes, in any letter case, that secrets have. Nearly
// every window of an ordinary text, and of what is made of it by decoding what
// is not encoded, has a pair that no secret has.
type pairs [1 << 16 / 64]uint64

// add registers the pairs of a window.
func (p *pairs) add(k uint64) {
	for ; k >= 1<<8; k >>= 8 {
		if p.has([]byte{byte(k), byte(k >> 8)}, 0) {
			continue // in any letter case
		}
		for _, a := range cases(byte(k)) {
			for _, b := range cases(byte(k >> 8)) {
				i := int(a)<<8 | int(b)
				p[i/64] |= 1 << (i % 64)
			}
		}
	}
}

// cases are a byte in lower case, in lower and in upper case.
func cases(c byte) [2]byte {
	if 'a' <= c && c <= 'z' {
		return [2]byte{c, c - 'a' + 'A'}
	}
	return [2]byte{c, c}
}

// has reports whether a secret has the pair of bytes at b[i:].
func (p *pairs) has(b []byte, i int) bool {
	at := uint(b[i])<<8 | uint(b[i+1])
	return p[at/64]&(1<<(at%64)) != 0
}

// next finds the next window from i on of which every pair is known; its result
// is past len(b)-window if there is none.
func (p *pairs) next(b []byte, i int) int {
	for i+window <= len(b) {
		last := window - 2
		for last >= 0 && p.has(b, i+last) {
			last--
		}
		if last < 0 {
			return i
		}
		i += last + 1
	}
	return len(b)
}
