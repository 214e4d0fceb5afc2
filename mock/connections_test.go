package mock_test

import (
	"crypto/tls"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

func TestConnectionsThatNeverBecomeARequestAreTold(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		dial func(t *testing.T, srv *mock.Server) net.Conn
		send string
		kind mock.NoticeKind
		hint string
	}{
		{"plain HTTP", plainConn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", mock.PlainHTTP, "https://"},
		{"no TLS", plainConn, "hello, are you there?\r\n\r\n", mock.TLSFailed, "does not speak TLS"},
		{"certificate refused", untrustingConn, "", mock.TLSFailed, "ca.pem"},
		{"head too large", tlsConn, "GET / HTTP/1.1\r\nHost: x\r\nCookie: " + strings.Repeat("a", 80<<10) + "\r\n\r\n", mock.HeadTooLarge, "cookie"},
		{"no HTTP", tlsConn, "EHLO example\r\n\r\n", mock.HeadUnreadable, "HTTP/1.1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			told := make(chan mock.Notice, 10)
			srv, err := mock.Serve(newGateway(t), mock.Serving{Notify: func(n mock.Notice) { told <- n }})
			if err != nil {
				t.Fatal(err)
			}
			defer stop(t, srv)
			conn := tc.dial(t, srv)
			io.WriteString(conn, tc.send) //nolint:errcheck // the server may have closed it
			io.Copy(io.Discard, conn)     //nolint:errcheck // whatever it answers
			conn.Close()                  //nolint:errcheck // closed already
			select {
			case n := <-told:
				if n.Kind != tc.kind || !strings.Contains(n.Hint, tc.hint) || n.Remote == "" {
					t.Errorf("got %+v, want %s with %q", n, tc.kind, tc.hint)
				}
			case <-time.After(patience):
				t.Fatal("nothing was told")
			}
		})
	}
}

func plainConn(t *testing.T, srv *mock.Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(srv.URL, "https://"))
	if err != nil {
		t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(patience)) //nolint:errcheck // a new connection has deadlines
	return conn
}

func tlsConn(t *testing.T, srv *mock.Server) net.Conn {
	t.Helper()
	return tls.Client(plainConn(t, srv), withServerName(srv.ClientTLS()))
}

// untrustingConn is of a client that does not trust the server.
func untrustingConn(t *testing.T, srv *mock.Server) net.Conn {
	t.Helper()
	return tls.Client(plainConn(t, srv), &tls.Config{ServerName: "127.0.0.1"})
}

func withServerName(c *tls.Config) *tls.Config {
	c = c.Clone()
	c.ServerName = "127.0.0.1"
	return c
}

func TestConnectionsWithRequestsAreNotTold(t *testing.T) {
	t.Parallel()
	told := make(chan mock.Notice, 10)
	g := newGateway(t)
	srv, err := mock.Serve(g, mock.Serving{Notify: func(n mock.Notice) { told <- n }})
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, srv.URL, srv.ClientTLS())
	c.signIn("102")
	c.send("GET", "/", "")
	c.http.CloseIdleConnections() // orderly
	stop(t, srv)
	select {
	case n := <-told:
		t.Errorf("told %+v", n)
	default:
	}
}
