package suites_test

import (
	"crypto/tls"
	"net"
	"net/http"
	"slices"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
)

// legalOddity is one way in which a conformant gateway, or what stands in front
// of it, differs from the mock. Its name says where it is known from.
type legalOddity struct {
	name        string
	options     []mock.Option
	through     func(http.Handler) http.Handler              // a proxy of the mock
	instead     func(net.Conn, *http.Request) bool           // answers a request in place of the mock, and closes
	edits       []func(*legalAnswer)                         // change an answer
	write       func(net.Conn, *legalAnswer) bool            // sends it; false closes the connection
	above       func(net.Conn) net.Conn                      // over TLS
	under       func(net.Conn) net.Conn                      // below TLS
	secure      func(*tls.Config)                            // the TLS side
	certificate func(testing.TB) *tls.Certificate            // in place of the usual one
	set         func(*testing.T, *underTest, *suites.Config) // what the target file says
	only        []string                                     // areas; nil means all
	core        bool                                         // all checks run in short tests as well
	warns       []string                                     // the SHOULD requirements that are not met
}

// sampleOfLegal is what a row that is no core row selects in short tests.
var sampleOfLegal = []string{"success", "failure", "session", "events", "streaming/framing", "streaming/back-to-back", "auth/update-guid-*"}

// Without the tag long every eighth row is run, and all core rows.
func TestLegalGatewaysAreConformant(t *testing.T) {
	skipTable(t)
	for i, o := range legalOddities() {
		if i%8 != 0 && !o.core && !everyCase {
			continue
		}
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			u := startLegal(t, o)
			cfg := u.config(t)
			switch {
			case o.only != nil:
				cfg.Only = o.only
			case !o.core && !everyCase:
				cfg.Only = sampleOfLegal
			}
			if o.set != nil {
				o.set(t, u, &cfg)
			}
			assertLegal(t, u.run(t, cfg), o.warns)
		})
	}
}

func TestTheTableOfLegalGatewaysIsLarge(t *testing.T) {
	names := map[string]bool{}
	for _, o := range legalOddities() {
		names[o.name] = true
	}
	if len(names) < 60 || len(names) != len(legalOddities()) {
		t.Errorf("got %d names of %d rows, want 60 or more, each once", len(names), len(legalOddities()))
	}
}

func assertLegal(t *testing.T, res report.Result, warns []string) {
	t.Helper()
	if res.ExitCode != 0 || res.Problem != "" || res.Counts.Pass == 0 {
		t.Errorf("got exit code %d (%s), want 0", res.ExitCode, res.Problem)
	}
	shown := 0
	for _, c := range res.Checks {
		warned := c.Verdict == report.Warning && slices.Contains(warns, c.Requirement)
		if c.Verdict == report.Pass || c.Verdict == report.NotApplicable || c.Reason == "deselected" || warned {
			continue
		}
		if shown++; shown <= 6 {
			t.Errorf("%s on %s: %s: %s", c.ID, c.Deployment, c.Verdict, c.Reason)
		}
	}
	if shown > 6 {
		t.Errorf("and %d more", shown-6)
	}
}
