package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

// guidDelivery: sign-ins need no Guid and deliver one, in a form that clients can read.
func guidDelivery() []Check {
	var checks []Check
	for _, v := range []struct{ operation, variant, what string }{
		{spec.Login, "sign-in", "a sign-in"},
		{spec.ForceLogin, "forced-sign-in", "a forced sign-in"},
	} {
		checks = append(checks,
			delivery("auth/set-guid-on-"+v.variant, v.what+" delivers a Guid", v.operation, expect.DeliversGuid),
			delivery("auth/set-guid-form:"+v.variant, "the Guid of "+v.what+" has JSESSIONID= in front and nothing else", v.operation, expect.GuidForm),
			delivery("auth/set-guid-spelling:"+v.variant, "the Set-GUID of "+v.what+" is spelled so", v.operation, expect.GuidSpelling),
			delivery("auth/guid-characters:"+v.variant, "the Guid of "+v.what+" has no reserved character", v.operation, expect.GuidCharacters),
			Check{ID: "auth/sign-in-needs-no-guid:" + v.variant, Title: v.what + " needs no Guid", Early: true, Needs: need(), Requests: 10, Body: func(t *T) {
				t.Then(observeSignIns(t).to(t, v.operation), expect.Succeeded(t.run.doc))
			}},
		)
	}
	return append(checks,
		Check{ID: "auth/sign-in-stale-guid", Title: "a sign-in does not look at the Guid of an ended session", Needs: need(), Requests: 10, Body: staleGuid},
		Check{ID: "auth/dynamic-first-poll", Title: "the Guid of a sign-in is accepted by the first poll", Needs: served(dynamic), Requests: 12, Body: firstPoll},
	)
}

// delivery: a sign-in that succeeds must be answered as the rule says.
func delivery(id, title, operation string, rule func(spec.Renewal) expect.Rule) Check {
	return Check{ID: id, Title: title, Watch: watchSignIns, Body: func(t *T) {
		x := saw[signIns](t).to(t, operation)
		t.Given(x, expect.Succeeded(t.run.doc))
		t.Then(x, rule(t.setGuid()))
	}}
}

// signIns is how the ways of signing in were answered, by log name.
type signIns map[string]*wire.Exchange

// watchSignIns takes no time, but many checks look at what it saw.
var watchSignIns = &Watch{
	Name:     "sign-ins",
	Needs:    need(),
	Takes:    func(target.Deployment) time.Duration { return 0 },
	Requests: func(target.Deployment) int { return 10 },
	Run:      func(t *T) any { return observeSignIns(t) },
}

// observeSignIns signs an agent in, and then by force. It relies on no Guid,
// since it is about gateways that deliver none.
func observeSignIns(t *T) signIns {
	agent := t.agent(0)
	t.endShared(agent.ID)
	s, plain := t.signInBy(spec.Login, agent)
	if t.alreadySignedIn(plain) { // somebody was cut off before
		s, _ = t.signInBy(spec.ForceLogin, agent)
		t.SignOut(s)
		s, plain = t.signInBy(spec.Login, agent)
	}
	t.observe("auth/guid-shape", "%s", shape(s.Guid))
	_, forced := t.signInBy(spec.ForceLogin, agent)
	s.ended = len(expect.Succeeded(t.run.doc).Judge(forced)) == 0 // a refused one leaves the session as it was
	return signIns{spec.Login: plain, spec.ForceLogin: forced}
}

func (t *T) alreadySignedIn(x *wire.Exchange) bool {
	return t.run.doc.Accepts(spec.AlreadySignedIn).Has(expect.Retcode(x))
}

// to is the answer to one way of signing in.
func (w signIns) to(t *T, operation string) *wire.Exchange {
	x := w[operation]
	if operation == spec.Login && t.alreadySignedIn(x) {
		t.inconclusive("the agent was signed in already, and could not be signed out")
	}
	return x
}

// staleGuid does what real clients do that send their last Guid with every call.
func staleGuid(t *T) {
	s := t.OwnSession(0)
	t.Given(t.SignOut(s), expect.Succeeded(t.run.doc))
	_, x := t.signInBy(spec.Login, s.Agent, withGuid(s.Guid))
	t.Then(x, expect.Succeeded(t.run.doc))
}

// firstPoll polls with the Guid of the sign-in. It also reports whether that
// Guid would have been good for a download without a poll.
func firstPoll(t *T) {
	s, x := t.signInBy(spec.Login, t.signedOut(0))
	t.Given(x, expect.Succeeded(t.run.doc))
	t.Then(t.Poll(s), expect.Succeeded(t.run.doc))
	s.ended = true
	unpolled, _ := t.signInBy(spec.ForceLogin, s.Agent)
	t.probe("auth/dynamic-sign-in-guid-downloads", unpolled, t.AgentCall())
}

// signedOut makes sure that the i-th agent is not signed in.
func (t *T) signedOut(i int) target.Agent {
	s := t.OwnSession(i)
	t.Given(t.SignOut(s), expect.Succeeded(t.run.doc))
	return s.Agent
}

// signInBy signs an agent in by one operation and does nothing else: no force,
// no poll. The session has no Guid if none came.
func (t *T) signInBy(operation string, agent target.Agent, changes ...change) (*Session, *wire.Exchange) {
	x := t.call(operation, agent, "", signInBody(agent, agent.Password.Reveal()), changes...)
	s := &Session{Agent: agent, since: t.run.clock.Now()}
	if guid, ok := t.newGuid(x); ok {
		t.adopt(s, guid)
		t.opened = append(t.opened, s)
	}
	return s, x
}

// resume signs an agent in by one operation, and in mode 2 polls once, which is
// where the Guid then comes from.
func (t *T) resume(agent target.Agent, operation string) *Session {
	s, x := t.signInBy(operation, agent)
	t.Given(x, expect.Succeeded(t.run.doc), expect.DeliversGuid(t.setGuid()))
	if t.dep().AuthMode == 2 {
		t.Given(t.Poll(s), expect.Succeeded(t.run.doc))
	}
	return s
}
