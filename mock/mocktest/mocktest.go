// Package mocktest starts a mock gateway for the duration of a test.
package mocktest

import (
	"net/http"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/mock"
)

// TB is the part of testing.TB that is needed. It keeps package testing out of
// programs that only want the server.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Server is a gateway that serves over TLS on a free port of 127.0.0.1.
type Server struct {
	URL     string // https://127.0.0.1:port, without a slash at the end
	CAData  []byte // PEM of the authority that issued the certificate
	Gateway *mock.Gateway
	Clock   clockwork.Clock // the gateway's clock
	server  *mock.Server
}

// Start starts a gateway and stops it when the test ends. If it cannot start,
// the test fails.
func Start(t TB, opts ...mock.Option) *Server {
	t.Helper()
	g, err := mock.New(opts...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	srv, err := mock.Serve(g, mock.Serving{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() {
		if err := srv.Stop(); err != nil {
			t.Fatalf("stop the mock gateway: %v", err)
		}
		if err := g.Close(); err != nil {
			t.Fatalf("close the mock gateway: %v", err)
		}
	})
	return &Server{URL: srv.URL, CAData: srv.CAData, Gateway: g, Clock: g.Clock(), server: srv}
}

// StartFrozen is Start with a clock that stands still until the test advances
// it, beginning at a fixed instant.
func StartFrozen(t TB, opts ...mock.Option) (*Server, *clockwork.FakeClock) {
	t.Helper()
	clock := clockwork.NewFakeClockAt(time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC))
	return Start(t, append([]mock.Option{mock.WithClock(clock)}, opts...)...), clock
}

// Client is an HTTP client of its own, which trusts the server, speaks
// HTTP/1.1, follows no redirect and asks for no content coding.
func (s *Server) Client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{TLSClientConfig: s.server.ClientTLS(), DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}
