package client

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"fmt"

	"github.com/gwcheck/gwcheck/suites/target"
)

// tlsConfig verifies a gateway as the target says: by the authorities of the
// system, by its own, by the digest of its certificate, or not at all.
func tlsConfig(d target.Deployment, host string) (*tls.Config, error) {
	config := &tls.Config{
		ServerName: host, InsecureSkipVerify: d.TLS.Insecure, MinVersion: tls.VersionTLS12,
		CipherSuites: cipherSuites(),
		// Key shares of a post-quantum hybrid would make the first message larger
		// than some old TLS stacks take.
		CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256, tls.CurveP384, tls.CurveP521},
	}
	if d.TLS.ServerName != "" {
		config.ServerName = d.TLS.ServerName
	}
	if len(d.TLS.Pin) > 0 {
		pin(config, d.TLS.Pin)
	}
	if len(d.TLS.CAData) > 0 {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(d.TLS.CAData) {
			return nil, fmt.Errorf("tls.ca %q holds no certificate in PEM form", d.TLS.CA)
		}
	}
	return config, nil
}

// pin accepts one certificate and no other, whatever names it has.
func pin(config *tls.Config, digest []byte) {
	config.InsecureSkipVerify = true // VerifyConnection takes its place
	config.VerifyConnection = func(state tls.ConnectionState) error {
		got := sha256.Sum256(state.PeerCertificates[0].Raw)
		if !bytes.Equal(got[:], digest) {
			return fmt.Errorf("the certificate has SHA-256 %x, tls.pin wants %x", got, digest)
		}
		return nil
	}
}

// cipherSuites are those of TLS 1.2 that Go knows, but for RC4 and 3DES. Key
// exchange by RSA and suites in CBC mode are not what to choose today, but legal.
func cipherSuites() (ids []uint16) {
	for _, s := range tls.CipherSuites() {
		ids = append(ids, s.ID)
	}
	for _, s := range tls.InsecureCipherSuites() {
		switch s.ID {
		case tls.TLS_RSA_WITH_RC4_128_SHA, tls.TLS_ECDHE_RSA_WITH_RC4_128_SHA, tls.TLS_ECDHE_ECDSA_WITH_RC4_128_SHA,
			tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA:
		default:
			ids = append(ids, s.ID)
		}
	}
	return ids
}
