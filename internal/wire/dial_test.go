package wire_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// raw is a server that runs script at the TCP level, without TLS.
func raw(t *testing.T, script func(p *peer)) wire.Endpoint {
	e := serve(t, nil, script)
	e.TLS = &tls.Config{InsecureSkipVerify: true}
	return e
}

// secure is a TLS server with that configuration.
func secure(t *testing.T, server, client *tls.Config) wire.Endpoint {
	e := serve(t, server, func(p *peer) { p.request() })
	e.TLS = client
	return e
}

func failing(err error) wire.Endpoint {
	return wire.Endpoint{Address: "gw.example:8043", Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: err}
	}}
}

// This test is not parallel, so that no other test takes the port.
func TestDialReportsARefusedConnection(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	_, err = wire.Dial(context.Background(), wire.Endpoint{Address: l.Addr().String()}, wire.Limits{})
	if !errors.Is(err, wire.ErrRefused) || !wire.Unreachable(err) || !strings.Contains(err.Error(), "refuses connections") {
		t.Errorf("error %v", err)
	}
}

func TestDialNamesTheCause(t *testing.T) {
	t.Parallel()
	id := certify(t)
	old := certify(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	early := certify(t, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(30 * time.Minute) })
	other := certify(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"x.example\x1b[31m"} })
	noServer := certify(t, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} })
	with := func(c *tls.Config, change func(*tls.Config)) *tls.Config { c = c.Clone(); change(c); return c }

	for _, c := range []struct {
		name     string
		endpoint wire.Endpoint
		want     error
		message  string
	}{
		{"refused", failing(syscall.ECONNREFUSED), wire.ErrRefused, "gw.example:8043 refuses connections"},
		{"name unknown", failing(&net.DNSError{Name: "gw.example", IsNotFound: true}), wire.ErrNameUnknown, `the host name "gw.example" is unknown`},
		{"name not resolved", failing(&net.DNSError{Name: "gw.example", Err: "server misbehaving"}), wire.ErrNameUnknown, "could not be resolved"},
		{"no route to the host", failing(syscall.EHOSTUNREACH), wire.ErrNoRoute, "no route to gw.example:8043"},
		{"no route to the network", failing(syscall.ENETUNREACH), wire.ErrNoRoute, "no route"},
		{"system timeout", failing(syscall.ETIMEDOUT), wire.ErrConnectTimeout, "within 5s (limit connect)"},
		{"other", failing(syscall.EACCES), wire.ErrConnect, "permission denied"},
		{"no port", wire.Endpoint{Address: "gw.example"}, wire.ErrConnect, "missing port"},

		{"not trusted", secure(t, id.server, &tls.Config{RootCAs: x509.NewCertPool()}), wire.ErrCertUntrusted, "not signed by an authority that is trusted here (issued by CN=wire test)"},
		{"expired", secure(t, old.server, old.client), wire.ErrCertExpired, "the certificate expired on 20"},
		{"not valid yet", secure(t, early.server, early.client), wire.ErrCertExpired, "not valid before 20"},
		{"wrong address", secure(t, other.server, other.client), wire.ErrCertName, `not valid for "127.0.0.1"`},
		{"wrong name", secure(t, id.server, with(id.client, func(c *tls.Config) { c.ServerName = "gw.example" })), wire.ErrCertName, `not valid for "gw.example"`},
		{"not for servers", secure(t, noServer.server, noServer.client), wire.ErrCertInvalid, "the certificate is invalid"},
		{"server too old", secure(t, with(id.server, func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }), with(id.client, func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 })), wire.ErrTLSVersion, "no TLS version in common"},
		{"client too old", secure(t, with(id.server, func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 }), with(id.client, func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 })), wire.ErrTLSVersion, "no TLS version in common"},
		{"another protocol only", secure(t, with(id.server, func(c *tls.Config) { c.NextProtos = []string{"other"} }), id.client), wire.ErrTLSAgreement, "does not offer http/1.1"},
		{"no common cipher suite", secure(t,
			with(id.server, func(c *tls.Config) {
				c.MaxVersion, c.CipherSuites = tls.VersionTLS12, []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}
			}),
			with(id.client, func(c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384} })), wire.ErrTLSAgreement, "no TLS version or cipher suite in common (gwcheck cannot speak DHE, DSS, CCM, ARIA, Camellia, RC4 or 3DES)"},
		{"no TLS", raw(t, func(p *peer) { p.send("HTTP/1.1 400 Bad Request\r\n\r\n"); p.hang() }), wire.ErrNotTLS, "does not speak TLS"},
		{"closed in the handshake", raw(t, func(p *peer) {
			_, _ = io.ReadFull(p.in, make([]byte, 5))
			_ = p.Conn.(*net.TCPConn).CloseWrite()
			p.hang()
		}), wire.ErrHandshakeClosed, "closed the connection in the TLS handshake"},
		{"reset in the handshake", raw(t, func(p *peer) { _, _ = io.ReadFull(p.in, make([]byte, 5)); p.reset() }), wire.ErrHandshakeClosed, "reset the connection in the TLS handshake"},
		{"alert in the handshake", raw(t, func(p *peer) { p.send("\x15\x03\x03\x00\x02\x02\x50"); p.hang() }), wire.ErrHandshake, "internal error"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			conn, err := wire.Dial(context.Background(), c.endpoint, wire.Limits{})
			if conn != nil || !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.message) {
				t.Fatalf("error %v, want %v with %q", err, c.want, c.message)
			}
			if strings.ContainsAny(err.Error(), "\x1b\r\n") {
				t.Errorf("the text is not printable: %q", err)
			}
			var e *wire.Error
			certificate := strings.HasPrefix(c.want.Error(), "certificate")
			if !errors.As(err, &e) || e.Untrusted() != certificate || wire.Unreachable(err) != (c.endpoint.TLS == nil) {
				t.Errorf("%+v: untrusted %v, unreachable %v", e, e.Untrusted(), wire.Unreachable(err))
			}
		})
	}
}

