package mock_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

func TestCertificateCoversAllHosts(t *testing.T) {
	t.Parallel()
	ca, err := mock.NewAuthority("gateway.example", "192.0.2.1", "*.nodes.example")
	if err != nil {
		t.Fatal(err)
	}
	srv, err := mock.Serve(http.NotFoundHandler(), mock.Serving{Authority: ca, Hosts: []string{"gateway.example", "192.0.2.1", "*.nodes.example"}})
	if err != nil {
		t.Fatal(err)
	}
	defer stop(t, srv)
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(srv.CAData) || !bytes.Equal(srv.CAData, ca.PEM()) {
		t.Fatal("CAData is not the authority's certificate")
	}
	for _, name := range []string{"127.0.0.1", "::1", "localhost", "gateway.example", "192.0.2.1", "a.nodes.example"} {
		conn, err := tls.Dial("tcp", strings.TrimPrefix(srv.URL, "https://"), &tls.Config{RootCAs: pool, ServerName: name})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		conn.Close()
	}
}

// A machine that trusts the authority trusts it for these names only.
func TestAuthorityIsConstrained(t *testing.T) {
	t.Parallel()
	ca, err := mock.NewAuthority("gateway.example")
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := ca.Issue("gateway.example")
	if err != nil {
		t.Fatal(err)
	}
	cert := authorityOf(t, ca)
	if !cert.IsCA || cert.MaxPathLen != 0 || !cert.MaxPathLenZero || !cert.PermittedDNSDomainsCritical {
		t.Errorf("CA %t, path length %d (set: %t), constraints critical: %t", cert.IsCA, cert.MaxPathLen, cert.MaxPathLenZero, cert.PermittedDNSDomainsCritical)
	}
	for _, c := range []*x509.Certificate{cert, leaf.Leaf} {
		if life := time.Until(c.NotAfter); life > 8*24*time.Hour || life < 24*time.Hour {
			t.Errorf("%s is valid for %v, want about a week", c.Subject.CommonName, life)
		}
	}
	if bytes.Contains(ca.PEM(), []byte("PRIVATE")) {
		t.Error("the PEM of the authority has a key")
	}
}

func authorityOf(t *testing.T, ca *mock.Authority) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode(ca.PEM())
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func TestAuthorityIssuesForItsHostsOnly(t *testing.T) {
	t.Parallel()
	ca, err := mock.NewAuthority("gateway.example", "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]bool{
		"gateway.example": true, "192.0.2.1": true, "localhost": true, "127.0.0.1": true, "::1": true,
		"other.example": false, "192.0.2.2": false, "10.0.0.1": false, "example": false, "": false,
	} {
		leaf, err := ca.Issue(host)
		if (err == nil) != want {
			t.Errorf("%q: error %v, want a certificate: %t", host, err, want)
		}
		if err != nil {
			continue
		}
		roots := x509.NewCertPool()
		roots.AddCert(authorityOf(t, ca))
		if _, err := leaf.Leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: roots}); err != nil {
			t.Errorf("%q: %v", host, err)
		}
	}
}

func TestServerOfAnotherHostThanItsAuthorityFails(t *testing.T) {
	t.Parallel()
	ca, err := mock.NewAuthority()
	if err != nil {
		t.Fatal(err)
	}
	srv, err := mock.Serve(http.NotFoundHandler(), mock.Serving{Authority: ca, Hosts: []string{"gateway.example"}})
	if err == nil {
		stop(t, srv)
	}
	if err == nil || !strings.Contains(err.Error(), "gateway.example") {
		t.Errorf("error %v, want one that names the host", err)
	}
}
