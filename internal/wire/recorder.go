package wire

import (
	"bytes"
	"hash"
	"slices"
)

// recorder collects what Body keeps of a body while it is received.
type recorder struct {
	digest hash.Hash
	length int64
	head   []byte
	tail   [TailKept]byte
	kept   int // bytes of tail that are used
}

func (b *recorder) write(p []byte) {
	b.digest.Write(p)
	b.length += int64(len(p))
	b.keepHead(p)
	if len(p) >= TailKept {
		b.kept = copy(b.tail[:], p[len(p)-TailKept:])
		return
	}
	if over := b.kept + len(p) - TailKept; over > 0 {
		b.kept = copy(b.tail[:], b.tail[over:b.kept])
	}
	b.kept += copy(b.tail[b.kept:], p)
}

// keepHead keeps the first bytes. Text that begins like JSON is kept up to
// TextKept: whoever judges an envelope needs all of it.
func (b *recorder) keepHead(p []byte) {
	if free := HeadKept - len(b.head); free > 0 {
		n := min(free, len(p))
		b.growHead(len(p))
		b.head = append(b.head, p[:n]...)
		p = p[n:]
	}
	if free := TextKept - len(b.head); len(p) > 0 && free > 0 && beginsLikeJSON(b.head) {
		b.head = append(b.head, p[:min(free, len(p))]...)
	}
}

// beginsLikeJSON reports whether text begins with an object or an array.
func beginsLikeJSON(text []byte) bool {
	text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\ufeff")), " \t\r\n")
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

func (b *recorder) body(complete bool) Body {
	out := Body{Length: b.length, Head: b.head, Complete: complete}
	out.Tail = append(out.Tail, b.tail[:b.kept]...)
	b.digest.Sum(out.SHA256[:0])
	return out
}

// growHead grows the head to its full size once it exceeds 16 KiB; growing step
// by step would copy it each time.
func (b *recorder) growHead(n int) {
	const few = 16 << 10
	if need := len(b.head) + n; need > cap(b.head) && need > few {
		b.head = slices.Grow(b.head, max(HeadKept-len(b.head), 0))
	}
}

// reserveHead makes room for the head of a body of n bytes.
func (b *recorder) reserveHead(n int64) { b.head = make([]byte, 0, min(n, HeadKept)) }
