package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

// tlsDir is the directory of --tls-dir. It holds the certificate that clients
// must trust, and the one that mocks serve with its key, so that mocks can share
// them. The key of the authority is never written.
type tlsDir struct {
	path string
	now  func() time.Time
	warn func(format string, args ...any) // of files that cannot be used as they are
}

// Files of the directory. Both hold the authorities, so that either can be lost.
const (
	caFileName    = "ca.pem"
	chainFileName = "server.pem" // the certificate, and the authorities after it
	keyFileName   = "server-key.pem"
	lockFileName  = ".lock"
)

const (
	leastLife    = 24 * time.Hour // a certificate with less time left is replaced
	mostTrusted  = 32             // authorities: mocks that run may serve what each of them signed
	mostNames    = 100            // of a certificate, when it also holds those of other mocks
	lockPatience = 10 * time.Second
)

func (d tlsDir) file(name string) string { return filepath.Join(d.path, name) }

// certificate returns a certificate for the hosts, which the authorities in ca.pem
// sign: the one in the directory, or a new one if that does not fit.
func (d tlsDir) certificate(hosts []string) (*tls.Certificate, error) {
	if err := os.MkdirAll(d.path, 0o755); err != nil {
		return nil, err
	}
	unlock, err := lockFile(d.file(lockFileName), lockPatience)
	if err != nil {
		return nil, err
	}
	defer unlock()
	d.removeParts()
	authorities, whole, err := d.authorities()
	if err != nil {
		return nil, err
	}
	pair, err := d.load()
	switch {
	case err != nil:
		return nil, err
	case pair == nil || !d.fits(pair, authorities, hosts):
		return d.renew(d.namesWith(pair, hosts), authorities)
	case !whole:
		return pair, d.writeAuthorities(pair, authorities)
	case !exists(d.file(truststoreName)):
		return pair, d.writeTruststore(authorities)
	}
	return pair, nil
}

// fits reports whether a client that trusts the authorities accepts the certificate
// for every host, now and for some time.
func (d tlsDir) fits(pair *tls.Certificate, authorities []*x509.Certificate, hosts []string) bool {
	roots := x509.NewCertPool()
	for _, a := range authorities {
		roots.AddCert(a)
	}
	return !slices.ContainsFunc(hosts, func(host string) bool {
		_, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host, CurrentTime: d.now().Add(leastLife)})
		return err != nil
	})
}

// namesWith adds the names of a certificate that lasts to the hosts, so that mocks
// with different names come to share one. Names that nobody serves any more go when
// the certificate expires.
func (d tlsDir) namesWith(pair *tls.Certificate, hosts []string) []string {
	if pair == nil || !d.now().Add(leastLife).Before(pair.Leaf.NotAfter) {
		return hosts
	}
	names := slices.Concat(hosts, pair.Leaf.DNSNames, addressesOf(pair.Leaf.IPAddresses))
	slices.Sort(names)
	if names = slices.Compact(names); len(names) > mostNames {
		return hosts
	}
	return names
}

func addressesOf(ips []net.IP) (texts []string) {
	for _, ip := range ips {
		texts = append(texts, ip.String())
	}
	return texts
}

// renew makes a new authority and certificate. The authorities before it stay,
// since another mock may serve what they signed.
func (d tlsDir) renew(hosts []string, before []*x509.Certificate) (*tls.Certificate, error) {
	if len(before) >= mostTrusted {
		return nil, fmt.Errorf("%q holds %d authorities of mocks that may still run; give another --tls-dir, or remove this one once they have ended", d.path, len(before))
	}
	authority, err := mock.NewAuthority(hosts...)
	if err != nil {
		return nil, err
	}
	pair, err := authority.Issue(hosts...)
	if err != nil {
		return nil, err
	}
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		return nil, err
	}
	trusted := append(authority.PEM(), encoded(before...)...)
	newest, err := certificatesIn(authority.PEM())
	if err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name    string
		content []byte
		mode    os.FileMode
	}{
		{caFileName, trusted, forAnyone},
		{keyFileName, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), forOwner},
		{chainFileName, append(encoded(pair.Leaf), trusted...), forAnyone},
	} {
		if err := replaceFile(d.file(f.name), f.content, f.mode); err != nil {
			return nil, err
		}
	}
	return &pair, d.writeTruststore(append(newest, before...))
}

// writeAuthorities writes the authorities anew where one of the files had lost some.
func (d tlsDir) writeAuthorities(pair *tls.Certificate, authorities []*x509.Certificate) error {
	if err := replaceFile(d.file(caFileName), encoded(authorities...), forAnyone); err != nil {
		return err
	}
	err := replaceFile(d.file(chainFileName), encoded(append([]*x509.Certificate{pair.Leaf}, authorities...)...), forAnyone)
	if err != nil {
		return err
	}
	return d.writeTruststore(authorities)
}
