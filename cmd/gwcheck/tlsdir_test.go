package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var sharedHosts = []string{"127.0.0.1", "::1", "localhost"}

// verified fails the test unless the authorities in ca.pem sign a certificate for
// every host.
func verified(t *testing.T, ca []byte, pair *tls.Certificate, hosts ...string) {
	t.Helper()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		t.Fatal("ca.pem holds no certificate")
	}
	for _, host := range hosts {
		if _, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host}); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTheSharedCertificateIsRenewedOnlyIfItDoesNotFit(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		change func(t *testing.T, d *tlsDir, hosts *[]string)
		same   bool
	}{
		{"nothing changed", func(*testing.T, *tlsDir, *[]string) {}, true},
		{"fewer names", func(_ *testing.T, _ *tlsDir, hosts *[]string) { *hosts = sharedHosts }, true},
		{"another name", func(_ *testing.T, _ *tlsDir, hosts *[]string) { *hosts = append(slices.Clone(*hosts), "other.example") }, false},
		{"little time left", func(_ *testing.T, d *tlsDir, _ *[]string) {
			d.now = func() time.Time { return time.Now().Add(6*24*time.Hour + time.Hour) }
		}, false},
		{"damaged certificate", damage(chainFileName), false},
		{"damaged key", damage(keyFileName), false},
		{"damaged authority", damage(caFileName), false},
		{"key that others can read", func(t *testing.T, d *tlsDir, _ *[]string) {
			if err := os.Chmod(d.file(keyFileName), 0o644); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			d, hosts := tlsDir{path: filepath.Join(t.TempDir(), "tls"), now: time.Now}, append(slices.Clone(sharedHosts), "gateway.example")
			first, err := d.certificate(hosts)
			if err != nil {
				t.Fatal(err)
			}
			verified(t, read(t, d.file(caFileName)), first, hosts...)
			row.change(t, &d, &hosts)
			second, err := d.certificate(hosts)
			if err != nil {
				t.Fatal(err)
			}
			if same := bytes.Equal(first.Leaf.Raw, second.Leaf.Raw); same != row.same {
				t.Errorf("the same certificate: got %v, want %v", same, row.same)
			}
			verified(t, read(t, d.file(caFileName)), second, hosts...)
		})
	}
}

func damage(name string) func(t *testing.T, d *tlsDir, _ *[]string) {
	return func(t *testing.T, d *tlsDir, _ *[]string) {
		t.Helper()
		if err := os.WriteFile(d.file(name), []byte("-----BEGIN nothing"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A mock that started with other names goes on to serve what ca.pem signs.
func TestOlderAuthoritiesStayTrusted(t *testing.T) {
	t.Parallel()
	d := tlsDir{path: t.TempDir(), now: time.Now}
	first, err := d.certificate(sharedHosts)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.certificate(append(slices.Clone(sharedHosts), "other.example")); err != nil {
		t.Fatal(err)
	}
	verified(t, read(t, d.file(caFileName)), first, sharedHosts...)
}

func TestMocksThatStartTogetherShareOneCertificate(t *testing.T) {
	t.Parallel()
	d := tlsDir{path: t.TempDir(), now: time.Now}
	pairs, errs := make([]*tls.Certificate, 8), make([]error, 8)
	var group sync.WaitGroup
	for i := range pairs {
		group.Go(func() { pairs[i], errs[i] = d.certificate(sharedHosts) })
	}
	group.Wait()
	for i, pair := range pairs {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if !bytes.Equal(pair.Leaf.Raw, pairs[0].Leaf.Raw) {
			t.Errorf("mock %d has a certificate of its own", i)
		}
		verified(t, read(t, d.file(caFileName)), pair, sharedHosts...)
	}
}

func TestTheDirectoryHoldsOneKeyThatOnlyItsOwnerReads(t *testing.T) {
	t.Parallel()
	d := tlsDir{path: t.TempDir(), now: time.Now}
	if _, err := d.certificate(sharedHosts); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(d.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		holdsKey := strings.Contains(string(read(t, d.file(e.Name()))), "PRIVATE KEY")
		if holdsKey != (e.Name() == keyFileName) {
			t.Errorf("%s holds a private key: %v", e.Name(), holdsKey)
		}
		if holdsKey && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", e.Name(), info.Mode().Perm())
		}
	}
	leaf, err := tls.LoadX509KeyPair(d.file(chainFileName), d.file(keyFileName))
	if err != nil || leaf.Leaf.IsCA {
		t.Errorf("the key is that of an authority, or of nothing: %v", err)
	}
}
