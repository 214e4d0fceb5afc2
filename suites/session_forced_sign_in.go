package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func sessionForcedSignInChecks() []engine.Check {
	return []engine.Check{
		{ID: "session/forced-sign-in", Title: "a forced sign-in signs in an agent who is signed in", Needs: engine.Requires(), Body: forcedSignIn},
		{ID: "session/forced-sign-in-from-scratch", Title: "a forced sign-in signs in an agent who is not signed in", Needs: engine.Requires(), Body: forcedSignInFromScratch},
		{ID: "session/forced-sign-in-wrong-password", Title: "a forced sign-in with a wrong password is rejected", Needs: engine.Requires(), WrongPasswords: 1, Body: wrongPassword(spec.ForceLogin)},
	}
}

func forcedSignIn(t *engine.T) {
	s := t.OwnSession(0)
	t.Then(signInAs(t, spec.ForceLogin, s.Agent, s.Agent.Password.Reveal(), nil), rules.Succeeded(t.Doc()))
}

func forcedSignInFromScratch(t *engine.T) {
	agent := t.SignedOut(0)
	t.Then(signInAs(t, spec.ForceLogin, agent, agent.Password.Reveal(), nil), rules.Succeeded(t.Doc()))
}
