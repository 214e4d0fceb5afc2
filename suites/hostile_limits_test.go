package suites_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/hostile"
	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// behavior finds one by its name.
func behavior(t *testing.T, name string) hostile.Behavior {
	t.Helper()
	all := hostile.Behaviors()
	i := slices.IndexFunc(all, func(b hostile.Behavior) bool { return b.Name == name })
	if i < 0 {
		t.Fatalf("no behavior %q", name)
	}
	return all[i]
}

// runHostile runs some areas against a server.
func runHostile(t *testing.T, server *hostile.Server, change func(*suites.Config), areas ...string) report.Result {
	t.Helper()
	cfg := hostileConfig(t, server)
	cfg.Only = areas
	change(&cfg)
	res, err := suites.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	assertReadable(t, res)
	return res
}

func TestRequestsKeepToThePaceOfTheTarget(t *testing.T) {
	const perSecond = 20
	server, began := startHostile(t, hostile.Behavior{}), time.Now()
	runHostile(t, server, limits(func(l *target.Limits) { l.PerSecond, l.Requests = perSecond, 45 }), "success", "failure", "method")
	requests := server.Requests()
	if len(requests) < 2*perSecond {
		t.Fatalf("only %d requests were made", len(requests))
	}
	for i, r := range requests { // a busy machine only makes them later
		if earliest := time.Duration(i/perSecond) * time.Second; r.At.Sub(began) < earliest {
			t.Errorf("request %d was sent after %s, want at least %s", i+1, r.At.Sub(began), earliest)
		}
	}
}

// A request that is sent again, as its connection was closed, counts.
func TestRequestsThatAreSentAgainCount(t *testing.T) {
	server := startHostile(t, behavior(t, "reset-before-head"))
	res := runHostile(t, server, limits(func(l *target.Limits) { l.Requests = 9 }), "success")
	if n := len(server.Requests()); n > 9 || n != res.Requests {
		t.Errorf("the server got %d requests; the limit is 9, and %d are reported", n, res.Requests)
	}
}

func TestAWrongPasswordIsNotSentAgain(t *testing.T) {
	server := startHostile(t, hostile.Behavior{Answers: map[hostile.Call]hostile.Script{
		hostile.SignIn: func(p *hostile.Peer, r hostile.Request) {
			if r.Password == hostile.Passwords[r.Agent] {
				p.AnswerCorrectly(r)
				return
			}
			p.CountRejectedSignIn(r)
			_ = p.Close()
		},
	}})
	runHostile(t, server, limits(func(l *target.Limits) { l.BadAuthPerAgent = 1 }), "session")
	total := 0
	for agent := range hostile.Passwords {
		n := server.RejectedSignIns(agent)
		if total += n; n > 1 {
			t.Errorf("agent %s: %d wrong passwords were sent, the limit is 1", agent, n)
		}
	}
	if total == 0 {
		t.Error("no wrong password was sent")
	}
}

// A target file with a wrong password must not lock anybody's account.
func TestAWrongPasswordInTheTargetIsOfferedOnce(t *testing.T) {
	server := startHostile(t, hostile.Behavior{})
	res := runHostile(t, server, func(c *suites.Config) {
		for i := range c.Target.Deployments[0].Agents {
			c.Target.Deployments[0].Agents[i].Password = target.NewSecret("Zx5%mistyped")
		}
	}, "*/*")
	if res.Overall != report.Incomplete || !strings.Contains(res.Problem, "see whether the password in the target file is right") {
		t.Errorf("got %s, want incomplete for the password", res.Summary())
	}
	for agent := range hostile.Passwords {
		if n := server.RejectedSignIns(agent); n > 1 {
			t.Errorf("the wrong password of agent %s was offered %d times, want once", agent, n)
		}
	}
}

// Deployments share the accounts, so that their limits hold for all together,
// and the strictest of them counts.
func TestLimitsHoldOverAllDeployments(t *testing.T) {
	server := startHostile(t, behavior(t, "sign-in-refused"))
	res := runHostile(t, server, func(c *suites.Config) {
		one := c.Target.Deployments[0]
		for _, name := range []string{"second", "third", "fourth"} {
			more := one
			more.Name, more.AuthMode = name, 2
			more.Pool, more.Download = name == "third", name != "fourth"
			if name == "third" {
				more.Limits.BadAuthPerAgent = 1
			}
			c.Target.Deployments = append(c.Target.Deployments, more)
		}
	}, "*/*")
	if n := server.RejectedSignIns("102"); n != 1 || res.Overall != report.Incomplete {
		t.Errorf("agent 102 was refused %d times over all deployments and the run was %s; want once, the strictest limit, and incomplete", n, res.Overall)
	}
}

func TestTheStrictestRequestLimitCounts(t *testing.T) {
	server := startHostile(t, hostile.Behavior{})
	res := runHostile(t, server, func(c *suites.Config) {
		more := c.Target.Deployments[0]
		more.Name, more.Limits.Requests = "second", 10
		c.Target.Deployments = append(c.Target.Deployments, more)
	}, "success", "failure")
	if n := len(server.Requests()); n > 10 || res.Overall != report.Incomplete {
		t.Errorf("got %d requests and %s, want at most 10 and incomplete", n, res.Overall)
	}
}

