package client_test

import (
	"crypto/sha256"
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// serve starts a TLS server whose certificate has no name that is used.
func serve(t *testing.T, config *tls.Config) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = nil
	s.TLS = config
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func dial(t *testing.T, d target.Deployment) error {
	t.Helper()
	d.Limits = target.DefaultLimits()
	at, err := client.EndpointOf(d)
	if err != nil {
		t.Fatal(err)
	}
	c, err := wire.Dial(t.Context(), at.Endpoint, client.LimitsOf(d))
	if err == nil {
		c.Close()
	}
	return err
}

func TestAPinnedCertificateIsAcceptedAndNoOther(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	right := sha256.Sum256(s.Certificate().Raw)
	if err := dial(t, target.Deployment{URL: s.URL, TLS: target.TLS{Pin: right[:]}}); err != nil {
		t.Errorf("the pinned certificate is refused: %v", err)
	}
	wrong := sha256.Sum256(nil)
	err := dial(t, target.Deployment{URL: s.URL, TLS: target.TLS{Pin: wrong[:]}})
	if err == nil || !strings.Contains(err.Error(), "tls.pin") {
		t.Errorf("another certificate: got error %v, want one that names tls.pin", err)
	}
}

func TestLegalSuitesOfTLS12Connect(t *testing.T) {
	t.Parallel()
	for _, suite := range []uint16{
		tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_GCM_SHA384,
		tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	} {
		s := serve(t, &tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{suite}})
		if err := dial(t, target.Deployment{URL: s.URL, TLS: target.TLS{Insecure: true}}); err != nil {
			t.Errorf("%s: %v", tls.CipherSuiteName(suite), err)
		}
	}
}

func TestNoSuiteInCommonNamesWhatIsNotSpoken(t *testing.T) {
	t.Parallel()
	s := serve(t, &tls.Config{MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{tls.TLS_RSA_WITH_RC4_128_SHA}})
	err := dial(t, target.Deployment{URL: s.URL, TLS: target.TLS{Insecure: true}})
	if err == nil || !strings.Contains(err.Error(), "DHE") {
		t.Errorf("error: got %v, want one that says that gwcheck cannot speak DHE", err)
	}
}
