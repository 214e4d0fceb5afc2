package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// authGuidOwnerChecks: a Guid authorizes only the agent for whom it was issued.
func authGuidOwnerChecks() []engine.Check {
	return slices.Concat(
		inBothModes(engine.Check{ID: "auth/guid-of-another-agent", Title: "the Guid of one agent is rejected on the path of another",
			Needs: served().WithAgents(2), Body: guidOfAnotherAgent}),
		inBothModes(engine.Check{ID: "auth/path-agent-not-signed-in", Title: "a Guid is rejected on the path of an agent who is not signed in",
			Needs: served().WithAgents(2), Body: pathAgentNotSignedIn}),
		inBothModes(engine.Check{ID: "auth/agents-side-by-side", Title: "two signed-in agents can both download with their own Guids",
			Needs: served().WithAgents(2), Body: agentsSideBySide}),
		[]engine.Check{{ID: "auth/agents-side-by-side:sign-out", Title: "the Guid of one agent is accepted after the sign-out of another",
			Needs: served().WithAgents(2), Body: signOutOfOne}},
	)
}

func guidOfAnotherAgent(t *engine.T) {
	alice, bob, rec := t.SignIn(0), t.SignIn(1), t.AgentCall()
	t.Given(t.Download(alice, rec), rules.Served(rec))
	t.Given(t.Download(bob, rec), rules.Served(rec))
	t.Then(t.Download(alice, rec, withGuid(bob.Guid)), rules.Refused(t.Doc(), spec.GuidRefused))
	t.Then(t.Download(bob, rec, withGuid(alice.Guid)), rules.Refused(t.Doc(), spec.GuidRefused))
}

func pathAgentNotSignedIn(t *engine.T) {
	alice, bob, rec := t.SignIn(0), t.OwnSession(1), t.AgentCall()
	t.Given(t.SignOut(bob), rules.Succeeded(t.Doc()))
	t.Given(t.Download(alice, rec), rules.Served(rec))
	t.Then(t.Download(alice, rec, asAgent(bob.Agent.ID)), rules.Refused(t.Doc(), spec.NotSignedIn))
}

// agentsSideBySide detects a gateway that keeps one session for all agents.
func agentsSideBySide(t *engine.T) {
	rec := t.AgentCall()
	alice := t.OwnSession(0)
	t.Given(t.Download(alice, rec), rules.Served(rec))
	bob := t.OwnSession(1)
	t.Then(t.Download(alice, rec), rules.Served(rec))
	t.Then(t.Download(bob, rec), rules.Served(rec))
	t.Then(t.Download(alice, rec), rules.Served(rec))
}

func signOutOfOne(t *engine.T) {
	alice, bob, rec := t.SignIn(0), t.OwnSession(1), t.AgentCall()
	t.Given(t.Download(alice, rec), rules.Served(rec))
	t.Given(t.SignOut(bob), rules.Succeeded(t.Doc()))
	t.Then(t.Download(alice, rec), rules.Served(rec))
}
