package main

import (
	"os"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// The trust store has the certificates of ca.pem, also after it was lost.
func TestTruststoreHasTheAuthorities(t *testing.T) {
	t.Parallel()
	d := tlsDir{path: t.TempDir(), now: time.Now, warn: t.Errorf}
	for _, hosts := range [][]string{{"localhost"}, {"localhost"}, {"localhost", "other.example"}} {
		if _, err := d.certificate(hosts); err != nil {
			t.Fatal(err)
		}
		want, err := certificatesIn(read(t, d.file(caFileName)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := pkcs12.DecodeTrustStore(read(t, d.file(truststoreName)), truststorePassword)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) || !got[0].Equal(want[0]) {
			t.Errorf("%d certificates, want the %d of ca.pem", len(got), len(want))
		}
		if err := os.Remove(d.file(truststoreName)); err != nil {
			t.Fatal(err)
		}
	}
}
