package wire

import (
	"context"
	"crypto/sha256"
	"hash"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Conn is one connection. Its exchanges run one after the other; calls from
// several goroutines wait for each other, but Close does not wait.
type Conn struct {
	raw    *rawConn
	nc     net.Conn // raw, or TLS over it
	host   string
	limits Limits
	tls    TLSInfo
	closed atomic.Bool

	mu     sync.Mutex // held during an exchange; guards what follows
	buf    *[bufferSize]byte
	r, w   int    // what of buf is not consumed
	pos    int64  // bytes consumed since the connection began
	served int    // exchanges so far
	retire string // why no further exchange is possible, "" while it is
	ending Ending
	digest hash.Hash
	line   []byte
}

func newConn(tcp net.Conn, e Endpoint, l Limits) *Conn {
	raw := &rawConn{Conn: tcp, buf: buffers.Get().(*[bufferSize]byte)}
	return &Conn{
		raw: raw, nc: raw, host: e.host(), limits: l,
		buf: buffers.Get().(*[bufferSize]byte), digest: sha256.New(),
	}
}

// TLS returns what was agreed in the handshake; zero without TLS.
func (c *Conn) TLS() TLSInfo { return c.tls }

// Close closes the connection; an exchange that is under way fails. Closing
// twice is harmless.
func (c *Conn) Close() error {
	if c.closed.Swap(true) {
		return nil
	}
	err := c.nc.Close()
	if c.mu.TryLock() {
		c.release()
		c.mu.Unlock()
	}
	return err
}

// release gives the buffers back once nobody reads any more; mu is held.
func (c *Conn) release() {
	if c.buf == nil {
		return
	}
	buffers.Put(c.buf)
	buffers.Put(c.raw.buf)
	c.buf, c.r, c.w = nil, 0, 0
	c.raw.buf, c.raw.r, c.raw.w = nil, 0, 0
}

// Usable reports whether a further exchange can be tried: neither side closed
// the connection or announced it, the framing so far left no doubt and nothing
// unasked for arrived since. It does not wait.
func (c *Conn) Usable() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed.Load() || c.retire != "" || c.r < c.w {
		return false
	}
	c.poll()
	return c.r == c.w && c.ending == EndingNone
}

// poll takes over what has arrived, without waiting; mu is held. Failures show
// in c.ending.
func (c *Conn) poll() {
	c.raw.polling = true
	defer func() { c.raw.polling = false }()
	for c.ending == EndingNone && c.room() {
		if _, err := c.read(); err != nil {
			return
		}
	}
}

// room makes place in the buffer for a read; false if it is full.
func (c *Conn) room() bool {
	if c.r == c.w {
		c.r, c.w = 0, 0
	}
	return c.w < len(c.buf)
}

// read appends to the buffer and notes how the connection ended, if it did.
func (c *Conn) read() (int, error) {
	n, err := c.nc.Read(c.buf[c.w:])
	c.w += n
	switch {
	case err == nil, isTimeout(err):
	case isReset(err):
		c.ending = EndingReset
	case isEOF(err) && c.nc != net.Conn(c.raw) && c.raw.sawFIN:
		c.ending = EndingAbrupt
	case isEOF(err):
		c.ending = EndingOrderly
	}
	return n, err
}

// expire makes every read and write return at once.
func (c *Conn) expire() { _ = c.nc.SetDeadline(time.Unix(1, 0)) }

// Do carries out one exchange. It never returns nil and never panics; what
// went wrong is in Err and Faults. Unless the exchange is clean and the peer
// keeps the connection open, no further one is possible (see Usable).
func (c *Conn) Do(ctx context.Context, req Request, opts ...DoOption) *Exchange {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := newRun(ctx, c, req, gather(opts))
	r.settle(r.perform())
	if c.closed.Load() {
		c.release()
	}
	return r.x
}
