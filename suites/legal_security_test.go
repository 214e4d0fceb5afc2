package suites_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites"
)

// secureChecks are those that look at connections at all.
var secureChecks = []string{"session", "success/exact-bytes*", "streaming/framing"}

// legalSecurity are about TLS and certificates.
func legalSecurity() []legalOddity {
	suite := func(ids ...uint16) func(*tls.Config) {
		return func(c *tls.Config) { c.MaxVersion, c.CipherSuites = tls.VersionTLS12, ids }
	}
	rows := []legalOddity{
		{name: "TLS 1.2 alone", secure: func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }},
		{name: "TLS 1.3 alone", secure: func(c *tls.Config) { c.MinVersion = tls.VersionTLS13 }, set: withoutResumption},
		{name: "no session tickets", secure: func(c *tls.Config) { c.SessionTicketsDisabled = true }},
		{name: "no ALPN", secure: func(c *tls.Config) { c.NextProtos = nil }},
		{name: "Java 8 chooses CBC with forward secrecy", certificate: rsaCertificate, secure: suite(tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA)},
		{name: "an old appliance chooses key exchange by RSA", certificate: rsaCertificate, secure: suite(tls.TLS_RSA_WITH_AES_128_GCM_SHA256)},
		{name: "an old appliance chooses RSA and CBC", certificate: rsaCertificate, secure: suite(tls.TLS_RSA_WITH_AES_256_CBC_SHA)},
		{name: "a certificate with several names", certificate: namesCertificate("gateway.example", "localhost", "*.gateway.example")},
		{name: "a certificate without names, which is pinned", certificate: namesCertificate(), set: pinned},
		{name: "a certificate for another name, which the target gives", certificate: otherNameCertificate, set: namedServer},
	}
	for i := range rows {
		rows[i].only = secureChecks
	}
	return rows
}

func pinned(t *testing.T, u *underTest, _ *suites.Config) {
	digest := sha256.Sum256(nameless().Leaf.Raw)
	for i := range u.target.Deployments {
		u.target.Deployments[i].TLS.CAData, u.target.Deployments[i].TLS.Pin = nil, digest[:]
	}
}

// withoutResumption: sessions are resumed with TLS 1.2 alone.
func withoutResumption(_ *testing.T, _ *underTest, cfg *suites.Config) { cfg.ResumeTLS = false }

func namedServer(t *testing.T, u *underTest, _ *suites.Config) {
	for i := range u.target.Deployments {
		u.target.Deployments[i].TLS.ServerName = "gateway.example"
	}
}

func rsaCertificate(t testing.TB) *tls.Certificate {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return signed(key, template([]net.IP{net.IPv4(127, 0, 0, 1)}))
}

func otherNameCertificate(t testing.TB) *tls.Certificate {
	return signed(ellipticKey(t), template(nil, "gateway.example"))
}

// nameless is valid for no name and no address.
var nameless = sync.OnceValue(func() *tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return signed(key, template(nil))
})

// namesCertificate is valid for the address of the server and these names, or
// for nothing at all where there is none.
func namesCertificate(names ...string) func(testing.TB) *tls.Certificate {
	return func(t testing.TB) *tls.Certificate {
		if len(names) == 0 {
			return nameless()
		}
		return signed(ellipticKey(t), template([]net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}, names...))
	}
}

func ellipticKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func template(addresses []net.IP, names ...string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "gateway"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign,
		IPAddresses: addresses, DNSNames: names, IsCA: true, BasicConstraintsValid: true,
	}
}

func signed(key any, of *x509.Certificate) *tls.Certificate {
	der, err := x509.CreateCertificate(rand.Reader, of, of, key.(crypto.Signer).Public(), key)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}
