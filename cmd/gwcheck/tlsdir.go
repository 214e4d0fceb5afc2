package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
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
}

// Files of the directory.
const (
	caFileName    = "ca.pem"
	chainFileName = "server.pem"
	keyFileName   = "server-key.pem"
	lockFileName  = ".lock"
)

const (
	leastLife    = 24 * time.Hour   // a certificate with less time left is replaced
	mostTrusted  = 4                // authorities in ca.pem: the newest, and older ones that running mocks may still use
	lockPatience = 10 * time.Second // for the lock of the directory
	mostPEM      = 64 << 10         // bytes of one file
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
	if pair, err := d.load(); err == nil && d.fits(pair, hosts) {
		return pair, nil
	}
	return d.renew(hosts)
}

// load reads the certificate and its key, which must belong together.
func (d tlsDir) load() (*tls.Certificate, error) {
	chain, err := readRegular(d.file(chainFileName), 0)
	if err != nil {
		return nil, err
	}
	key, err := readRegular(d.file(keyFileName), 0o077)
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(chain, key)
	return &pair, err
}

// fits reports whether a client that trusts ca.pem accepts the certificate for
// every host, now and for some time.
func (d tlsDir) fits(pair *tls.Certificate, hosts []string) bool {
	ca, err := readRegular(d.file(caFileName), 0)
	roots := x509.NewCertPool()
	if err != nil || !roots.AppendCertsFromPEM(ca) {
		return false
	}
	return !slices.ContainsFunc(hosts, func(host string) bool {
		_, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host, CurrentTime: d.now().Add(leastLife)})
		return err != nil
	})
}

// renew makes a new authority and certificate. ca.pem keeps the authorities before
// it, since another mock may serve what they signed.
func (d tlsDir) renew(hosts []string) (*tls.Certificate, error) {
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
	for _, f := range []struct {
		name    string
		content []byte
		mode    os.FileMode
	}{
		{caFileName, append(authority.PEM(), d.trusted(mostTrusted-1)...), forAnyone},
		{keyFileName, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), forOwner},
		{chainFileName, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Leaf.Raw}), forAnyone},
	} {
		if err := replaceFile(d.file(f.name), f.content, f.mode); err != nil {
			return nil, err
		}
	}
	return &pair, nil
}

// trusted are the newest authorities in ca.pem that have not expired, as PEM.
func (d tlsDir) trusted(most int) []byte {
	rest, err := readRegular(d.file(caFileName), 0)
	var kept bytes.Buffer
	for n := 0; err == nil && n < most; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		cert, broken := x509.ParseCertificate(block.Bytes)
		if broken == nil && cert.IsCA && cert.NotAfter.After(d.now()) {
			_ = pem.Encode(&kept, block) // a buffer takes everything
			n++
		}
	}
	return kept.Bytes()
}

// readRegular reads a small file that is no link, and to which the mode bits
// forbidden give nobody access.
func readRegular(file string, forbidden os.FileMode) ([]byte, error) {
	info, err := os.Lstat(file)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular() || info.Mode().Perm()&forbidden != 0:
		return nil, fmt.Errorf("%q is no private file", file)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, mostPEM))
}
