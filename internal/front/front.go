// Package front serves a handler over TLS and varies all that HTTP, TLS and JSON
// leave open, as proxies, servers and appliances do: framing, pieces, header
// fields, interim answers, ends of connections, pauses, certificates. Whatever
// it does is legal. It knows nothing of the interface but its media type.
package front

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Server is a running front end.
type Server struct {
	URL string // https://127.0.0.1:port

	handler  http.Handler
	how      Variation
	listener net.Listener
	mu       sync.Mutex
	open     map[net.Conn]bool
	random   *source
	done     sync.WaitGroup
}

// mostBody bounds a request body, in bytes.
const mostBody = 1 << 20

// Serve serves a handler on a free port of 127.0.0.1. It fails if no port is free
// or the certificate of the variation cannot be made.
func Serve(handler http.Handler, how Variation) (*Server, error) {
	config, err := how.config()
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve a front end: %w", err)
	}
	s := &Server{URL: "https://" + l.Addr().String(), handler: handler, how: how, listener: l, open: map[net.Conn]bool{}, random: newSource(how.seed)}
	s.done.Go(func() { s.accept(config) })
	return s, nil
}

// Stop closes the port and all connections, and waits for what is going on.
func (s *Server) Stop() {
	_ = s.listener.Close()
	s.mu.Lock()
	for c := range s.open {
		_ = c.Close()
	}
	s.mu.Unlock()
	s.done.Wait()
}

func (s *Server) accept(config *tls.Config) {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.open[c] = true
		s.mu.Unlock()
		s.done.Go(func() {
			defer s.drop(c)
			s.talk(tls.Server(pieces(c, s.how.Segment), config))
		})
	}
}

func (s *Server) drop(c net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, c)
	_ = c.Close()
}

// talk answers the requests of one connection until one side closes it.
func (s *Server) talk(c *tls.Conn) {
	defer c.Close() //nolint:errcheck // nobody is left to tell
	out := pieces(c, s.how.Record)
	in := bufio.NewReader(c)
	for number := 1; ; number++ {
		r, err := http.ReadRequest(in)
		if err != nil {
			if !isClosed(err) {
				_, _ = io.WriteString(out, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			}
			return
		}
		r.RemoteAddr = c.RemoteAddr().String()
		if !s.serve(out, r, number) {
			return
		}
	}
}

func isClosed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || strings.Contains(err.Error(), "reset by peer")
}

// serve answers one request, and reports whether the connection stays open.
func (s *Server) serve(c net.Conn, r *http.Request, number int) bool {
	a := recorded(s.handler, r)
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, mostBody))
	if a == nil {
		return false
	}
	a.number = number
	s.how.edit(a, s.random)
	if s.how.Passes > 0 && s.how.Advance != nil && strings.Contains(r.URL.Path, "/recordfile/") {
		s.how.Advance(s.how.Passes)
	}
	pause(s.random.upTo(s.how.Jitter))
	return s.how.write(c, a, s.random)
}

func pause(d time.Duration) {
	if d > 0 {
		<-time.After(d)
	}
}

// message is what the handler answered, before it is sent on.
type message struct {
	request *http.Request
	status  int
	fields  [][2]string
	body    []byte
	number  int // on its connection, from 1
}

// recorder is an http.ResponseWriter that keeps everything.
type recorder struct {
	header http.Header
	sent   http.Header // as it was when the status was written
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status, w.sent = status, w.header.Clone()
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

func (w *recorder) Flush() { w.WriteHeader(http.StatusOK) }

// recorded has a handler answer a request; nil if it drops the connection.
func recorded(handler http.Handler, r *http.Request) (a *message) {
	defer func() {
		cause := recover()
		if err, ok := cause.(error); cause != nil && (!ok || !errors.Is(err, http.ErrAbortHandler)) {
			panic(cause)
		}
	}()
	w := &recorder{header: http.Header{}}
	handler.ServeHTTP(w, r)
	w.WriteHeader(http.StatusOK)
	a = &message{request: r, status: w.status, body: w.body.Bytes()}
	for name, values := range w.sent {
		if name == "Content-Length" || name == "Connection" || name == "Transfer-Encoding" {
			continue
		}
		for _, v := range values {
			a.fields = append(a.fields, [2]string{name, v})
		}
	}
	if r.Method == http.MethodHead {
		a.body = nil
	}
	return a
}

// isJSON tells envelopes from recordings.
func (a *message) isJSON() bool {
	for _, f := range a.fields {
		if strings.EqualFold(f[0], "Content-Type") {
			return strings.Contains(strings.ToLower(f[1]), "json") && len(a.body) > 0 && a.body[0] == '{'
		}
	}
	return false
}

// pieces has every write of a connection sent in pieces of so many bytes.
func pieces(c net.Conn, size int) net.Conn {
	if size <= 0 {
		return c
	}
	if t, ok := c.(*net.TCPConn); ok {
		_ = t.SetNoDelay(true)
	}
	return &pieceConn{c, size}
}

type pieceConn struct {
	net.Conn
	size int
}

// mostPieces bounds how many pieces a write is cut into.
const mostPieces = 64

func (c *pieceConn) Write(p []byte) (sent int, err error) {
	size := max(c.size, len(p)/mostPieces)
	for sent < len(p) {
		n, err := c.Conn.Write(p[sent:min(sent+size, len(p))])
		if sent += n; err != nil {
			return sent, err
		}
	}
	return sent, nil
}
