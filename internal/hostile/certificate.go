package hostile

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
	"sync"
	"time"
)

// Certificate is the kind of certificate that a server presents.
type Certificate string

// The kinds of certificates. A client must reject all except Valid.
const (
	Valid       Certificate = ""
	Untrusted   Certificate = "untrusted"     // by an unknown authority with markup in its name
	Expired     Certificate = "expired"       // an hour ago
	NotYetValid Certificate = "not-yet-valid" // for another hour
	OtherName   Certificate = "other-name"
	ClientOnly  Certificate = "client-only" // not for servers
)

// authority signs certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// trusted is the authority that clients trust, one per process.
var trusted = sync.OnceValues(func() (authority, error) { return newAuthority("hostile test CA") })

func newAuthority(name string) (authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return authority{}, fmt.Errorf("authority %q: %w", name, err)
	}
	t := template(name)
	t.IsCA, t.BasicConstraintsValid, t.KeyUsage = true, true, x509.KeyUsageCertSign
	return authority{cert: t, key: key}.sign(t, key)
}

// sign signs a certificate for key.
func (a authority) sign(t *x509.Certificate, key *ecdsa.PrivateKey) (authority, error) {
	der, err := x509.CreateCertificate(rand.Reader, t, a.cert, key.Public(), a.key)
	if err != nil {
		return authority{}, fmt.Errorf("certificate %q: %w", t.Subject.CommonName, err)
	}
	cert, err := x509.ParseCertificate(der)
	return authority{cert, key}, err
}

func (a authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

func template(name string) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: now.Add(-24 * time.Hour), NotAfter: now.Add(24 * time.Hour),
	}
}

// issue returns the server's certificate. With a name in IssuedBy, it is one of an
// authority of that name that clients do not trust.
func (b Behavior) issue() (tls.Certificate, error) {
	ca, err := trusted()
	kind, name := b.Certificate, b.IssuedBy
	if kind == Untrusted && name == "" {
		name = "\x1b[31m<b>nobody</b>\r\n::error::`|"
	}
	if name != "" && err == nil {
		ca, err = newAuthority(name)
	}
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("server certificate: %w", err)
	}
	names := kind.template()
	if kind != Untrusted && name != "" {
		names.Subject = pkix.Name{CommonName: name, Organization: []string{name}, OrganizationalUnit: []string{name}}
	}
	if b.Subject != "" {
		names.Subject.Organization, names.Subject.Locality = []string{b.Subject}, []string{b.Subject}
	}
	names.DNSNames = append(names.DNSNames, b.HostNames...)
	leaf, err := x509.CreateCertificate(rand.Reader, names, ca.cert, key.Public(), ca.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("server certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{leaf}, PrivateKey: key}, nil
}

func (kind Certificate) template() *x509.Certificate {
	t, now := template("gateway"), time.Now()
	t.KeyUsage, t.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	t.IPAddresses, t.DNSNames = []net.IP{net.IPv4(127, 0, 0, 1)}, []string{"localhost"}
	switch kind {
	case Expired:
		t.NotAfter = now.Add(-time.Hour)
	case NotYetValid:
		t.NotBefore = now.Add(time.Hour)
	case OtherName:
		t.IPAddresses, t.DNSNames = nil, []string{"gateway.invalid"}
	case ClientOnly:
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	return t
}
