package mock

import (
	"crypto/tls"
	"net"
	"net/http"
	"sync"
)

// tlsListener is the listener of a server with TLS. If a gateway also answers
// plain HTTP, its connections look at their first byte.
func tlsListener(h http.Handler, ln net.Listener, config *tls.Config) net.Listener {
	if anyGateway(h, func(c *behavior) bool { return c.acceptsPlainHTTP }) {
		return &dualListener{ln, config}
	}
	return tls.NewListener(ln, config)
}

type dualListener struct {
	net.Listener
	config *tls.Config
}

func (l *dualListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &dualConn{Conn: c, config: l.config}, nil
}

// dualConn is with or without TLS, as the client begins. A server reads before
// it writes, so the first read can tell.
type dualConn struct {
	net.Conn
	config *tls.Config

	once   sync.Once
	err    error
	mu     sync.Mutex
	chosen net.Conn // guarded by mu, since servers close while they read
}

// firstOfTLS is the first byte of a TLS handshake record (RFC 8446 section 5.1).
const firstOfTLS = 0x16

func (c *dualConn) detect() {
	first := make([]byte, 1)
	if _, c.err = c.Conn.Read(first); c.err != nil {
		return
	}
	var chosen net.Conn = &unreadConn{Conn: c.Conn, unread: first}
	if first[0] == firstOfTLS {
		chosen = tls.Server(chosen, c.config)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chosen = chosen
}

// detected is the connection that was chosen, nil before.
func (c *dualConn) detected() net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.chosen
}

// NetConn returns the connection below: that of TLS where the client chose it.
func (c *dualConn) NetConn() net.Conn {
	if chosen := c.detected(); chosen != nil {
		return chosen
	}
	return c.Conn
}

func (c *dualConn) Read(p []byte) (int, error) {
	if c.once.Do(c.detect); c.err != nil {
		return 0, c.err
	}
	return c.detected().Read(p)
}

func (c *dualConn) Write(p []byte) (int, error) {
	if c.once.Do(c.detect); c.err != nil {
		return 0, c.err
	}
	return c.detected().Write(p)
}

func (c *dualConn) Close() error {
	if chosen := c.detected(); chosen != nil {
		return chosen.Close()
	}
	return c.Conn.Close()
}

// unreadConn returns bytes that were already read.
type unreadConn struct {
	net.Conn
	unread []byte
}

// NetConn returns the connection below.
func (c *unreadConn) NetConn() net.Conn { return c.Conn }

func (c *unreadConn) Read(p []byte) (int, error) {
	if len(c.unread) > 0 {
		n := copy(p, c.unread)
		c.unread = c.unread[n:]
		return n, nil
	}
	return c.Conn.Read(p)
}
