package mock

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"sync"
)

// Package net/http normalizes the names of header fields. A gateway that needs
// the spelling of its clients gets connections that remember what they last read.

// spellingBytes is how many bytes of a connection are remembered.
const spellingBytes = 32 << 10

// anyGateway reports whether a handler is, or has, a gateway whose behavior
// satisfies the condition.
func anyGateway(h http.Handler, condition func(*behavior) bool) bool {
	switch h := h.(type) {
	case *Gateway:
		return condition(h.behavior)
	case *Switch:
		return condition(h.Gateway().behavior)
	case *Set:
		for _, d := range h.deployments {
			if condition(d.Gateway.behavior) {
				return true
			}
		}
	}
	return false
}

type spellingListener struct{ net.Listener }

func (l *spellingListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &spellingConn{Conn: c}, nil
}

// spellingConn remembers the last bytes read.
type spellingConn struct {
	net.Conn
	mu   sync.Mutex
	last []byte
}

func (c *spellingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = append(c.last, p[:n]...)
	if drop := len(c.last) - spellingBytes; drop > 0 {
		c.last = append(c.last[:0], c.last[drop:]...)
	}
	return n, err
}

// NetConn returns the connection below.
func (c *spellingConn) NetConn() net.Conn { return c.Conn }

// CloseWrite passes on the close of one direction, which TLS needs to end properly.
func (c *spellingConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// latest reports whether the latest field of a name, compared in any case, is
// spelled exactly so.
func (c *spellingConn) latest(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	field := []byte("\n" + name + ":")
	at := bytes.LastIndex(bytes.ToLower(c.last), bytes.ToLower(field))
	return at >= 0 && bytes.HasPrefix(c.last[at:], field)
}

// value is what follows the colon and one space in the latest field of a name,
// compared in any case.
func (c *spellingConn) value(name string) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	field := []byte("\n" + name + ": ")
	at := bytes.LastIndex(bytes.ToLower(c.last), bytes.ToLower(field))
	if at < 0 {
		return "", false
	}
	line, _, whole := bytes.Cut(c.last[at+len(field):], []byte("\r\n"))
	return string(line), whole
}

type spellingKey struct{}

// withSpelling makes the connection of a request available to it.
func withSpelling(ctx context.Context, c net.Conn) context.Context {
	if s, ok := c.(*spellingConn); ok {
		return context.WithValue(ctx, spellingKey{}, s)
	}
	return ctx
}

// spelledAs reports whether the client spelled the name of a header field
// exactly so. It is true if the connection remembers nothing.
func (r *request) spelledAs(name string) bool {
	s, ok := r.http.Context().Value(spellingKey{}).(*spellingConn)
	return !ok || s.latest(name)
}

// rawField is the value of a header field as the client wrote it, with white
// space. It is not known if the connection remembers nothing.
func (r *request) rawField(name string) (string, bool) {
	s, ok := r.http.Context().Value(spellingKey{}).(*spellingConn)
	if !ok || len(r.http.Header.Values(name)) == 0 {
		return "", false
	}
	return s.value(name)
}
