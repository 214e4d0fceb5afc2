package suites_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

func TestRunIsRepeatableInOneProcess(t *testing.T) {
	u := startMock(t)
	cfg := u.config(t)
	cfg.Only = []string{"success"}
	first, second := u.run(t, cfg), u.run(t, cfg)
	if first.Counts != second.Counts || first.Counts.Pass == 0 {
		t.Errorf("two runs differ: %+v and %+v", first.Counts, second.Counts)
	}
}

func TestEveryAgentIsSignedOutAfterARun(t *testing.T) {
	u := startMock(t)
	u.run(t, u.config(t))
	assertSignedOut(t, u)
}

func TestEveryAgentIsSignedOutAfterAnInterrupt(t *testing.T) {
	u := startMock(t)
	cfg := u.config(t)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	cfg.Progress = after(5, interrupt)
	res, err := suites.Run(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if res.ExitCode != 3 || !res.Interrupted {
		t.Errorf("interrupted run: exit code %d, interrupted %v; want 3, true", res.ExitCode, res.Interrupted)
	}
	assertSignedOut(t, u)
}

func assertSignedOut(t *testing.T, u *underTest) {
	t.Helper()
	for _, d := range u.set.List() {
		for _, a := range agents() {
			if d.Gateway.SignedIn(a.ID) {
				t.Errorf("agent %s is still signed in at %s", a.ID, d.Name)
			}
		}
	}
}

// after calls back once a number of checks have been run.
func after(checks int, call func()) suites.Progress { return &countdown{checks, call} }

type countdown struct {
	left int
	call func()
}

func (*countdown) Start(int)   {}
func (*countdown) Note(string) {}

func (c *countdown) Check(report.Check) {
	if c.left--; c.left == 0 {
		c.call()
	}
}

func TestConfigurationThatCannotRunIsWrongUsage(t *testing.T) {
	u := startMock(t)
	for name, change := range map[string]func(*suites.Config){
		"unknown check":      func(c *suites.Config) { c.Only = []string{"auth/guid-absnt"} },
		"unknown skip":       func(c *suites.Config) { c.Skip = []string{"nothing"} },
		"broken glob":        func(c *suites.Config) { c.Only = []string{"auth/["} },
		"unknown deployment": func(c *suites.Config) { c.Deployment = "statik" },
		"unknown edition": func(c *suites.Config) {
			c.Target = &target.Target{Edition: "2020-01-01", Deployments: c.Target.Deployments}
		},
		"no target":   func(c *suites.Config) { c.Target = nil },
		"no document": func(c *suites.Config) { c.Document = nil },
		"all skipped": func(c *suites.Config) { c.Only = []string{"auth"}; c.Skip = []string{"auth"} },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := u.config(t)
			change(&cfg)
			if _, err := suites.Run(t.Context(), cfg); !errors.Is(err, suites.ErrConfig) {
				t.Errorf("error: got %v, want one that wraps ErrConfig", err)
			}
		})
	}
}

func TestAnUnreachableGatewayIsIncomplete(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	u := startMock(t)
	for i := range u.target.Deployments {
		u.target.Deployments[i].URL = "https://" + address
		u.target.Deployments[i].Limits.Connect = time.Second
	}
	res := u.run(t, u.config(t))
	if res.Overall != report.Incomplete || res.ExitCode != 3 {
		t.Errorf("overall: got %s and exit code %d, want incomplete and 3", res.Overall, res.ExitCode)
	}
	if !strings.Contains(res.Problem, address) {
		t.Errorf("problem does not name the address: %q", res.Problem)
	}
	if res.Counts.Fail+res.Counts.Pass != 0 {
		t.Errorf("a gateway that is not there was judged: %+v", res.Counts)
	}
	if res.Requests > 50 {
		t.Errorf("the breaker did not end the run early: %d requests", res.Requests)
	}
}

func TestTheRequestLimitIsKept(t *testing.T) {
	u := startMock(t)
	for i := range u.target.Deployments {
		u.target.Deployments[i].Limits.Requests = 20
	}
	res := u.run(t, u.config(t))
	if res.Requests > 20 || res.Overall != report.Incomplete {
		t.Errorf("got %d requests and %s, want at most 20 and incomplete", res.Requests, res.Overall)
	}
}

// What a failure shows must help to repeat it, and must not give a recording away.
func TestAFailureShowsHowToRepeatItAndNothingOfTheRecording(t *testing.T) {
	u := startMock(t, mock.WithDeviation("guid-after-sign-out"))
	cfg := u.config(t)
	cfg.Only = []string{"auth/guid-after-sign-out"}
	res := u.run(t, cfg)
	failed := 0
	for _, c := range res.Checks {
		if c.Verdict != report.Fail {
			continue
		}
		failed++
		if !strings.Contains(c.Curl, "/agentgateway/resource/recordfile/") || !strings.Contains(c.Curl, "$GUID") {
			t.Errorf("%s: the curl line cannot be used: %s", c.ID, c.Curl)
		}
		if shown := c.Reason + c.Detail; strings.Contains(shown, `\x`) {
			t.Errorf("%s: bytes of the recording are shown: %s", c.ID, shown)
		}
	}
	if failed == 0 {
		t.Fatal("no check failed")
	}
}
func TestTheLevelDecidesBetweenFailAndWarning(t *testing.T) {
	u := startMock(t, mock.WithDeviation("unknown-parameter-refused"))
	cfg := u.config(t)
	cfg.Only = []string{"parameters"}
	lenient := u.run(t, cfg)
	cfg.Strict = true
	strict := u.run(t, cfg)
	if lenient.ExitCode != 0 || lenient.Counts.Warning == 0 {
		t.Errorf("a SHOULD: got exit code %d and %+v, want 0 and a warning", lenient.ExitCode, lenient.Counts)
	}
	if strict.ExitCode != 1 {
		t.Errorf("a SHOULD under --strict: got exit code %d, want 1", strict.ExitCode)
	}
}

// What the others rest on runs first: sign-in, then what the target declares.
func TestTheChecksThatOthersRestOnComeFirst(t *testing.T) {
	u := startMock(t)
	cfg := u.config(t)
	cfg.Only = []string{"auth", "session/sign-in", "session/forced-sign-in", "claims"}
	order := &recorder{}
	cfg.Progress = order
	u.run(t, cfg)
	signIn, claim := slices.Index(order.ids, "session/sign-in"), slices.Index(order.ids, "claims/download:dynamic")
	other := slices.Index(order.ids, "auth/guid-absent:dynamic")
	if signIn < 0 || claim < signIn || other < claim {
		t.Errorf("sign-in is number %d, claims are number %d, others number %d: %v", signIn, claim, other, order.ids)
	}
}

type recorder struct{ ids []string }

func (*recorder) Start(int)              {}
func (*recorder) Note(string)            {}
func (r *recorder) Check(c report.Check) { r.ids = append(r.ids, c.ID) }

// The result names who answers for the gateway, if the target file does.
func TestTheResultNamesTheVendor(t *testing.T) {
	u := startMock(t)
	cfg := u.config(t)
	cfg.Only = []string{"method/get"}
	cfg.Target.Vendor = target.Vendor{Organization: "Example Ltd", URL: "https://example.org"}
	got := u.run(t, cfg).Target.Vendor
	if len(got) != 2 || got["organization"] != "Example Ltd" || got["url"] != "https://example.org" {
		t.Errorf("got %v, want the organization and the url", got)
	}
}
