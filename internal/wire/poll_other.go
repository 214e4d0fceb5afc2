//go:build !unix

package wire

// tryRead reads what the system holds for the connection, almost without waiting.
func (c *rawConn) tryRead(p []byte) (int, error) { return c.shortRead(p) }
