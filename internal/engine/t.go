package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/onsi/gomega"

	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// T is what the body of a check works with: one deployment, the agents granted
// to it, and the record of what it did. A failed expectation ends the body.
type T struct {
	ctx            context.Context
	run            *run
	gw             *gateway
	check          Check
	scenario       *Scenario // that it runs, nil in a check
	agents         []target.Agent
	place          *reservation  // of the agents
	afterRecording bool          // what its connections deliver may be the end of a recording
	background     bool          // it is a part that InBackground runs
	began          time.Time     // when it had its agents
	text           int           // bytes of bodies that its exchanges keep
	requests       *atomic.Int64 // sent so far, by its parts and its clean-up too
	opened         []*Session    // sessions of this check alone, signed out at its end
	link           *link         // its connection, shared with its clean-up

	exchanges  []*wire.Exchange
	assertions []report.Assertion
	outcome    outcome
	isolated   bool              // what it found broken is so in a few cases only
	also       []report.Mismatch // further differences of the basis that it establishes
	showing    []*wire.Exchange  // that showed them
}

// Isolated says that what the check is about to find broken is so in a few cases
// only: nothing else is explained by it.
func (t *T) Isolated() { t.isolated = true }

// Note keeps what a rule finds without judging it: a check that establishes a
// basis and ends at the first failure shows so what else is broken.
func (t *T) Note(x *wire.Exchange, r rules.Rule) {
	if found := t.judge(r, x); len(found) > 0 {
		t.also, t.showing = append(t.also, found...), append(t.showing, x)
	}
}

// halt ends the body of a check; it never leaves the package.
type halt struct{}

// Deployment is the deployment that the check runs on.
func (t *T) Deployment() target.Deployment { return t.gw.dep }

// FirstOf reports whether no earlier deployment of the target is like this one.
func (t *T) FirstOf(alike func(a, b target.Deployment) bool) bool {
	i := slices.IndexFunc(t.run.cfg.Target.Deployments, func(d target.Deployment) bool { return alike(d, t.gw.dep) })
	return i < 0 || t.run.cfg.Target.Deployments[i].Name == t.gw.dep.Name
}

// Doc is the interface document.
func (t *T) Doc() *spec.Document { return t.run.doc }

// Edition is the edition of the interface that the target declares.
func (t *T) Edition() string { return t.run.cfg.Target.Edition }

// Context ends when the check must.
func (t *T) Context() context.Context { return t.ctx }

// Now is the time as the gateway sees it.
func (t *T) Now() time.Time { return t.run.clock.Now() }

// Virtual says that waiting costs no real time.
func (t *T) Virtual() bool { return t.run.clock.Virtual() }

// Sleep lets d pass for the gateway. It fails if the context ends before; a d of
// zero or less passes at once.
func (t *T) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	return t.run.clock.Sleep(ctx, d)
}

// Held runs an exchange that the gateway may hold for up to d.
func (t *T) Held(d time.Duration, exchange func()) { t.run.clock.Held(t.ctx, d, exchange) }

// Exchanges are those that the check has made so far, oldest first.
func (t *T) Exchanges() []*wire.Exchange { return slices.Clone(t.exchanges) }

// RecordCall makes the gateway record a call of an agent who is signed in.
func (t *T) RecordCall(agentID string) error {
	return t.run.cfg.Recorder(t.ctx, t.gw.dep, agentID)
}

// OfferWrongPassword reserves one wrong password for an agent. It ends the check
// as inconclusive if the limit of the target is reached.
func (t *T) OfferWrongPassword(agentID string) {
	if err := t.run.budget.takeWrongPassword(agentID); err != nil {
		t.Inconclusive("%v", err)
	}
}

// WrongPassword is the password of an agent and something more: as secret as that.
// See OfferWrongPassword.
func (t *T) WrongPassword(agent target.Agent) string {
	wrong := agent.Password.Reveal() + "-wrong"
	t.OfferPassword(agent, wrong)
	return wrong
}

// OfferPassword reserves one wrong password for an agent, which is as secret as
// the right one. It ends the check as inconclusive if the limit of the target is reached.
func (t *T) OfferPassword(agent target.Agent, wrong string) {
	t.OfferWrongPassword(agent.ID)
	t.run.redactor.AddDerived(redact.Password, wrong, agent.Password.Reveal())
}

// Agent returns the i-th agent granted to the check.
func (t *T) Agent(i int) target.Agent {
	if i >= len(t.agents) {
		t.broken("the check asks for agent %d but needs only %d", i+1, len(t.agents))
	}
	return t.agents[i]
}

