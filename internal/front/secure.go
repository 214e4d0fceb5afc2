package front

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"sync"
	"time"

	random "math/rand/v2"
)

// made is what a variation has made.
type made struct{ cert *tls.Certificate }

func keys() aspect {
	of := func(name, key string) func(*Variation, *random.Rand) string {
		return set(name, func(v *Variation) { v.Key = key })
	}
	return aspect{of("a certificate on P-384", "p384"), of("an RSA certificate", "rsa"), of("an Ed25519 certificate", "ed25519")}
}

func versions() aspect {
	suite := func(name string, id uint16) func(*Variation, *random.Rand) string {
		return set(name, func(v *Variation) { v.Key, v.Version, v.Suites = "rsa", tls.VersionTLS12, []uint16{id} })
	}
	return aspect{
		set("TLS 1.2 alone", func(v *Variation) { v.Version = tls.VersionTLS12 }),
		set("TLS 1.3 alone", func(v *Variation) { v.Version = tls.VersionTLS13 }),
		suite("CBC with forward secrecy", tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA),
		suite("key exchange by RSA", tls.TLS_RSA_WITH_AES_128_GCM_SHA256),
		set("no session tickets", func(v *Variation) { v.NoTicket = true }),
		set("no ALPN", func(v *Variation) { v.NoALPN = true }),
	}
}

// Resumes reports whether clients can resume sessions of TLS 1.2.
func (v *Variation) Resumes() bool { return v.Version != tls.VersionTLS13 }

// Certificate is the certificate of the server as PEM, which clients can trust as
// it is. It fails if no key can be made.
func (v *Variation) Certificate() ([]byte, error) {
	if err := v.certify(); err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: v.made.cert.Leaf.Raw}), nil
}

func (v *Variation) config() (*tls.Config, error) {
	if err := v.certify(); err != nil {
		return nil, err
	}
	c := &tls.Config{Certificates: []tls.Certificate{*v.made.cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, SessionTicketsDisabled: v.NoTicket, CipherSuites: v.Suites}
	if v.Version != 0 {
		c.MinVersion, c.MaxVersion = v.Version, v.Version
	}
	if v.NoALPN {
		c.NextProtos = nil
	}
	return c, nil
}

func (v *Variation) certify() error {
	if v.made.cert != nil {
		return nil
	}
	key, err := v.key()
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	t := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "gateway"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return fmt.Errorf("make a certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return fmt.Errorf("make a certificate: %w", err)
	}
	v.made.cert = &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
	return nil
}

func (v *Variation) key() (crypto.Signer, error) {
	switch v.Key {
	case "p384":
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "rsa":
		return rsaKey()
	case "ed25519":
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	}
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

// rsaKey is made once, since that takes long.
var rsaKey = sync.OnceValues(func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) })
