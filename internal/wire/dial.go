package wire

import (
	"context"
	"crypto/tls"
	"net"
	"time"
)

// Endpoint is where to connect.
type Endpoint struct {
	Network string      // "tcp" if empty
	Address string      // host:port
	Host    string      // value of the Host field; derived from Address if empty
	TLS     *tls.Config // cloned; nil for plain TCP

	// ReceiveBuffer is the size of the system's receive buffer in bytes. A small
	// one makes the peer wait for a slow reader. 0 leaves it to the system.
	ReceiveBuffer int

	// Dial replaces net.Dialer.DialContext, for tests and tunnels; nil does not.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Dial connects and, unless e.TLS is nil, completes the TLS handshake, offering
// "http/1.1" only. The limits apply to each exchange of the connection as well.
// A failure is an *Error.
func Dial(ctx context.Context, e Endpoint, l Limits) (*Conn, error) {
	l = l.or(DefaultLimits())
	within, cancel := context.WithTimeout(ctx, l.Connect)
	defer cancel()
	tcp, err := e.connect(within)
	if err != nil {
		return nil, connectError(ctx, e, l, err)
	}
	c := newConn(tcp, e, l)
	if e.TLS == nil {
		return c, nil
	}
	if err := c.handshake(within, e); err != nil {
		_ = c.Close()
		return nil, handshakeError(ctx, e, l, err)
	}
	return c, nil
}

func (e Endpoint) connect(ctx context.Context) (net.Conn, error) {
	dial := e.Dial
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	network := e.Network
	if network == "" {
		network = "tcp"
	}
	c, err := dial(ctx, network, e.Address)
	if err != nil {
		return nil, err
	}
	if t, ok := c.(*net.TCPConn); ok && e.ReceiveBuffer > 0 {
		if err := t.SetReadBuffer(e.ReceiveBuffer); err != nil {
			_ = c.Close()
			return nil, err
		}
	}
	return c, nil
}

// host returns the value of the Host field: the authority without the default
// port (RFC 9110 section 7.2, RFC 9112 section 3.2).
func (e Endpoint) host() string {
	if e.Host != "" {
		return e.Host
	}
	host, port, err := net.SplitHostPort(e.Address)
	if err != nil {
		return e.Address
	}
	if port == "443" && e.TLS != nil || port == "80" && e.TLS == nil {
		if net.ParseIP(host).To4() == nil && net.ParseIP(host) != nil {
			return "[" + host + "]"
		}
		return host
	}
	return e.Address
}

func (c *Conn) handshake(ctx context.Context, e Endpoint) error {
	config := e.TLS.Clone()
	config.NextProtos = []string{"http/1.1"}
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(e.Address)
	}
	t := tls.Client(c.raw, config)
	if err := t.HandshakeContext(ctx); err != nil {
		return err
	}
	if err := t.SetDeadline(time.Time{}); err != nil {
		return err
	}
	c.nc, c.tls = t, describe(t.ConnectionState())
	return nil
}

func describe(s tls.ConnectionState) TLSInfo {
	info := TLSInfo{
		Version:     tls.VersionName(s.Version),
		CipherSuite: tls.CipherSuiteName(s.CipherSuite),
		Protocol:    s.NegotiatedProtocol,
	}
	if len(s.PeerCertificates) > 0 {
		leaf := s.PeerCertificates[0]
		info.Subject = nameText(leaf.Subject, 200)
		info.Issuer = nameText(leaf.Issuer, 200)
		info.NotBefore, info.NotAfter = leaf.NotBefore, leaf.NotAfter
	}
	return info
}
