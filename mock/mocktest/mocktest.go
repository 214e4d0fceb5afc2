// Package mocktest starts a mock gateway for the duration of a test, as package
// net/http/httptest does for handlers. It does not import package testing.
package mocktest

import (
	"net/http"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/mock"
)

// TB is the part of testing.TB that Start needs. It keeps package testing out of
// programs that only want a server.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Server is a gateway that serves over TLS on a free port of 127.0.0.1. Its
// certificate is new and known to [Server.Client] only.
type Server struct {
	URL     string // https://127.0.0.1:port, without a slash at the end
	CAData  []byte // PEM of the authority that issued the certificate
	Gateway *mock.Gateway
	Clock   clockwork.Clock // the gateway's clock
	server  *mock.Server
}

// Start starts a gateway with the options of [mock.New] and stops it when the test
// ends: held polls are answered, and downloads in progress have 2 s to finish. If
// the gateway cannot start or stop, the test fails.
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

// StartFrozen is Start with a clock that stands still at a fixed instant until the
// test advances it. Limits of the network stay in real time.
func StartFrozen(t TB, opts ...mock.Option) (*Server, *clockwork.FakeClock) {
	t.Helper()
	clock := clockwork.NewFakeClockAt(time.Date(2024, 5, 16, 4, 0, 0, 0, time.UTC))
	return Start(t, append([]mock.Option{mock.WithClock(clock)}, opts...)...), clock
}

// Client returns a new HTTP client with connections of its own. It trusts only this
// server, speaks HTTP/1.1, follows no redirects and requests no content coding.
// It has no timeout.
func (s *Server) Client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{TLSClientConfig: s.server.ClientTLS(), DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}
