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

// Conn is one connection. It carries out one exchange at a time: concurrent
// calls wait for each other, except Close, which does not wait.
type Conn struct {
	raw    *rawConn
	nc     net.Conn // raw, or TLS over it
	host   string
	limits Limits
	tls    TLSInfo
	closed atomic.Bool

	mu        sync.Mutex // held during an exchange; guards what follows
	buf       *[bufferSize]byte
	r, w      int    // buf[r:w] is not consumed yet
	pos       int64  // bytes consumed since the connection began
	exchanges int    // so far
	unusable  string // why no further exchange is possible; "" while one is
	ending    Ending
	digest    hash.Hash
	line      []byte
}

func newConn(tcp net.Conn, e Endpoint, l Limits) *Conn {
	raw := &rawConn{Conn: tcp, buf: buffers.Get().(*[bufferSize]byte)}
	return &Conn{
		raw: raw, nc: raw, host: e.host(), limits: l,
		buf: buffers.Get().(*[bufferSize]byte), digest: sha256.New(),
	}
}

// TLS returns the result of the TLS handshake; zero without TLS.
func (c *Conn) TLS() TLSInfo { return c.tls }

// Close closes the connection. An exchange in progress fails with ErrCancelled.
// A second Close does nothing and returns nil.
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

// release returns the buffers to the pool when nobody reads any more; mu is held.
func (c *Conn) release() {
	if c.buf == nil {
		return
	}
	buffers.Put(c.buf)
	buffers.Put(c.raw.buf)
	c.buf, c.r, c.w = nil, 0, 0
	c.raw.buf, c.raw.r, c.raw.w = nil, 0, 0
}

// Usable reports whether another exchange is possible: neither side has closed
// the connection or announced to, the framing so far was unambiguous, and no
// byte has arrived since. It does not wait.
func (c *Conn) Usable() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed.Load() || c.unusable != "" || c.r < c.w {
		return false
	}
	c.poll()
	return c.r == c.w && c.ending == EndingNone
}

// poll reads the bytes that have arrived, without waiting; mu is held. It
// records failures in c.ending.
func (c *Conn) poll() {
	c.raw.polling = true
	defer func() { c.raw.polling = false }()
	for c.ending == EndingNone && c.makeRoom() {
		if _, err := c.read(); err != nil {
			return
		}
	}
}

// makeRoom makes room in the buffer for a read; false if it is full.
func (c *Conn) makeRoom() bool {
	if c.r == c.w {
		c.r, c.w = 0, 0
	}
	return c.w < len(c.buf)
}

// read appends to the buffer and records how the connection ended, if it did.
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

// expire makes pending and later reads and writes return at once.
func (c *Conn) expire() { _ = c.nc.SetDeadline(time.Unix(1, 0)) }

// Do carries out one exchange. It never returns nil and never panics; failures
// are in Err and breaches of HTTP in Faults. After a failure, an ambiguous
// framing or a close no further exchange is possible; see Usable.
func (c *Conn) Do(ctx context.Context, req Request, opts ...DoOption) *Exchange {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := newRoundTrip(ctx, c, req, gather(opts))
	r.finish(r.perform())
	if c.closed.Load() {
		c.release()
	}
	return r.x
}
