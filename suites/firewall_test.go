package suites_test

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

// attack is what a usual web application firewall takes for one: dot segments,
// control characters and broken percent-encoding in any spelling, files of the
// system, line breaks, overlong values.
var attack = regexp.MustCompile(`(?i)\.\.|%2e%2e|%(25)+2e|%u002e|%c0%ae|%ef%bc%8e|%0[01ad]|%e5%98%8d|etc%2fhosts|win\.ini|file%3a|%2fnul\b|%zz`)

const longestForFirewall = 4000

func isAttack(r *http.Request) bool {
	download := strings.Contains(r.URL.Path, "/recordfile/")
	overlong := max(len(r.RequestURI), len(r.Header.Get("Guid"))) > longestForFirewall
	return overlong || attack.MatchString(r.RequestURI) || download && r.Method != http.MethodGet
}

// behindFirewall drops attacks and passes on all else.
func behindFirewall(drop func(net.Conn)) func(http.Handler) http.Handler {
	var silenced atomic.Bool
	return func(gateway http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if drop == nil && isAttack(r) {
				silenced.Store(true)
			}
			if silenced.Load() {
				<-r.Context().Done()
				panic(http.ErrAbortHandler)
			}
			if !isAttack(r) {
				gateway.ServeHTTP(w, r)
				return
			}
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				panic(err)
			}
			defer conn.Close()
			drop(conn)
		})
	}
}

// firewalls are the ways to drop an attack. A page is an answer, and judged as one.
var firewalls = map[string]func(net.Conn){
	"silence": func(c net.Conn) { _, _ = c.Read(make([]byte, 1)) },
	"close":   func(net.Conn) {},
	"reset": func(c net.Conn) {
		if secure, ok := c.(*tls.Conn); ok {
			_ = secure.NetConn().(*net.TCPConn).SetLinger(0)
			_ = secure.NetConn().Close()
		}
	},
	"page": func(c net.Conn) {
		_, _ = io.WriteString(c, "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 16\r\nConnection: close\r\n\r\n<h1>Blocked</h1>")
	},
}

// A firewall fails no check that must hold. That a refusal has the documented form
// is a recommendation, and a dropped request does not follow it.
func TestAFirewallThatDropsAttacksLeavesTheGatewayConformant(t *testing.T) {
	skipTable(t)
	for name, drop := range firewalls {
		t.Run(name, func(t *testing.T) {
			res := runBehindFirewall(t, drop, "security", "method")
			if res.ExitCode != 0 || res.Problem != "" {
				t.Errorf("got exit code %d, want 0: %s", res.ExitCode, reasons(res))
			}
			for _, c := range res.Checks {
				warned := c.Verdict == report.Warning && c.Requirement == "security/traversal-envelope"
				if c.Reason != "deselected" && c.Verdict != report.Pass && c.Verdict != report.NotApplicable && !warned {
					t.Errorf("%s: %s: %s", c.ID, c.Verdict, c.Reason)
				}
			}
			if n := waitedInFull(res); n > 2 || name == "silence" && n < 2 {
				t.Errorf("%d requests had the whole limit to be answered, want 2 where every attack is dropped, else less", n)
			}
		})
	}
}

// A gateway that an attack has silenced is not taken for a firewall.
func TestAGatewayThatAnAttackSilencesIsIncomplete(t *testing.T) {
	skipTable(t)
	res := runBehindFirewall(t, nil, "security/overlong-values", "method/unknown-refused")
	if res.Overall == report.Conformant || res.Counts.Pass > 0 {
		t.Errorf("got %s, want no check to pass:\n%s", res.Summary(), reasons(res))
	}
}

// firewallLimit is the first-byte limit; most attacks have a tenth of it.
const firewallLimit = 500 * time.Millisecond

// runBehindFirewall runs checks on a mock behind a firewall. Where drop is nil,
// nothing is answered any more once there was an attack.
func runBehindFirewall(t *testing.T, drop func(net.Conn), only ...string) report.Result {
	t.Helper()
	u := startMockBehind(t, behindFirewall(drop))
	for i := range u.target.Deployments {
		u.target.Deployments[i].Limits.FirstByte = firewallLimit
	}
	cfg := u.config(t)
	cfg.Only, cfg.Archive = only, true
	return u.run(t, cfg)
}

// waitedInFull counts the requests that waited for an answer as long as may be.
func waitedInFull(res report.Result) (n int) {
	for _, x := range res.Exchanges {
		if strings.Contains(x.Err, "limit first byte") && strings.Contains(x.Err, firewallLimit.String()) {
			n++
		}
	}
	return n
}
