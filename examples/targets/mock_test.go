package targets_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/suites/target"
)

// files reads from disk, but returns a CA certificate for every file ca.pem.
func files(t *testing.T) func(string) ([]byte, error) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return func(name string) ([]byte, error) {
		if filepath.Base(name) == "ca.pem" {
			return ca, nil
		}
		return os.ReadFile(name)
	}
}

func load(t *testing.T) *target.Target {
	t.Helper()
	got, err := target.Load("mock.yaml", target.WithFiles(files(t)))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestRecordingsAreThoseOfTheCatalogue(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("mock.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if want := fixtures.TargetSection(); !strings.HasSuffix(string(text), "\n"+want) {
		t.Errorf("mock.yaml is stale; it must end with\n%s", want)
	}
	for _, d := range load(t).Deployments {
		same(t, d.Recordings, len(fixtures.Catalogue()))
	}
}

// same compares n recordings of a target with those of the catalogue.
func same(t *testing.T, got []target.Recording, n int) {
	t.Helper()
	if len(got) != n {
		t.Errorf("%d recordings, want %d", len(got), n)
	}
	for _, g := range got {
		r, _ := fixtures.ByName(g.Name)
		want := target.Recording{Name: r.Name, RecordID: r.RecordID, Filetype: r.Filetype, LocationID: r.LocationID, Size: r.Size, SHA256: r.SHA256()}
		if g != want {
			t.Errorf("recording %+v\nwant %+v", g, want)
		}
	}
}

func TestDeploymentsAreThoseOfTheMock(t *testing.T) {
	t.Parallel()
	got := load(t)
	var text []string
	for _, d := range got.Deployments {
		text = append(text, fmt.Sprintf("%s %s mode %d download %t pool %t %s %s %s", d.Name, d.URL, d.AuthMode, d.Download, d.Pool, d.GuidInterval, d.GuidTimeout, d.PollHold))
		for i, a := range d.Agents {
			if want := fmt.Sprint(102 + i); a.ID != want || a.Password.Reveal() != want+"-password" {
				t.Errorf("%s: agent %d is %q", d.Name, i, a.ID)
			}
		}
		if d.Limits != target.DefaultLimits() || len(d.TLS.CAData) == 0 {
			t.Errorf("%s: limits %+v, CA of %d bytes", d.Name, d.Limits, len(d.TLS.CAData))
		}
	}
	want := `dynamic https://127.0.0.1:8043 mode 2 download true pool false 1m0s 2m0s 10s
static https://127.0.0.1:8043/static mode 1 download true pool false 1m0s 2m0s 10s
disabled https://127.0.0.1:8043/disabled mode 1 download false pool false 1m0s 2m0s 10s
pool https://127.0.0.1:8043/pool mode 1 download true pool true 1m0s 2m0s 10s`
	if strings.Join(text, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(text, "\n"), want)
	}
}

func TestPathsAreRelativeToTheFile(t *testing.T) {
	t.Parallel()
	got := load(t)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	top := filepath.Dir(filepath.Dir(here))
	if want := filepath.Join(top, "build", "mock", "ca.pem"); got.Deployments[0].TLS.CA != want {
		t.Errorf("CA %q, want %q", got.Deployments[0].TLS.CA, want)
	}
	if want := filepath.Join(top, "bin", "gwcheck"); len(got.Record) != 3 || got.Record[0] != want {
		t.Errorf("record command %q, want it to begin with %q", got.Record, want)
	}
	if hint := "$schema=../../suites/target/" + target.SchemaFile; !strings.Contains(firstLine(t), hint) {
		t.Errorf("first line %q lacks %q", firstLine(t), hint)
	} else if _, err := os.Stat("../../suites/target/" + target.SchemaFile); err != nil {
		t.Error(err)
	}
}

func firstLine(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("mock.yaml")
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return line
}

func TestExampleNamesRecordingsOfTheCatalogue(t *testing.T) {
	t.Parallel()
	env := func(string) (string, bool) { return "secret", true }
	got, err := target.Parse([]byte(target.Example("2023-09-27")), t.TempDir(), target.WithFiles(files(t)), target.WithEnv(env))
	if err != nil {
		t.Fatal(err)
	}
	same(t, got.Deployments[0].Recordings, 3)
}