// Recording returns the first declared recording for which pick says yes.
func (t *T) Recording(pick func(target.Recording) bool) target.Recording {
	rec, ok := FirstRecording(t.Deployment(), pick)
	if !ok {
		t.broken("the check uses a recording that it does not need")
	}
	return rec
}

// AgentCall is the recording that checks use which are not about recordings:
// a small one, of the default filetype if there is one.
func (t *T) AgentCall() target.Recording {
	return t.Recording(func(r target.Recording) bool { return handy(t.Deployment(), r) })
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

// Given states a precondition, usually the positive twin of what follows. If a
// rule does not hold, the check cannot be judged.
func (t *T) Given(x *wire.Exchange, all ...rules.Rule) {
	for _, r := range all {
		t.assert(x, r, unmet, "Precondition not met. ")
	}
}

// Then states what the check is about. If a rule does not hold, the check fails.
func (t *T) Then(x *wire.Exchange, all ...rules.Rule) {
	for _, r := range all {
		t.assert(x, r, violated, "")
	}
}

// assert applies a rule through Gomega and keeps the result. The fail
// handler has the rule and the exchange, so that the mismatches stay structured.
// If the rule does not hold, the body ends so; the reason begins with why.
func (t *T) assert(x *wire.Exchange, r rules.Rule, otherwise ending, why string) {
	t.assertions = append(t.assertions, report.Assertion{
		Rule: r.Name, Params: r.Params, Exchanges: []string{x.ID}, Given: otherwise == unmet, By: t.run.recipes.idOf(r),
	})
	this := &t.assertions[len(t.assertions)-1]
	gomega.NewGomega(func(string, ...int) {
		this.Mismatches = t.judge(r, x)
		o := outcome{
			ending: otherwise, about: x, reason: why + expected(r, x, t.run.shown(this.Mismatches, longestGot)),
			found: this.Mismatches, rule: r, basis: Basis(r.Property),
		}
		if otherwise == violated {
			o.contact = t.contact(x)
		}
		t.conclude(o)
	}).Expect(x).To(r)
}

// judge applies a rule. Nothing of what may be a recording gets into what it found.
func (t *T) judge(r rules.Rule, x *wire.Exchange) []report.Mismatch {
	found := r.Judge(x)
	if x.Response == nil || !t.run.log.confidential(x) {
		return found
	}
	for i, m := range found {
		if ofBody(m.What) {
			found[i].Got = withoutBody(m.Got, x.Response.Body)
		}
	}
	return found
}

// contact finds out whether an exchange without a complete answer says anything
// about what the gateway does: the run may have ended it, or the gateway was
// gone or is gone now.
func (t *T) contact(x *wire.Exchange) contact {
	if errors.Is(x.Err, wire.ErrCancelled) {
		return cancelled
	}
	if _, not := unreached(x); not {
		return unreachable
	}
	if !lost(x.Err) {
		return answering
	}
	c, err := wire.Dial(t.ctx, t.gw.endpoint, t.gw.limits())
	if err != nil {
		return gone
	}
	_ = c.Close()
	return answering
}

// lost reports whether an exchange ended as if the gateway was gone.
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

// Inconclusive ends the check: it cannot be judged.
func (t *T) Inconclusive(format string, args ...any) {
	t.conclude(outcome{ending: unmet, about: t.Last(), reason: fmt.Sprintf(format, args...)})
}

// broken ends the check: the harness itself is wrong.
func (t *T) broken(format string, args ...any) {
	t.conclude(outcome{ending: broken, reason: fmt.Sprintf(format, args...)})
}

func (t *T) conclude(o outcome) {
	t.outcome = o
	panic(halt{})
}

// Last is the newest exchange of the check, nil if there is none.
func (t *T) Last() *wire.Exchange {
	if len(t.exchanges) == 0 {
		return nil
	}
	return t.exchanges[len(t.exchanges)-1]
}

// Wait lets time pass for the gateway.
func (t *T) Wait(d time.Duration) {
	if err := t.run.clock.Sleep(t.ctx, d); err != nil {
		t.Inconclusive("the run ended while waiting %s", d)
	}
}

// Stated reports whether a requirement of the register applies to the edition.
func (t *T) Stated(requirement string) bool {
	req, ok := t.run.doc.Requirement(requirement)
	return ok && req.In(t.run.cfg.Target.Edition)
}

// Observe notes something that is reported and never judged.
func (t *T) Observe(requirement, format string, args ...any) {
	t.run.log.observe(requirement, t.Deployment().Name, fmt.Sprintf(format, args...))
}
