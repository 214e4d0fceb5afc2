package main

import (
	"crypto/tls"
	"sync"
	"sync/atomic"
	"time"
)

// renewalPause is how long a mock serves what it has after a renewal that failed.
const renewalPause = time.Minute

// servedCertificate is the certificate of a directory as a mock serves it, which
// may run for longer than one lasts. Clients that read ca.pem before a renewal have
// to read it again.
type servedCertificate struct {
	dir   tlsDir
	hosts []string

	current  atomic.Pointer[tls.Certificate]
	renewing sync.Mutex
	notUntil time.Time // guarded by renewing
}

func newServedCertificate(dir tlsDir, hosts []string) (*servedCertificate, error) {
	pair, err := dir.certificate(hosts)
	if err != nil {
		return nil, err
	}
	s := &servedCertificate{dir: dir, hosts: hosts}
	s.current.Store(pair)
	return s, nil
}

// get returns the certificate for a handshake. While one handshake renews it, or
// if that fails, the others get the one there is.
func (s *servedCertificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	pair, now := s.current.Load(), s.dir.now()
	if now.Add(leastLife).Before(pair.Leaf.NotAfter) || !s.renewing.TryLock() {
		return pair, nil
	}
	defer s.renewing.Unlock()
	if now.Before(s.notUntil) {
		return pair, nil
	}
	s.notUntil = now.Add(renewalPause)
	next, err := s.dir.certificate(s.hosts)
	if err != nil {
		s.dir.warn("the certificate in %q expires %s and cannot be renewed: %v", s.dir.path, pair.Leaf.NotAfter.UTC().Format(time.RFC3339), err)
		return pair, nil
	}
	s.current.Store(next)
	return next, nil
}
