package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// signIns is how the ways of signing in were answered, by log name.
type signIns map[string]*wire.Exchange

// signInsScenario is a scenario because many checks judge its answers; it takes
// no time.
var signInsScenario = &engine.Scenario{
	Name:     "sign-ins",
	Needs:    engine.Requires(),
	Takes:    func(target.Deployment) time.Duration { return 0 },
	Requests: measuredRequests("scenario/sign-ins"),
	Run:      func(t *engine.T) any { return observeSignIns(t) },
}

// observeSignIns signs an agent in, and then by force. It relies on no Guid,
// since it is about gateways that deliver none.
func observeSignIns(t *engine.T) signIns {
	agent := t.Agent(0)
	t.EndSharedSession(agent.ID)
	s, plain := t.SignInBy(spec.Login, agent)
	if t.AlreadySignedIn(plain) { // somebody was cut off before
		s, _ = t.SignInBy(spec.ForceLogin, agent)
		t.SignOut(s)
		s, plain = t.SignInBy(spec.Login, agent)
	}
	t.Observe("auth/guid-shape", "%s", shape(s.Guid))
	_, forced := t.SignInBy(spec.ForceLogin, agent)
	s.Ended = len(rules.Succeeded(t.Doc()).Judge(forced)) == 0 // a refused one leaves the session as it was
	return signIns{spec.Login: plain, spec.ForceLogin: forced}
}

// answer returns the answer to one way of signing in.
func (w signIns) answer(t *engine.T, operation string) *wire.Exchange {
	x := w[operation]
	if operation == spec.Login && t.AlreadySignedIn(x) {
		t.Inconclusive("the agent was signed in already, and could not be signed out")
	}
	return x
}
