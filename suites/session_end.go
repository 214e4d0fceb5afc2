package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func sessionEndChecks() []engine.Check {
	return []engine.Check{
		{ID: "session/sign-out", Title: "a sign-out succeeds", Needs: engine.Requires(), Body: signOut},
		{ID: "session/sign-out-twice", Title: "a second sign-out is rejected", Needs: engine.Requires(), Body: signOutTwice},
		{ID: "session/forced-sign-out", Title: "a forced sign-out succeeds", Needs: engine.Requires(), Body: forcedSignOut},
		{ID: "session/poll-after-sign-out", Title: "a poll after the sign-out is rejected", Needs: engine.Requires(), Body: pollAfterSignOut},
		{ID: "session/unpolled-session-ends", Title: "an agent who does not poll is signed out", Needs: served().Preferring(engine.Static, engine.PoolOn), Scenario: idleScenario, Body: unpolledSessionEnds},
	}
}

func signOut(t *engine.T) {
	s := t.OwnSession(0)
	t.Then(t.SignOut(s), rules.Succeeded(t.Doc()))
}

func signOutTwice(t *engine.T) {
	s := t.OwnSession(0)
	t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	t.Then(t.SignOut(s), rules.Failure(t.Doc()))
}

func forcedSignOut(t *engine.T) {
	s := t.OwnSession(0)
	t.Then(t.Call(spec.ForceLogout, s.Agent, s.Guid, nil), rules.Succeeded(t.Doc()))
}

func pollAfterSignOut(t *engine.T) {
	s := t.OwnSession(0)
	t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	t.Then(t.Poll(s), rules.Refused(t.Doc(), spec.NotSignedIn))
}

func unpolledSessionEnds(t *engine.T) {
	w := engine.Observed[idleSession](t)
	t.Given(w.first, rules.Served(w.recording))
	t.Then(w.late, rules.Refused(t.Doc(), spec.NotSignedIn))
}
