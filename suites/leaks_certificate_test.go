package suites_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/internal/redact/redacttest"
)

// A certificate whose subject and issuer spell a password is refused without
// showing it.
func TestNoOutputShowsAPasswordThatACertificateNames(t *testing.T) {
	const agent = "102"
	secret, cases := hostile.Passwords[agent], 0
	for i, e := range redacttest.Encoders() {
		spelled := e.Encode(secret)
		if i%6 != 0 && !everyCase || !utf8.ValidString(spelled) || strings.Contains(spelled, "\x00") {
			continue
		}
		cases++
		t.Run(e.Name, func(t *testing.T) {
			server := startHostile(t, hostile.Behavior{Name: "certificate", IssuedBy: spelled})
			search := newLeakSearch()
			search.add(secret, spelled, e.Name)
			all := leakRun(t, server)
			if !strings.Contains(all["result.json"], "issued by") {
				t.Error("result.json does not say who issued the certificate")
			}
			showsNoSecret(t, all, &leakWriter{search: search})
		})
	}
	t.Logf("%d spellings", cases)
}
