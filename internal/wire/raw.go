package wire

import (
	"net"
	"os"
	"sync"
	"time"
)

// bufferSize is that of the two buffers of a connection: one before and one
// after TLS, whose records hold 16 KiB at most and are read in batches.
const bufferSize = 64 << 10

var buffers = sync.Pool{New: func() any { return new([bufferSize]byte) }}

// rawConn is the transport below TLS. It reads in large pieces, can look for
// bytes without waiting, and remembers whether the peer sent FIN: crypto/tls
// hides a missing close_notify at a record boundary.
type rawConn struct {
	net.Conn
	buf     *[bufferSize]byte
	r, w    int
	polling bool // reads do not wait
	sawFIN  bool
}

// Read implements net.Conn.
func (c *rawConn) Read(p []byte) (int, error) {
	if c.r < c.w {
		n := copy(p, c.buf[c.r:c.w])
		c.r += n
		return n, nil
	}
	if len(p) >= len(c.buf) {
		return c.receive(p)
	}
	n, err := c.receive(c.buf[:])
	c.r, c.w = 0, n
	if n == 0 {
		return 0, err
	}
	c.r = copy(p, c.buf[:n])
	return c.r, nil // an error beside data comes again with the next read
}

func (c *rawConn) receive(p []byte) (int, error) {
	read := c.Conn.Read
	if c.polling {
		read = c.tryRead
	}
	n, err := read(p)
	if n == 0 && isEOF(err) {
		c.sawFIN = true
	}
	return n, err
}

// errNothingYet is what a read without waiting returns when there is nothing;
// crypto/tls takes it for a passed deadline and lets the connection be.
var errNothingYet = os.ErrDeadlineExceeded

// shortRead stands in for a read without waiting where the system offers none.
func (c *rawConn) shortRead(p []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(time.Now().Add(time.Millisecond)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}
