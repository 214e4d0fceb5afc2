package mock

import (
	"crypto/tls"
	"crypto/x509"
)

// trust is a TLS configuration for clients that trusts the PEM certificates
// and nothing else.
func trust(pem []byte) *tls.Config {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
}
