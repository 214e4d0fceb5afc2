package wire

import (
	"net"
	"os"
	"sync"
	"time"
)

// bufferSize is the size of the two buffers of a connection, one below and one
// above TLS. A TLS record has at most 16 KiB, so one read takes several.
const bufferSize = 64 << 10

var buffers = sync.Pool{New: func() any { return new([bufferSize]byte) }}

// rawConn is the transport below TLS. It reads in large pieces, can read
// without waiting, and records whether the peer sent FIN, since crypto/tls does
// not report a missing close_notify at a record boundary.
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
	return c.r, nil // the next read returns an error that was returned with data again
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

// errNothingYet is the error of a read without waiting that finds no byte.
// crypto/tls treats it as a passed deadline and keeps the connection.
var errNothingYet = os.ErrDeadlineExceeded

// shortRead replaces a read without waiting where the system offers none.
func (c *rawConn) shortRead(p []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(time.Now().Add(time.Millisecond)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}
