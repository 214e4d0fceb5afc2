package mock

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"slices"
	"strings"
	"time"
)

// certificateLife is how long generated certificates are valid. It counts real
// time, like the clocks of the clients that verify them.
const certificateLife = 7 * 24 * time.Hour

// loopback are the hosts that every authority may issue for.
var loopback = []string{"127.0.0.1", "::1", "localhost"}

// Authority is a certificate authority for one or more servers. Its key exists in
// memory only and cannot be exported. Clients that trust it trust it for its hosts
// alone, and for no further authority (RFC 5280 sections 4.2.1.9 and 4.2.1.10).
type Authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// NewAuthority makes an authority with a new P-256 key for the hosts, which are
// names or addresses, and for 127.0.0.1, ::1 and localhost. A name that begins
// with "*." stands for all names below it. The certificate is valid for 7 days of
// real time. It fails if the system has no randomness or a host is empty.
func NewAuthority(hosts ...string) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("certificate authority: %w", err)
	}
	t, err := template("gwcheck mock CA")
	if err != nil {
		return nil, err
	}
	t.IsCA, t.BasicConstraintsValid = true, true
	t.MaxPathLen, t.MaxPathLenZero = 0, true
	t.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	constrain(t, slices.Concat(loopback, hosts))
	cert, err := sign(t, t, key, key)
	if err != nil {
		return nil, fmt.Errorf("certificate authority for %q: %w", hosts, err)
	}
	return &Authority{cert, key}, nil
}

// constrain lets an authority issue for the hosts only.
func constrain(t *x509.Certificate, hosts []string) {
	t.PermittedDNSDomainsCritical = true
	for _, h := range hosts {
		ip := net.ParseIP(h)
		if ip == nil {
			t.PermittedDNSDomains = append(t.PermittedDNSDomains, strings.TrimPrefix(h, "*."))
			continue
		}
		if v4 := ip.To4(); v4 != nil {
			ip = v4
		}
		one := net.CIDRMask(8*len(ip), 8*len(ip))
		t.PermittedIPRanges = append(t.PermittedIPRanges, &net.IPNet{IP: ip, Mask: one})
	}
}

// PEM returns the authority's certificate, for clients to trust. It does not
// contain the key.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// Issue makes a server certificate with a new P-256 key for the hosts, which are
// names or addresses; for 127.0.0.1, ::1 and localhost if there are none. It is
// valid for 7 days of real time. Issue fails if the authority is not for a host.
func (a *Authority) Issue(hosts ...string) (tls.Certificate, error) {
	if len(hosts) == 0 {
		hosts = loopback
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("server certificate: %w", err)
	}
	t, err := template(hosts[0])
	if err != nil {
		return tls.Certificate{}, err
	}
	t.KeyUsage = x509.KeyUsageDigitalSignature
	t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
			continue
		}
		t.DNSNames = append(t.DNSNames, h)
	}
	leaf, err := sign(t, a.cert, key, a.key)
	if err == nil {
		err = a.covers(leaf)
	}
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("server certificate for %q: %w", hosts, err)
	}
	return tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf}, nil
}

// covers verifies a certificate as a client that trusts the authority would.
func (a *Authority) covers(leaf *x509.Certificate) error {
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots})
	return err
}

func template(name string) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, fmt.Errorf("certificate serial: %w", err)
	}
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name, Organization: []string{"gwcheck"}},
		NotBefore:    now.Add(-time.Hour), // clocks differ
		NotAfter:     now.Add(certificateLife),
	}, nil
}

func sign(t, parent *x509.Certificate, key, by *ecdsa.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, t, parent, &key.PublicKey, by)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// clientTLS is a TLS configuration for clients that trusts the PEM certificates
// and nothing else.
func clientTLS(pem []byte) *tls.Config {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
}
