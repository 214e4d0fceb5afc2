package suites_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/mock"
)

// legalAnswer is what the mock answered, before a front end sends it on.
type legalAnswer struct {
	request *http.Request
	status  int
	fields  [][2]string
	body    []byte
	number  int // of the answer on its connection, from 1
	clock   *clockwork.FakeClock
}

func (a *legalAnswer) add(name, value string) { a.fields = append(a.fields, [2]string{name, value}) }

// isJSON tells envelopes from recordings.
func (a *legalAnswer) isJSON() bool { return len(a.body) > 0 && a.body[0] == '{' }

// replaceBody replaces text in an envelope; a recording stays as it is.
func (a *legalAnswer) replaceBody(old, text string) {
	if a.isJSON() {
		a.body = bytes.Replace(a.body, []byte(old), []byte(text), 1)
	}
}

// legalFront serves a mock over TLS and writes every byte itself.
type legalFront struct {
	oddity   legalOddity
	gateway  http.Handler
	clock    *clockwork.FakeClock
	listener net.Listener
	mu       sync.Mutex
	open     map[net.Conn]bool
	done     sync.WaitGroup
}

// startLegal starts a mock with the front end of a row.
func startLegal(t testing.TB, o legalOddity) *underTest {
	t.Helper()
	clock := clockwork.NewFakeClock()
	set, err := mock.Deployments(append([]mock.Option{mock.WithClock(clock)}, o.options...)...)
	if err != nil {
		t.Fatal(err)
	}
	cert, trusted := certificate(t)
	if o.certificate != nil {
		cert = o.certificate(t)
		trusted = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Leaf.Raw})
	}
	config := &tls.Config{Certificates: []tls.Certificate{*cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
	if o.secure != nil {
		o.secure(config)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	front := &legalFront{oddity: o, gateway: set, clock: clock, listener: l, open: map[net.Conn]bool{}}
	if o.through != nil {
		front.gateway = o.through(set)
	}
	front.done.Go(func() { front.serve(config) })
	t.Cleanup(func() {
		front.stop()
		if err := set.Close(); err != nil {
			t.Error(err)
		}
	})
	return &underTest{set: set, clock: clock, target: describe("https://"+l.Addr().String(), trusted, set)}
}

func (f *legalFront) serve(config *tls.Config) {
	for {
		c, err := f.listener.Accept()
		if err != nil {
			return
		}
		f.mu.Lock()
		f.open[c] = true
		f.mu.Unlock()
		f.done.Go(func() {
			defer f.drop(c)
			under := c
			if f.oddity.under != nil {
				under = f.oddity.under(c)
			}
			f.talk(tls.Server(under, config))
		})
	}
}

func (f *legalFront) drop(c net.Conn) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.open, c)
	_ = c.Close()
}

func (f *legalFront) stop() {
	_ = f.listener.Close()
	f.mu.Lock()
	for c := range f.open {
		_ = c.Close()
	}
	f.mu.Unlock()
	f.done.Wait()
}

// talk answers the requests of one connection until one side closes it.
func (f *legalFront) talk(c *tls.Conn) {
	defer c.Close()
	var above net.Conn = c
	if f.oddity.above != nil {
		above = f.oddity.above(c)
	}
	in := bufio.NewReader(above)
	for number := 1; ; number++ {
		r, err := http.ReadRequest(in)
		if err != nil {
			if in.Buffered() > 0 || number > 1 || !isClosed(err) {
				_, _ = fmt.Fprint(above, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			}
			return
		}
		if !f.answer(above, r, number) {
			return
		}
	}
}

func isClosed(err error) bool {
	return strings.Contains(err.Error(), "EOF") || strings.Contains(err.Error(), "closed")
}

// answer has the mock answer one request, and reports whether the connection
// stays open.
func (f *legalFront) answer(c net.Conn, r *http.Request, number int) bool {
	if f.oddity.instead != nil && f.oddity.instead(c, r) {
		return false
	}
	a := recorded(f.gateway, r)
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 1<<20))
	if a == nil {
		return false
	}
	a.number, a.clock = number, f.clock
	for _, edit := range f.oddity.edits {
		edit(a)
	}
	write := f.oddity.write
	if write == nil {
		write = writeWithLength
	}
	return write(c, a)
}

// recorded has the mock answer a request; nil if it drops the connection.
func recorded(gateway http.Handler, r *http.Request) (a *legalAnswer) {
	defer func() {
		cause := recover()
		if err, ok := cause.(error); cause != nil && !(ok && errors.Is(err, http.ErrAbortHandler)) {
			panic(cause)
		}
	}()
	w := httptest.NewRecorder()
	gateway.ServeHTTP(w, r)
	a = &legalAnswer{request: r, status: w.Code, body: w.Body.Bytes()}
	for name, values := range w.Result().Header {
		if name == "Content-Length" || name == "Connection" || name == "Transfer-Encoding" {
			continue
		}
		for _, v := range values {
			a.add(name, v)
		}
	}
	if r.Method == http.MethodHead {
		a.body = nil
	}
	return a
}

// head is the status line and the fields, without the empty line that ends them.
func (a *legalAnswer) head(version string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/%s %d %s\r\n", version, a.status, http.StatusText(a.status))
	for _, f := range a.fields {
		b.WriteString(f[0] + ": " + f[1] + "\r\n")
	}
	return b.String()
}

// writeWithLength is the plain way: one write, Content-Length, the connection stays.
func writeWithLength(c net.Conn, a *legalAnswer) bool {
	message := append([]byte(a.head("1.1")+"Content-Length: "+strconv.Itoa(len(a.body))+"\r\n\r\n"), a.body...)
	_, err := c.Write(message)
	return err == nil
}

// writeChunked writes chunks of a size, each with an extension, and trailers.
func writeChunked(size int, extension, trailers string) func(net.Conn, *legalAnswer) bool {
	return func(c net.Conn, a *legalAnswer) bool {
		if a.request.Method == http.MethodHead || a.status == http.StatusNoContent {
			return writeWithLength(c, a)
		}
		out := bytes.NewBufferString(a.head("1.1") + "Transfer-Encoding: chunked\r\n\r\n")
		for rest := a.body; len(rest) > 0; {
			n := min(len(rest), size)
			fmt.Fprintf(out, "%x%s\r\n%s\r\n", n, extension, rest[:n])
			rest = rest[n:]
		}
		out.WriteString("0" + extension + "\r\n" + trailers + "\r\n")
		_, err := c.Write(out.Bytes())
		return err == nil
	}
}

// writeClosed ends the body with the connection.
func writeClosed(version, connection string) func(net.Conn, *legalAnswer) bool {
	return func(c net.Conn, a *legalAnswer) bool {
		_, _ = c.Write(append([]byte(a.head(version)+connection+"\r\n"), a.body...))
		return false
	}
}
