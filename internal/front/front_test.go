package front_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/front"
)

func answering(body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = io.WriteString(w, body)
	})
}

// However a front end serves, a usual client gets the same bytes again and again.
func TestEveryVariationIsReadByAUsualClient(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("0123456789", 20000)
	seen := map[string]bool{}
	for seed := range uint64(200) {
		v := front.Draw(seed)
		pem, err := v.Certificate()
		if err != nil {
			t.Fatal(err)
		}
		s, err := front.Serve(answering(body), v)
		if err != nil {
			t.Fatal(err)
		}
		trusted := x509.NewCertPool()
		trusted.AppendCertsFromPEM(pem)
		c := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12, CipherSuites: all()}}}
		for range 3 {
			fetch(t, &c, s.URL, v.Names, body)
		}
		c.CloseIdleConnections()
		s.Stop()
		for _, k := range v.Kinds() {
			seen[k] = true
		}
	}
	for _, name := range front.AllNames() {
		if !seen[name] {
			t.Errorf("%q was never drawn", name)
		}
	}
}

func fetch(t *testing.T, c *http.Client, url string, how []string, want string) {
	t.Helper()
	re, err := c.Get(url)
	if err != nil {
		t.Errorf("%q: %v", how, err)
		return
	}
	defer re.Body.Close()
	if got, err := io.ReadAll(re.Body); err != nil || string(got) != want {
		t.Errorf("%q: %d bytes, %v", how, len(got), err)
	}
}

func all() (ids []uint16) {
	for _, s := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
		ids = append(ids, s.ID)
	}
	return ids
}

func TestEnvelopesAreChangedOnlyWhereJSONIsOpen(t *testing.T) {
	t.Parallel()
	v := front.Variation{Members: `"a":1`, Space: true}
	pem, err := v.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	s, err := front.Serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"retcode":"0"}`)
	}), v)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(pem)
	c := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}}}
	fetch(t, &c, s.URL, nil, "{\n\t\"a\":1,\"retcode\":\"0\"}\r\n ")
	c.CloseIdleConnections()
}

func TestADrawIsDecidedByItsSeed(t *testing.T) {
	t.Parallel()
	if a, b := front.Draw(5), front.Draw(5); !slices.Equal(a.Names, b.Names) {
		t.Errorf("%q and %q", a.Names, b.Names)
	}
}
