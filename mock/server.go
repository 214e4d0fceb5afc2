package mock

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

// Serving configures [Serve]. The zero value serves over TLS 1.2 and later with a
// new certificate, on a free port of 127.0.0.1, without a log.
type Serving struct {
	Address   string           // host:port; "127.0.0.1:0" if empty
	Plain     bool             // HTTP without TLS
	Cert      *tls.Certificate // certificate to use instead of a new one
	Authority *Authority       // issues the new certificate and must be for its hosts; a new authority if nil
	Hosts     []string         // further names and addresses for the new certificate, in addition to 127.0.0.1, ::1 and localhost
	Logger    *slog.Logger     // connections that never become a request, at level WARN, and other errors at DEBUG; nil: none
	Notify    func(Notice)     // called for the same connections; nil: nobody. It may be called from several goroutines at once

	// GetCertificate returns the certificate for one handshake, in place of Cert,
	// so that a server can run for longer than a certificate lasts; nil means Cert.
	GetCertificate func(*tls.ClientHelloInfo) (*tls.Certificate, error)
}

// Server is a running HTTP/1.1 server. Its heads are limited to 64 KiB and 10 s,
// idle connections to 2 minutes, each in real time.
type Server struct {
	URL    string // https://host:port, without a slash at the end
	CAData []byte // PEM of the authority; nil without TLS or with a given certificate

	server    *http.Server
	release   context.CancelFunc
	answering atomic.Int64 // requests
	done      chan error
}

// Limits of the server.
const (
	headTimeout  = 10 * time.Second      // for a request's head, and for the TLS handshake
	idleTimeout  = 2 * time.Minute       // between two requests on a connection
	maxHeadBytes = 64 << 10              // longest head of a request
	stopTimeout  = 2 * time.Second       // for answers in progress when the server stops
	flushTimeout = 50 * time.Millisecond // for the last bytes of answers after that
)

// Serve starts a server and returns once its port is open. It fails if the
// address is in use or invalid, which the error names, or if no certificate can
// be made. [Server.Stop] ends the server; it does not close the handler.
func Serve(h http.Handler, s Serving) (*Server, error) {
	if s.Address == "" {
		s.Address = "127.0.0.1:0"
	}
	if s.Logger == nil {
		s.Logger = slog.New(slog.DiscardHandler)
	}
	srv := &Server{done: make(chan error, 1)}
	config, err := srv.secure(s)
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", s.Address)
	if err != nil {
		return nil, fmt.Errorf("serve on %q: %w", s.Address, err)
	}
	ln = &watchedListener{ln}
	srv.URL = "http://" + ln.Addr().String()
	if config != nil {
		srv.URL = "https://" + ln.Addr().String()
		ln = tlsListener(h, ln, config)
	}
	if anyGateway(h, func(c *behavior) bool { return c.keepsFieldSpelling }) {
		ln = &spellingListener{ln}
	}
	srv.start(h, ln, &connections{s.Logger, s.Notify})
	return srv, nil
}

// secure is the TLS side of a server, nil without TLS.
func (srv *Server) secure(s Serving) (*tls.Config, error) {
	if s.Plain {
		return nil, nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}
	switch {
	case s.GetCertificate != nil:
		config.GetCertificate = s.GetCertificate
	case s.Cert != nil:
		config.Certificates = []tls.Certificate{*s.Cert}
	default:
		issued, err := srv.certify(s)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{issued}
	}
	return config, nil
}

func (srv *Server) certify(s Serving) (tls.Certificate, error) {
	ca := s.Authority
	if ca == nil {
		var err error
		if ca, err = NewAuthority(s.Hosts...); err != nil {
			return tls.Certificate{}, err
		}
	}
	srv.CAData = ca.PEM()
	return ca.Issue(slices.Concat(loopback, s.Hosts)...)
}

func (srv *Server) start(h http.Handler, ln net.Listener, c *connections) {
	ctx, cancel := context.WithCancel(context.Background())
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	srv.release = cancel
	srv.server = &http.Server{
		Handler:           srv.counted(h),
		Protocols:         protocols,
		ReadHeaderTimeout: headTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeadBytes,
		ErrorLog:          log.New(c, "", 0),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ConnState:         c.state,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return withWatched(withSpelling(ctx, c), c)
		},
	}
	go func() { srv.done <- srv.server.Serve(ln) }()
}

// counted counts the requests being answered.
func (srv *Server) counted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reached(r)
		srv.answering.Add(1)
		defer srv.answering.Add(-1)
		h.ServeHTTP(w, r)
	})
}

// Stop ends the server: held polls are answered, answers in progress have 2 s to
// finish, and then connections are closed. It returns the error for which the
// server had stopped before, if any. Call it once.
//
// http.Server.Shutdown alone would do, but it waits half a second for each
// connection that was just closed.
func (srv *Server) Stop() error {
	srv.release() // ends held polls
	srv.shutdown(0)
	for limit := time.Now().Add(stopTimeout); srv.answering.Load() > 0 && time.Now().Before(limit); {
		time.Sleep(time.Millisecond)
	}
	srv.shutdown(flushTimeout)
	srv.server.Close() //nolint:errcheck // the listener is closed already
	if err := <-srv.done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// shutdown closes the listener, and connections as they fall idle.
func (srv *Server) shutdown(limit time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	srv.server.Shutdown(ctx) //nolint:errcheck // what is left is cut by Close
}

// ClientTLS returns a configuration for clients that trusts the server's
// authority and nothing else. It trusts no server that has a certificate of its
// own or none.
func (srv *Server) ClientTLS() *tls.Config { return clientTLS(srv.CAData) }
