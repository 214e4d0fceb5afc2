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

// Server is a gateway with one behavior, on its own port on loopback.
type Server struct {
	URL    string // https, without a path
	CAData []byte // PEM of the authority that clients trust
	*Gateway

	behavior             Behavior
	listener             net.Listener
	bystander            net.Listener
	bystanderConnections atomic.Int64
	done                 chan struct{} // closed when the server stops
	group                sync.WaitGroup

	mu      sync.Mutex
	conns   map[net.Conn]bool
	stopped bool // accepts and answers nothing any more
}

// Start serves a behavior until Stop.
func Start(b Behavior) (*Server, error) {
	ca, err := trusted()
	if err != nil {
		return nil, err
	}
	cert, err := b.issue()
	if err != nil {
		return nil, err
	}
	s := &Server{behavior: b, CAData: ca.pem(), Gateway: newGateway(), done: make(chan struct{}), conns: map[net.Conn]bool{}}
	if s.bystander, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		_ = s.bystander.Close()
		return nil, fmt.Errorf("listen: %w", err)
	}
	s.URL = "https://" + s.listener.Addr().String()
	for range b.LongChain {
		cert.Certificate = append(cert.Certificate, cert.Certificate[0])
	}
	s.start(cert)
	return s, nil
}

func (s *Server) start(cert tls.Certificate) {
	if s.behavior.NotListening {
		_ = s.listener.Close()
	}
	config := &tls.Config{
		Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS10,
		CurvePreferences: []tls.CurveID{tls.X25519}, MaxVersion: s.behavior.MaxTLS, NextProtos: s.behavior.Protocols,
	}
	if config.NextProtos == nil {
		config.NextProtos = []string{"http/1.1"}
	}
	s.group.Go(func() { s.accept(s.listener, func(c net.Conn) { s.serve(c, config) }) })
	s.group.Go(func() { s.accept(s.bystander, func(net.Conn) { s.bystanderConnections.Add(1) }) })
}

// BystanderConnections returns how many connections the server at BystanderURL
// has accepted.
func (s *Server) BystanderConnections() int { return int(s.bystanderConnections.Load()) }

// Stop closes all connections and waits until every script has ended.
func (s *Server) Stop() {
	close(s.done)
	_ = s.bystander.Close()
	s.closeAll()
	s.group.Wait()
}

// closeAll closes the listener and all connections.
func (s *Server) closeAll() {
	_ = s.listener.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
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
		if !s.track(c) {
			_ = c.Close()
			continue
		}
		s.group.Go(func() {
			defer s.untrack(c)
			serve(c)
		})
	}
}

func (s *Server) track(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return false
	}
	s.conns[c] = true
	return true
}

func (s *Server) untrack(c net.Conn) {
	_ = c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

// serve handles one connection.
func (s *Server) serve(tcp net.Conn, config *tls.Config) {
	p := &Peer{Conn: tcp, tcp: tcp, server: s}
	if s.behavior.Raw != nil {
		s.behavior.Raw(p, Request{})
		return
	}
	if s.behavior.OwnRecords {
		p.records = &records{}
		config = config.Clone()
		config.KeyLogWriter, config.SessionTicketsDisabled = &p.records.log, true
		config.CipherSuites = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}
		tcp = &tapped{Conn: tcp, records: p.records}
	}
	secure := tls.Server(tcp, config)
	if secure.Handshake() != nil {
		return
	}
	if p.records != nil {
		p.records.sent = 0
	}
	p.Conn = secure
	if s.behavior.Greeting != nil {
		s.behavior.Greeting(p, Request{})
	}
	in := bufio.NewReader(secure)
	for !p.ended {
		req, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		r := s.recordRequest(req)
		if !s.answer(p, r) {
			return
		}
	}
	_ = secure.Close()
}

// tapped tells of what crypto/tls writes, which is whole records.
type tapped struct {
	net.Conn
	records *records
}

func (t *tapped) Write(b []byte) (int, error) {
	t.records.written(b)
	return t.Conn.Write(b)
}

// resetInAnswer stops listening and resets in the middle of an answer.
func (s *Server) resetInAnswer(p *Peer) {
	_ = s.listener.Close()
	p.Send(head("200 OK", octets, "Content-Length: 2300") + "half an answer")
	p.Reset()
}

// answer answers one request. It returns false if the connection has ended.
func (s *Server) answer(p *Peer, r Request) bool {
	b := s.behavior
	switch {
	case b.ClosesAfter > 0 && r.Number > b.ClosesAfter:
		if b.ResetsAtEnd {
			s.resetInAnswer(p)
		}
		s.closeAll()
		return false
	case b.SilentAfter > 0 && r.Number > b.SilentAfter:
		p.Hang()
		return false
	}
	if script := b.script(r.Call); script != nil {
		script(p, r)
	} else {
		s.answerCorrectly(p, r)
	}
	if b.ClosesAfter > 0 && r.Number == b.ClosesAfter && !b.ResetsAtEnd {
		p.letClientRead()
		s.closeAll()
	}
	return !p.ended
}
