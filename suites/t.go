package suites

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onsi/gomega"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// T is what the body of a check works with: one deployment, the agents lent
// to it, and the record of what it did. A failed expectation ends the body.
type T struct {
	ctx    context.Context
	run    *run
	gw     *gateway
	check  Check
	agents []target.Agent
	began  time.Time  // when it had its agents
	opened []*Session // sessions of this check alone, signed out at its end
	conns  map[string]*wire.Conn

	exchanges  []*wire.Exchange
	assertions []report.Assertion
	outcome    outcome
	gomega     gomega.Gomega
}

// outcome is what a body came to.
type outcome struct {
	verdict report.Verdict
	reason  string
	about   *wire.Exchange // the exchange that decided it
	found   []report.Mismatch
}

// halt ends the body of a check; it never leaves the package.
type halt struct{}

func (t *T) dep() target.Deployment { return t.gw.dep }

// agent returns the i-th agent lent to the check.
func (t *T) agent(i int) target.Agent {
	if i >= len(t.agents) {
		t.broken("the check asks for agent %d but needs only %d", i+1, len(t.agents))
	}
	return t.agents[i]
}

// Recording returns the first declared recording for which pick says yes.
func (t *T) Recording(pick func(target.Recording) bool) target.Recording {
	rec, ok := firstRecording(t.dep(), pick)
	if !ok {
		t.broken("the check uses a recording that it does not need")
	}
	return rec
}

// AgentCall is the recording that checks use which are not about recordings:
// a small one, of the default filetype if there is one.
func (t *T) AgentCall() target.Recording {
	return t.Recording(func(r target.Recording) bool { return handy(t.dep(), r) })
}

// handy picks the first non-empty recording of the default kind below 1 MiB, or any.
func handy(d target.Deployment, r target.Recording) bool {
	for _, one := range d.Recordings {
		if one.Filetype != "2" && one.Size > 1 && one.Size < 1<<20 {
			return r.Name == one.Name
		}
	}
	return true
}

// Given states a precondition, usually the positive twin of what follows. If
// it does not hold, the check cannot be judged.
func (t *T) Given(x *wire.Exchange, rules ...expect.Rule) {
	for _, r := range rules {
		if found := t.apply(r, x, true); len(found) > 0 {
			t.end(report.Inconclusive, x, found, "precondition not met: expected %s, but %s", r.Name, sentence(x, found))
		}
	}
}

// Then states what the check is about.
func (t *T) Then(x *wire.Exchange, rules ...expect.Rule) {
	for _, r := range rules {
		found := t.apply(r, x, false)
		if len(found) == 0 {
			continue
		}
		if why := t.undecided(x); why != "" {
			t.end(report.Inconclusive, x, found, "%s", why)
		}
		t.end(report.Fail, x, found, "expected %s, but %s", r.Name, sentence(x, found))
	}
}

// undecided says why an exchange without a complete answer tells nothing of
// what the gateway does, "" if it does tell: the run was ended, or the gateway
// was gone or is gone now.
func (t *T) undecided(x *wire.Exchange) string {
	if errors.Is(x.Err, wire.ErrCancelled) {
		return "the run was ended in the middle of the check: " + x.Err.Error()
	}
	if why, gone := unreachable(x); gone {
		return "the gateway could not be reached: " + why
	}
	if !lost(x.Err) {
		return ""
	}
	c, err := wire.Dial(t.ctx, t.gw.end, t.gw.limits())
	if err != nil {
		return fmt.Sprintf("the gateway went away: %v, and now: %v", x.Err, err)
	}
	_ = c.Close()
	return ""
}

// lost says whether an exchange ended as if nobody was there any more.
func lost(err error) bool {
	for _, e := range []error{
		wire.ErrClosed, wire.ErrReset, wire.ErrTruncated, wire.ErrBroken,
		wire.ErrSendTimeout, wire.ErrFirstByteTimeout, wire.ErrIdleTimeout, wire.ErrExchangeTimeout,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// Expect judges a plain value; a mismatch fails the check. Exchanges are
// judged by rules, through Then.
func (t *T) Expect(actual any, extra ...any) gomega.Assertion {
	return t.gomega.Expect(actual, extra...)
}

func (t *T) apply(r expect.Rule, x *wire.Exchange, given bool) []report.Mismatch {
	found := r.Judge(x)
	t.assertions = append(t.assertions, report.Assertion{
		Rule: r.Name, Params: r.Params, Exchanges: []string{x.ID}, Given: given, Mismatches: found,
	})
	return found
}

// sentence joins mismatches to one line, with the status unless that is 200.
func sentence(x *wire.Exchange, found []report.Mismatch) string {
	parts := make([]string, len(found))
	for i, m := range found {
		parts[i] = fmt.Sprintf("%s was %s instead of %s", m.What, m.Got, m.Expected)
		if m.What == "transport" {
			parts[i] = "there was no complete answer: " + m.Got
		}
	}
	told := slices.ContainsFunc(found, func(m report.Mismatch) bool { return m.What == "status" })
	if x.Response != nil && x.Response.Status != 200 && !told {
		parts = append(parts, "the status was "+statusShown(x))
	}
	return strings.Join(parts, "; ")
}

// statusShown is a status code, and what it asks a client to do that this one does not.
func statusShown(x *wire.Exchange) string {
	status := x.Response.Status
	if to := x.Header("Location"); status >= 300 && status < 400 && len(to) > 0 {
		return fmt.Sprintf("%d, a redirect to %s, which is not followed", status, wire.Excerpt([]byte(to[0]), 120))
	}
	return fmt.Sprint(status)
}

// fail ends the check: the gateway does not do what the requirement says.
func (t *T) fail(x *wire.Exchange, format string, args ...any) {
	t.end(report.Fail, x, nil, format, args...)
}

// inconclusive ends the check: it cannot be judged.
func (t *T) inconclusive(format string, args ...any) {
	t.end(report.Inconclusive, t.last(), nil, format, args...)
}

// broken ends the check: the harness itself is wrong.
func (t *T) broken(format string, args ...any) {
	t.end(report.Error, nil, nil, format, args...)
}

func (t *T) end(v report.Verdict, x *wire.Exchange, found []report.Mismatch, format string, args ...any) {
	t.outcome = outcome{verdict: v, reason: fmt.Sprintf(format, args...), about: x, found: found}
	panic(halt{})
}

func (t *T) last() *wire.Exchange {
	if len(t.exchanges) == 0 {
		return nil
	}
	return t.exchanges[len(t.exchanges)-1]
}

// wait lets time pass for the gateway.
func (t *T) wait(d time.Duration) {
	if err := t.run.clock.Sleep(t.ctx, d); err != nil {
		t.inconclusive("the run was ended while waiting %s", d)
	}
}

// stated says whether the edition has a row of the register.
func (t *T) stated(requirement string) bool {
	req, ok := t.run.doc.Requirement(requirement)
	return ok && req.In(t.run.cfg.Target.Edition)
}

// observe notes something that is reported and never judged.
func (t *T) observe(requirement, format string, args ...any) {
	t.run.log.observe(requirement, t.dep().Name, fmt.Sprintf(format, args...))
}
