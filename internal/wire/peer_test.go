package wire_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// peer is the server's side of one connection in a test.
type peer struct {
	net.Conn
	in   *bufio.Reader
	gone <-chan struct{} // closed at the end of the test
}

// request reads one request with its body and returns its text; "" at the end of
// the connection.
func (p *peer) request() string {
	var text strings.Builder
	length := 0
	for {
		line, err := p.in.ReadString('\n')
		if text.WriteString(line); err != nil {
			return text.String()
		}
		if name, v, ok := strings.Cut(strings.TrimSpace(line), ":"); ok && strings.EqualFold(name, "Content-Length") {
			length, _ = strconv.Atoi(strings.TrimSpace(v))
		}
		if line == "\r\n" {
			break
		}
	}
	body := make([]byte, length)
	_, _ = io.ReadFull(p.in, body)
	return text.String() + string(body)
}

func (p *peer) send(s string) { _, _ = io.WriteString(p.Conn, s) }

// hang keeps the connection open until the test ends.
func (p *peer) hang() { <-p.gone }

// reset makes the next Close a TCP RST.
func (p *peer) reset() { _ = tcpOf(p.Conn).SetLinger(0) }

// cut ends the connection without close_notify.
func (p *peer) cut() { _ = tcpOf(p.Conn).Close() }

func tcpOf(c net.Conn) *net.TCPConn {
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	return c.(*net.TCPConn)
}

// serve starts a server that handles each connection with script and closes it
// afterwards.
func serve(t testing.TB, config *tls.Config, script func(p *peer)) wire.Endpoint {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	var all sync.WaitGroup
	t.Cleanup(func() { close(gone); _ = l.Close(); all.Wait() })
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { handle(c, config, gone, script) })
		}
	})
	return wire.Endpoint{Address: l.Addr().String()}
}

func handle(c net.Conn, config *tls.Config, gone chan struct{}, script func(p *peer)) {
	if config != nil {
		c = tls.Server(c, config)
	}
	stop := make(chan struct{})
	defer close(stop)
	go func() { // a script that still reads or writes must not outlive the test
		select {
		case <-gone:
			_ = c.SetDeadline(time.Unix(1, 0))
		case <-stop:
		}
	}()
	defer c.Close()
	if t, ok := c.(*tls.Conn); ok && t.Handshake() != nil {
		return
	}
	script(&peer{Conn: c, in: bufio.NewReader(c), gone: gone})
}

// identity is a certificate for one test server and the roots that trust it.
type identity struct {
	server *tls.Config
	client *tls.Config
}

// certify makes a self-signed certificate, altered by the functions given.
func certify(t testing.TB, alter ...func(*x509.Certificate)) identity {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "wire test"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
		IsCA: true, BasicConstraintsValid: true,
	}
	for _, f := range alter {
		f(c)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return identity{
		server: &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		client: &tls.Config{RootCAs: roots},
	}
}

var get = wire.Request{Method: "GET", Target: "/"}

// dial connects and closes at the end of the test.
func dial(t testing.TB, e wire.Endpoint, l wire.Limits) *wire.Conn {
	t.Helper()
	c, err := wire.Dial(context.Background(), e, l)
	if err != nil {
		t.Fatalf("Dial: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// answer carries out one GET against a server that sends text, calls then unless
// it is nil, and closes the connection.
func answer(t testing.TB, text string, then func(p *peer)) *wire.Exchange {
	t.Helper()
	e := serve(t, nil, func(p *peer) {
		p.request()
		p.send(text)
		if then != nil {
			then(p)
		}
	})
	return dial(t, e, wire.Limits{}).Do(context.Background(), get)
}

// kinds lists the faults of an exchange in order.
func kinds(x *wire.Exchange) string {
	var all []string
	for _, f := range x.Faults {
		all = append(all, string(f.Kind))
	}
	return strings.Join(all, " ")
}

// pattern returns n bytes whose value depends on their offset.
func pattern(n int) []byte {
	unit := make([]byte, 251)
	for i := range unit {
		unit[i] = byte(i)
	}
	return bytes.Repeat(unit, n/len(unit)+1)[:n]
}
