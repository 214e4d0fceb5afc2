package suites_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// mostHangs is how many limits a run may wait for, whatever hangs.
const mostHangs = 10

// hanging are behaviors that make a client wait until a limit ends it. Those that
// are seldom run take time and show little more than the others.
var hanging = []struct {
	name   string
	inReal bool // time; else time is passed over
	goesOn bool // scenarios come to something, so that they wait
	seldom bool
}{
	{name: "accepts-in-silence", inReal: true, seldom: true},
	{name: "handshake-stalls"},
	{name: "silent", inReal: true, seldom: true},
	{name: "silent", seldom: true},
	{name: "silent-sign-in", inReal: true, seldom: true},
	{name: "silent-sign-in", seldom: true},
	{name: "silent-sign-out", inReal: true, goesOn: true, seldom: true},
	{name: "silent-sign-out", seldom: true},
	{name: "silent-poll", inReal: true},
	{name: "silent-poll", seldom: true},
	{name: "silent-download", inReal: true},
	{name: "silent-download", seldom: true},
	{name: "silent-after-download", seldom: true},
	{name: "status-line-then-silence", seldom: true},
	{name: "head-then-silence", inReal: true, seldom: true},
	{name: "half-body-then-silence"},
	{name: "never-closes", seldom: true},
	{name: "drip", inReal: true, seldom: true},
	{name: "drip-body", inReal: true, seldom: true},
	{name: "endless-body"},
	{name: "endless-chunks", seldom: true},
	{name: "announces-exabytes", seldom: true},
}

// The bound is a count of limits, so that it does not depend on the machine.
func TestAGatewayThatHangsCostsTenLimitsAtMost(t *testing.T) {
	skipTable(t)
	for _, row := range hanging {
		if row.seldom && !everyCase {
			continue
		}
		name := row.name
		if row.inReal {
			name += "/in-real-time"
		}
		t.Run(name, func(t *testing.T) {
			server := startHostile(t, behavior(t, row.name))
			res := runHostile(t, server, func(c *suites.Config) { hangingConfig(c, row.inReal, row.goesOn) }, "*/*")
			if n := hangs(res); n == 0 || n > mostHangs {
				t.Errorf("%d requests ran into a limit, want 1 to %d:\n%s", n, mostHangs, reasons(res))
			}
			if res.Interrupted || res.ExitCode == 0 {
				t.Errorf("got %s, want a run that ends by itself:\n%s", res.Summary(), reasons(res))
			}
			assertNotTriedRestsOnAnother(t, res)
		})
	}
}

// hangingConfig has limits that only what hangs runs into, and, unless scenarios go
// on, lets them wait for minutes, for which no hanging gateway gives a reason.
func hangingConfig(c *suites.Config, inReal, goesOn bool) {
	d := &c.Target.Deployments[0]
	const limit = 400 * time.Millisecond
	d.Limits = target.Limits{
		Connect: limit, FirstByte: limit, Idle: limit, Exchange: 2 * limit,
		BodyBytes: 1 << 20, Requests: 4000, PerSecond: 4000, BadAuthPerAgent: 20,
	}
	if !goesOn {
		d.GuidInterval, d.GuidTimeout, d.SessionTimeout = 5*time.Minute, 10*time.Minute, 5*time.Minute
	}
	if inReal {
		c.Clock = nil
		c.Recorder = nil // a call that is announced by no event costs 5 s in each check
	}
	c.Timeout = time.Minute
}

var limitReached = regexp.MustCompile(`limit (first byte|idle|exchange|body|connect)|handshake was not finished`)

// hangs counts the exchanges that ran into a limit.
func hangs(res report.Result) (n int) {
	for _, x := range res.Exchanges {
		if limitReached.MatchString(x.Err) {
			n++
		}
	}
	return n
}

// assertNotTriedRestsOnAnother: what was not tried names a check that was.
func assertNotTriedRestsOnAnother(t *testing.T, res report.Result) {
	t.Helper()
	verdicts := map[string]report.Verdict{}
	for _, c := range res.Checks {
		verdicts[c.ID] = c.Verdict
	}
	for _, c := range res.Checks {
		if c.RestsOn == nil {
			continue
		}
		if v := verdicts[*c.RestsOn]; v == "" || *c.RestsOn == c.ID {
			t.Errorf("%s is said to rest on %q, which is no other check", c.ID, *c.RestsOn)
		}
	}
}
