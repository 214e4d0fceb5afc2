package mock

import (
	"bytes"
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// A connection that never becomes a request reaches no gateway. The server tells
// about those: handshakes that fail, plain HTTP on the TLS port, heads that are
// too large or unreadable.

// watchedConn counts what a client sent since the last request was served.
type watchedConn struct {
	net.Conn
	read   atomic.Int64 // bytes since the last request
	told   atomic.Bool  // a notice names the connection already
	served atomic.Bool  // the latest head reached a handler
}

func (c *watchedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// CloseWrite passes on the close of one direction, which net/http does before it
// closes a connection whose client may still send.
func (c *watchedConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

type watchedListener struct{ net.Listener }

func (l *watchedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &watchedConn{Conn: c}, nil
}

// NetConn returns the connection below, like that of [tls.Conn].
func (c *watchedConn) NetConn() net.Conn { return c.Conn }

// within finds the first connection of a type among a connection and those below it.
func within[T net.Conn](c net.Conn) (found T, ok bool) {
	for range 6 { // TLS, spelling, plain HTTP with what it read, watched, TCP
		if found, ok = c.(T); ok {
			return found, true
		}
		outer, more := c.(interface{ NetConn() net.Conn })
		if !more {
			break
		}
		c = outer.NetConn()
	}
	return found, false
}

type watchedKey struct{}

func withWatched(ctx context.Context, c net.Conn) context.Context {
	if w, ok := within[*watchedConn](c); ok {
		return context.WithValue(ctx, watchedKey{}, w)
	}
	return ctx
}

// reached notes that the head of a request has reached its handler.
func reached(r *http.Request) {
	if w, ok := r.Context().Value(watchedKey{}).(*watchedConn); ok {
		w.served.Store(true)
		w.read.Store(0)
	}
}

// connections tells what became of connections.
type connections struct {
	log    *slog.Logger
	notify func(Notice)
}

func (t *connections) tell(n Notice) {
	n.Time = time.Now()
	n.log(t.log, slog.LevelWarn)
	if t.notify != nil {
		t.notify(n)
	}
}

// state notices connections that end before the head of a request was read.
func (t *connections) state(c net.Conn, s http.ConnState) {
	w, ok := within[*watchedConn](c)
	if !ok {
		return
	}
	switch s {
	case http.StateActive, http.StateNew:
		w.served.Store(false)
	case http.StateClosed:
		if encrypted, ok := c.(*tls.Conn); ok && !encrypted.ConnectionState().HandshakeComplete {
			return // Write tells about it
		}
		t.closed(w)
	}
}

func (t *connections) closed(w *watchedConn) {
	read := w.read.Load()
	if w.served.Load() || read == 0 || w.told.Swap(true) {
		return
	}
	n := Notice{Remote: w.RemoteAddr().String(), Kind: HeadUnreadable,
		Text: "a connection ended before the head of a request was complete",
		Hint: "The client closed it, waited for more than 10 s, or sent something other than HTTP/1.1."}
	if read > maxHeadBytes {
		n.Kind, n.Text = HeadTooLarge, "the head of a request has more than 64 KiB (answered with 431)"
		n.Hint = "Look for a cookie or a parameter that grows with every request."
	}
	t.tell(n)
}

// Write gets the lines of net/http's error log.
func (t *connections) Write(line []byte) (int, error) {
	const handshake = "http: TLS handshake error from "
	text, ok := strings.CutPrefix(string(bytes.TrimSpace(line)), handshake)
	remote, why, _ := strings.Cut(text, ": ")
	if !ok {
		t.log.Debug(string(bytes.TrimSpace(line)))
		return len(line), nil
	}
	n := Notice{Kind: TLSFailed, Remote: remote, Text: "TLS handshake failed: " + why, Hint: handshakeHint(why)}
	if strings.Contains(why, "HTTP request to an HTTPS server") {
		n.Kind, n.Text, n.Hint = PlainHTTP, "plain HTTP on the TLS port (answered with 400)", "The URL begins with https://."
	}
	t.tell(n)
	return len(line), nil
}

// handshakeHint is the likely slip behind a failed handshake.
func handshakeHint(why string) string {
	for _, h := range []struct{ part, hint string }{
		{"unknown certificate", "The client does not trust the mock: give it the file ca.pem of --tls-dir, and not the one of an earlier mock."},
		{"bad certificate", "The client does not trust the mock: give it the file ca.pem of --tls-dir, and not the one of an earlier mock."},
		{"bad record MAC", "The client gave up during the handshake, most likely since it does not trust the mock: give it the file ca.pem of --tls-dir."},
		{"unsupported versions", "The client offers TLS 1.1 or older; the mock takes TLS 1.2 and 1.3."},
		{"protocol version", "The client offers TLS 1.1 or older; the mock takes TLS 1.2 and 1.3."},
		{"no application protocol", "The client offers no HTTP/1.1, perhaps only HTTP/2."},
		{"first record does not look like", "The client does not speak TLS on this port."},
		{"EOF", "The client closed the connection: it may only have tested the port, or it does not trust the certificate."},
		{"reset by peer", "The client closed the connection: it may only have tested the port, or it does not trust the certificate."},
	} {
		if strings.Contains(why, h.part) {
			return h.hint
		}
	}
	return ""
}
