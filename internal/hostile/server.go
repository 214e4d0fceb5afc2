package hostile

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

// Server is a gateway with one behaviour, on a port of its own on loopback.
type Server struct {
	URL    string // https, without a path
	CAData []byte // PEM of the authority that clients trust
	*Gateway

	behaviour Behaviour
	listener  net.Listener
	bystander net.Listener
	strangers atomic.Int64
	done      chan struct{} // closed when the server stops
	group     sync.WaitGroup

	mu    sync.Mutex
	conns map[net.Conn]bool
	gone  bool // accepts and answers nothing any more
}

// Start serves a behaviour until Stop.
func Start(b Behaviour) (*Server, error) {
	ca, err := trusted()
	if err != nil {
		return nil, err
	}
	cert, err := b.Certificate.issue()
	if err != nil {
		return nil, err
	}
	s := &Server{behaviour: b, CAData: ca.pem(), Gateway: newGateway(), done: make(chan struct{}), conns: map[net.Conn]bool{}}
	if s.bystander, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		_ = s.bystander.Close()
		return nil, fmt.Errorf("listen: %w", err)
	}
	s.URL = "https://" + s.listener.Addr().String()
	s.start(cert)
	return s, nil
}

func (s *Server) start(cert tls.Certificate) {
	if s.behaviour.Refuses {
		_ = s.listener.Close()
	}
	config := &tls.Config{
		Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS10,
		CurvePreferences: []tls.CurveID{tls.X25519}, MaxVersion: s.behaviour.MaxTLS, NextProtos: s.behaviour.Protocols,
	}
	if config.NextProtos == nil {
		config.NextProtos = []string{"http/1.1"}
	}
	s.group.Go(func() { s.accept(s.listener, func(c net.Conn) { s.serve(c, config) }) })
	s.group.Go(func() { s.accept(s.bystander, func(net.Conn) { s.strangers.Add(1) }) })
}

// Strangers is how many connections another server got to which redirects point.
func (s *Server) Strangers() int { return int(s.strangers.Load()) }

// Stop closes everything and waits until no script runs any more.
func (s *Server) Stop() {
	close(s.done)
	_ = s.bystander.Close()
	s.leave()
	s.group.Wait()
}

// leave closes the listener and all connections.
func (s *Server) leave() {
	_ = s.listener.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone = true
	for c := range s.conns {
		_ = c.Close()
	}
}

func (s *Server) accept(l net.Listener, serve func(net.Conn)) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		if !s.admit(c) {
			_ = c.Close()
			continue
		}
		s.group.Go(func() {
			defer s.dismiss(c)
			serve(c)
		})
	}
}

func (s *Server) admit(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone {
		return false
	}
	s.conns[c] = true
	return true
}

func (s *Server) dismiss(c net.Conn) {
	_ = c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

// serve runs one connection.
func (s *Server) serve(tcp net.Conn, config *tls.Config) {
	p := &Peer{Conn: tcp, tcp: tcp, server: s}
	if s.behaviour.Raw != nil {
		s.behaviour.Raw(p, Request{})
		return
	}
	secure := tls.Server(tcp, config)
	if secure.Handshake() != nil {
		return
	}
	p.Conn = secure
	if s.behaviour.Greeting != nil {
		s.behaviour.Greeting(p, Request{})
	}
	in := bufio.NewReader(secure)
	for !p.over {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		r := s.note(req)
		if !s.answer(p, r) {
			return
		}
	}
	_ = secure.Close()
}

// die stops listening, then breaks off an answer.
func (s *Server) die(p *Peer) {
	_ = s.listener.Close()
	p.Say(head("200 OK", octets, "Content-Length: 2300") + "half an answer")
	p.Reset()
}

// answer answers one request; false if the connection is at its end.
func (s *Server) answer(p *Peer, r Request) bool {
	b := s.behaviour
	switch {
	case b.Serves > 0 && r.Number > b.Serves:
		if b.Dies {
			s.die(p)
		}
		s.leave()
		return false
	case b.Falls > 0 && r.Number > b.Falls:
		p.Hang()
		return false
	}
	if script := b.script(r.Call); script != nil {
		script(p, r)
	} else {
		s.right(p, r)
	}
	if b.Serves > 0 && r.Number == b.Serves && !b.Dies {
		p.settle()
		s.leave()
	}
	return !p.over
}
