package main

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
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
		{"damaged authority", damage(caFileName), true}, // the other file has it too
		{"authority that is gone", func(t *testing.T, d *tlsDir, _ *[]string) {
			if err := os.Remove(d.file(caFileName)); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"expired", func(_ *testing.T, d *tlsDir, _ *[]string) {
			d.now = func() time.Time { return time.Now().Add(8 * 24 * time.Hour) }
		}, false},
		{"the key of another certificate", func(t *testing.T, d *tlsDir, _ *[]string) {
			other := testDir(t)
			if _, err := other.certificate(sharedHosts); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(other.file(keyFileName), d.file(keyFileName)); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"key that others can read", func(t *testing.T, d *tlsDir, _ *[]string) {
			if err := os.Chmod(d.file(keyFileName), 0o644); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			d, hosts := testDir(t), append(slices.Clone(sharedHosts), "gateway.example")
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

// testDir is a new directory. What it warns of is in the log of the test.
func testDir(t *testing.T) tlsDir {
	t.Helper()
	return tlsDir{path: filepath.Join(t.TempDir(), "tls"), now: time.Now, warn: t.Logf}
}

// warningsOf collects what a directory warns of.
func warningsOf(d *tlsDir) *[]string {
	list := new([]string)
	d.warn = func(format string, args ...any) { *list = append(*list, fmt.Sprintf(format, args...)) }
	return list
}

func damage(name string) func(t *testing.T, d *tlsDir, _ *[]string) {
	return func(t *testing.T, d *tlsDir, _ *[]string) {
		t.Helper()
		if err := os.WriteFile(d.file(name), []byte("-----BEGIN nothing"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// However many mocks start with names of their own, clients of each trust it.
func TestMocksWithDifferentNamesAllStayTrusted(t *testing.T) {
	t.Parallel()
	d := testDir(t)
	var pairs []*tls.Certificate
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "a", "d"} {
		pair, err := d.certificate(append(slices.Clone(sharedHosts), name+".example"))
		if err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, pair)
		verified(t, read(t, d.file(caFileName)), pair, append(slices.Clone(sharedHosts), name+".example")...)
	}
	for _, pair := range pairs {
		verified(t, read(t, d.file(caFileName)), pair, sharedHosts...)
	}
	if last := pairs[len(pairs)-1]; !bytes.Equal(last.Leaf.Raw, pairs[6].Leaf.Raw) {
		t.Error("a name that the certificate holds already has led to a new one")
	}
}

// An authority is never dropped while a mock may serve what it signed.
func TestTooManyAuthoritiesAreAnError(t *testing.T) {
	t.Parallel()
	d := testDir(t)
	for i := range mostTrusted {
		if _, err := d.certificate([]string{fmt.Sprintf("n%d.example", i)}); err != nil {
			t.Fatalf("certificate %d: %v", i+1, err)
		}
	}
	if _, err := d.certificate([]string{"last.example"}); err == nil || !strings.Contains(err.Error(), "give another --tls-dir") {
		t.Errorf("got %v, want an error that says what to do", err)
	}
	d.now = func() time.Time { return time.Now().Add(8 * 24 * time.Hour) }
	if _, err := d.certificate([]string{"last.example"}); err != nil {
		t.Errorf("with all of them expired: %v", err)
	}
}

// A file that is damaged costs no mock the trust of its clients, and is told of.
func TestDamagedAuthoritiesAreRebuilt(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(whole []byte) []byte{
		"cut":                       func(whole []byte) []byte { return whole[:len(whole)/3] },
		"text before and after":     func(whole []byte) []byte { return slices.Concat([]byte("x\n"), whole, []byte("y\n")) },
		"a certificate overwritten": func(whole []byte) []byte { return bytes.Replace(whole, []byte("MII"), []byte("AAA"), 1) },
		"too long":                  func(whole []byte) []byte { return append(whole, make([]byte, mostPEM)...) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := testDir(t)
			var pairs []*tls.Certificate
			for _, host := range []string{"a.example", "b.example", "c.example"} {
				pair, err := d.certificate([]string{host})
				if err != nil {
					t.Fatal(err)
				}
				pairs = append(pairs, pair)
			}
			if err := os.WriteFile(d.file(caFileName), change(read(t, d.file(caFileName))), 0o600); err != nil {
				t.Fatal(err)
			}
			said := warningsOf(&d)
			again, err := d.certificate([]string{"a.example"})
			if err != nil || !bytes.Equal(again.Leaf.Raw, pairs[2].Leaf.Raw) {
				t.Errorf("got another certificate (%v)", err)
			}
			for i, host := range []string{"a.example", "b.example", "c.example"} {
				verified(t, read(t, d.file(caFileName)), pairs[i], host)
			}
			if len(*said) != 1 || !strings.Contains((*said)[0], caFileName) {
				t.Errorf("warnings: got %q, want one of %s", *said, caFileName)
			}
		})
	}
}

// A mock that runs for longer than a certificate lasts serves one that is valid.
func TestServedCertificateIsRenewed(t *testing.T) {
	t.Parallel()
	d, offset := testDir(t), time.Duration(0)
	d.now = func() time.Time { return time.Now().Add(offset) }
	served, err := newServedCertificate(d, sharedHosts)
	if err != nil {
		t.Fatal(err)
	}
	leaf := func() []byte {
		pair, err := served.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return pair.Leaf.Raw
	}
	first := leaf()
	offset = 5 * 24 * time.Hour
	if !bytes.Equal(leaf(), first) {
		t.Error("a certificate with two days left was replaced")
	}
	offset = 6*24*time.Hour + time.Hour
	second := leaf()
	if bytes.Equal(second, first) {
		t.Error("a certificate with less than a day left is served")
	}
	if !bytes.Equal(leaf(), second) {
		t.Error("the certificate is renewed for each handshake")
	}
}

func TestServedCertificateStaysIfItCannotBeRenewed(t *testing.T) {
	t.Parallel()
	d, offset := testDir(t), time.Duration(0)
	d.now = func() time.Time { return time.Now().Add(offset) }
	said := warningsOf(&d)
	served, err := newServedCertificate(d, sharedHosts)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(d.path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	first := served.current.Load()
	offset = 6*24*time.Hour + time.Hour
	for range 3 {
		if pair, err := served.get(nil); err != nil || pair != first {
			t.Errorf("got another certificate, or %v", err)
		}
	}
	if len(*said) != 1 || !strings.Contains((*said)[0], "cannot be renewed") {
		t.Errorf("warnings: got %q, want one", *said)
	}
}

func TestPartsOfKilledMocksAreRemoved(t *testing.T) {
	t.Parallel()
	d := testDir(t)
	if _, err := d.certificate(sharedHosts); err != nil {
		t.Fatal(err)
	}
	left, foreign := d.file(keyFileName+"."+rand.Text()+partEnd), d.file("notes.part")
	for _, f := range []string{left, foreign} {
		if err := os.WriteFile(f, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.certificate(sharedHosts); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what a killed mock left is there: %v", err)
	}
	read(t, foreign)
}

func TestMocksThatStartTogetherShareOneCertificate(t *testing.T) {
	t.Parallel()
	d := testDir(t)
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
	d := testDir(t)
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