// A check that the end of the run cuts short has not failed, and its agent is
// signed out nevertheless.
func TestTheEndOfARunFailsNoCheck(t *testing.T) {
	for name, limit := range map[string]time.Duration{"limit of the run": time.Second, "interrupt": 0} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			server := startHostile(t, hostile.Behavior{Answers: map[hostile.Call]hostile.Script{
				hostile.Download: func(p *hostile.Peer, _ hostile.Request) {
					if limit == 0 {
						cancel()
					}
					p.Hang()
				},
			}})
			cfg := hostileConfig(t, server)
			cfg.Only = []string{"method", "streaming"}
			if limit > 0 {
				cfg.Timeout = limit
			}
			res, err := suites.Run(ctx, cfg)
			if err != nil {
				t.Fatal(err)
			}
			assertCutShort(t, server, res)
			if limit > 0 && !strings.Contains(res.Problem, "Time limit of 1s reached") {
				t.Errorf("the problem does not name the limit: %q", res.Problem)
			}
		})
	}
}

// A sign-out that the interrupt keeps from being sent is made up for.
func TestAnInterruptBeforeTheSignOutOfACheckSignsOut(t *testing.T) {
	for last := 1; last <= 8; last++ {
		ctx, cancel := context.WithCancel(t.Context())
		var downloads atomic.Int64
		server := startHostile(t, hostile.Behavior{Answers: map[hostile.Call]hostile.Script{
			hostile.Download: func(p *hostile.Peer, r hostile.Request) {
				if int(downloads.Add(1)) == last {
					cancel()
				}
				p.AnswerCorrectly(r)
			},
		}})
		cfg := hostileConfig(t, server)
		cfg.Only = []string{"method", "streaming"}
		res, err := suites.Run(ctx, cfg)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		assertCutShort(t, server, res)
	}
}

func assertCutShort(t *testing.T, server *hostile.Server, res report.Result) {
	t.Helper()
	assertReadable(t, res)
	if res.Overall != report.Incomplete || !res.Interrupted || res.Counts.Fail+res.Counts.Warning > 0 {
		t.Errorf("got %s, want incomplete without a failure:\n%s", res.Summary(), reasons(res))
	}
	calls := []hostile.Call{hostile.Other}
	for _, r := range server.Requests() {
		calls = append(calls, r.Call)
	}
	signIn, signOut := lastIndex(calls, hostile.SignIn), lastIndex(calls, hostile.SignOut)
	if !slices.Contains(calls, hostile.Download) || signOut < signIn {
		t.Errorf("requests: got %v, want a download, and a sign-out after the last sign-in", calls)
	}
}

func lastIndex(calls []hostile.Call, c hostile.Call) int {
	for i := len(calls) - 1; i >= 0; i-- {
		if calls[i] == c {
			return i
		}
	}
	return -1
}

// Wherever the end of a gateway or of the run comes, it is no failure of the
// check that it hits.
func TestTheEndOfAGatewayFailsNoCheckWhereverItComes(t *testing.T) {
	skipTable(t)
	quick := limits(func(l *target.Limits) { l.FirstByte = shortWait })
	ended := func(c *suites.Config) {
		limits(func(l *target.Limits) { l.FirstByte = 3 * shortWait })(c)
		c.Timeout = 2 * shortWait
	}
	for _, n := range []int{1, 2, 4, 5, 7, 9} {
		for name, end := range map[string]struct {
			hostile.Behavior
			change func(*suites.Config)
		}{
			"dies":             {hostile.Behavior{ClosesAfter: n, ResetsAtEnd: true}, quick},
			"leaves":           {hostile.Behavior{ClosesAfter: n}, quick},
			"falls silent":     {hostile.Behavior{SilentAfter: n}, quick},
			"runs out of time": {hostile.Behavior{SilentAfter: n}, ended},
		} {
			server := startHostile(t, end.Behavior)
			res := runHostile(t, server, end.change, "success", "failure")
			if res.Overall != report.Incomplete || res.Counts.Fail+res.Counts.Warning > 0 {
				t.Errorf("%s after %d requests: got %s, want incomplete without a failure:\n%s", name, n, res.Summary(), reasons(res))
			}
		}
	}
}

// The archive of the exchanges stays within bounds, however long the heads are.
func TestTheArchiveOfLongHeadsIsBounded(t *testing.T) {
	server := startHostile(t, behavior(t, "long-head"))
	res := runHostile(t, server, func(*suites.Config) {}, "*/*")
	for _, x := range res.Exchanges {
		size := len(x.Reason)
		for _, f := range x.Response {
			size += len(f.Name) + len(f.Value)
		}
		if size > 40<<10 {
			t.Errorf("%s: %d bytes of its head are kept", x.ID, size)
		}
	}
	if len(res.Exchanges) == 0 {
		t.Error("no exchange was kept")
	}
}
