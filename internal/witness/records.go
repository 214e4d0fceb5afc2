package witness

import "net"

// recordConn follows the TLS records that are received. Package crypto/tls takes
// the end of a connection at the end of a record for a closure.
type recordConn struct {
	net.Conn
	header []byte // of the latest record, until it is complete
	latest byte   // type of the latest record
	left   int    // bytes of it that were not received
}

// Header and alert record of TLS (RFC 8446, section 5.1).
const (
	recordHeader = 5
	alertRecord  = 21
)

func (c *recordConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	for b := p[:n]; len(b) > 0; {
		if c.left > 0 {
			k := min(c.left, len(b))
			c.left, b = c.left-k, b[k:]
			continue
		}
		k := min(recordHeader-len(c.header), len(b))
		c.header, b = append(c.header, b[:k]...), b[k:]
		if len(c.header) == recordHeader {
			c.latest, c.left = c.header[0], int(c.header[3])<<8|int(c.header[4])
			c.header = c.header[:0]
		}
	}
	return n, err
}

// closed reports whether the latest record is an alert, which is the closure. Up
// to TLS 1.2 its type is visible.
func (c *recordConn) closed() bool { return c.latest == alertRecord }