func TestDialObeysTheConnectLimit(t *testing.T) {
	t.Parallel()
	silent := wire.Endpoint{Address: "gw.example:1", Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	_, err := wire.Dial(context.Background(), silent, wire.Limits{Connect: tick})
	if !errors.Is(err, wire.ErrConnectTimeout) || !wire.Unreachable(err) || err.Error() != "no connection to gw.example:1 within 30ms (limit connect)" {
		t.Errorf("no TCP: %v", err)
	}
	_, err = wire.Dial(context.Background(), raw(t, hang), wire.Limits{Connect: tick})
	if !errors.Is(err, wire.ErrHandshakeTimeout) || wire.Unreachable(err) || !strings.Contains(err.Error(), "within 30ms (limit connect)") {
		t.Errorf("no TLS: %v", err)
	}
}

func TestDialEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	e := raw(t, func(p *peer) { _, _ = p.in.ReadByte(); cancel(); p.hang() })
	_, err := wire.Dial(ctx, e, wire.Limits{})
	if !errors.Is(err, wire.ErrCancelled) || !errors.Is(err, context.Canceled) || wire.Unreachable(err) {
		t.Errorf("in the handshake: %v", err)
	}
	_, err = wire.Dial(ctx, e, wire.Limits{})
	if !errors.Is(err, wire.ErrCancelled) || wire.Unreachable(err) {
		t.Errorf("before connecting: %v", err)
	}
	if wire.Unreachable(nil) || wire.Unreachable(io.EOF) {
		t.Error("an error of another kind counts as unreachable")
	}
}

func TestDialDoesNotChangeTheConfiguration(t *testing.T) {
	t.Parallel()
	id := certify(t)
	id.client.NextProtos = []string{"h2", "http/1.1"}
	server := id.server.Clone()
	server.NextProtos = []string{"h2", "http/1.1"}
	e := secure(t, server, id.client)
	e.ReceiveBuffer = 8 << 10
	c := dial(t, e, wire.Limits{})
	info := c.TLS()
	if info.Protocol != "http/1.1" || info.Version != "TLS 1.3" || info.CipherSuite == "" || info.Issuer != "CN=wire test" || info.NotAfter.Before(time.Now()) || info.NotBefore.After(time.Now()) {
		t.Errorf("TLS %+v", info)
	}
	if len(id.client.NextProtos) != 2 || id.client.ServerName != "" {
		t.Errorf("the caller's configuration was changed: %v, %q", id.client.NextProtos, id.client.ServerName)
	}
}

// In TLS 1.3 a server rejects a missing client certificate after the handshake.
func TestTLSAlertAfterTheHandshakeIsReported(t *testing.T) {
	t.Parallel()
	id := certify(t)
	server := id.server.Clone()
	server.ClientAuth = tls.RequireAnyClientCert
	x := dial(t, secure(t, server, id.client), wire.Limits{}).Do(context.Background(), get)
	if !errors.Is(x.Err, wire.ErrTLS) || !strings.Contains(x.Err.Error(), "certificate required") {
		t.Errorf("error %v", x.Err)
	}
}
