package engine

import (
	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

func (t *T) AlreadySignedIn(x *wire.Exchange) bool {
	return t.Doc().Accepts(spec.AlreadySignedIn).Has(rules.Retcode(x))
}

// SignedOut makes sure that the i-th agent is not signed in.
func (t *T) SignedOut(i int) target.Agent {
	s := t.OwnSession(i)
	t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	return s.Agent
}

// SignInBy signs an agent in by one operation and does nothing else: no force,
// no poll. The session has no Guid if none was delivered.
func (t *T) SignInBy(operation string, agent target.Agent, changes ...RequestOption) (*Session, *wire.Exchange) {
	x := t.Call(operation, agent, "", client.SignInBody(agent, agent.Password.Reveal()), changes...)
	s := &Session{Agent: agent, since: t.Now()}
	if guid, ok := t.DeliveredGuid(x); ok {
		t.AdoptGuid(s, guid)
		t.opened = append(t.opened, s)
	}
	return s, x
}

// Resume signs an agent in by one operation, and in mode 2 polls once, which is
// since that poll delivers the Guid.
func (t *T) Resume(agent target.Agent, operation string) *Session {
	s, x := t.SignInBy(operation, agent)
	t.Given(x, rules.Succeeded(t.Doc()), rules.DeliversGuid(t.GuidDelivery()))
	if t.Deployment().AuthMode == 2 {
		t.Given(t.Poll(s), rules.Succeeded(t.Doc()))
	}
	return s
}

// SignInAgain signs the agent of a session in by force; the session goes on
// with the Guid that this gives.
func (t *T) SignInAgain(s *Session) *wire.Exchange {
	x := t.Call(spec.ForceLogin, s.Agent, "", client.SignInBody(s.Agent, s.Agent.Password.Reveal()))
	t.Given(x, rules.Succeeded(t.Doc()))
	if guid, ok := t.DeliveredGuid(x); ok {
		t.AdoptGuid(s, guid)
	}
	return x
}

// HasEnded finds out whether a session whose Guid is refused is over, or only its
// Guid: an agent who is signed in cannot sign in again (SIGNIN).
func (t *T) HasEnded(s *Session) bool {
	x := t.Call(spec.Login, s.Agent, "", client.SignInBody(s.Agent, s.Agent.Password.Reveal()))
	if x.Err != nil {
		t.Inconclusive("a sign-in was not answered: %v", x.Err)
	}
	if len(rules.Succeeded(t.Doc()).Judge(x)) > 0 {
		if !t.Doc().Accepts(spec.AlreadySignedIn).Has(rules.Retcode(x)) {
			t.countRefusedSignIn(s.Agent, x)
		}
		return false
	}
	if guid, ok := t.DeliveredGuid(x); ok && len(guid) <= longestGuid {
		t.AdoptGuid(s, guid)
	}
	return true
}
