package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// guidOwners: a Guid belongs to the agent to whom it was given.
func guidOwners() []Check {
	return slices.Concat(
		inBothModes(Check{ID: "auth/guid-of-another-agent", Title: "the Guid of one agent is refused on the path of another",
			Needs: served().withAgents(2), Requests: 14, Body: guidOfAnotherAgent}),
		inBothModes(Check{ID: "auth/path-agent-not-signed-in", Title: "a Guid is refused on the path of an agent who is not signed in",
			Needs: served().withAgents(2), Requests: 14, Body: pathAgentNotSignedIn}),
		inBothModes(Check{ID: "auth/agents-side-by-side", Title: "agents download side by side with their own Guids",
			Needs: served().withAgents(2), Requests: 16, Body: agentsSideBySide}),
		[]Check{{ID: "auth/agents-side-by-side:sign-out", Title: "the sign-out of one agent leaves the Guid of another as it was",
			Needs: served().withAgents(2), Requests: 14, Body: signOutOfOne}},
	)
}

func guidOfAnotherAgent(t *T) {
	alice, bob, rec := t.SignIn(0), t.SignIn(1), t.AgentCall()
	t.Given(t.Download(alice, rec), expect.Served(rec))
	t.Given(t.Download(bob, rec), expect.Served(rec))
	t.Then(t.Download(alice, rec, withGuid(bob.Guid)), expect.Refused(t.run.doc, spec.GuidRefused))
	t.Then(t.Download(bob, rec, withGuid(alice.Guid)), expect.Refused(t.run.doc, spec.GuidRefused))
}

func pathAgentNotSignedIn(t *T) {
	alice, bob, rec := t.SignIn(0), t.OwnSession(1), t.AgentCall()
	t.Given(t.SignOut(bob), expect.Succeeded(t.run.doc))
	t.Given(t.Download(alice, rec), expect.Served(rec))
	t.Then(t.Download(alice, rec, asAgent(bob.Agent.ID)), expect.Refused(t.run.doc, spec.NotSignedIn))
}

// agentsSideBySide looks for a gateway that knows one session in all.
func agentsSideBySide(t *T) {
	rec := t.AgentCall()
	alice := t.OwnSession(0)
	t.Given(t.Download(alice, rec), expect.Served(rec))
	bob := t.OwnSession(1)
	t.Then(t.Download(alice, rec), expect.Served(rec))
	t.Then(t.Download(bob, rec), expect.Served(rec))
	t.Then(t.Download(alice, rec), expect.Served(rec))
}

func signOutOfOne(t *T) {
	alice, bob, rec := t.SignIn(0), t.OwnSession(1), t.AgentCall()
	t.Given(t.Download(alice, rec), expect.Served(rec))
	t.Given(t.SignOut(bob), expect.Succeeded(t.run.doc))
	t.Then(t.Download(alice, rec), expect.Served(rec))
}

// guidEnds: with its session a Guid ends.
func guidEnds() []Check {
	return slices.Concat(
		inBothModes(Check{ID: "auth/guid-after-sign-out", Title: "a Guid is refused after sign-out", Needs: served(), Requests: 10,
			Body: guidAfter(func(t *T, s *Session) { t.Given(t.SignOut(s), expect.Succeeded(t.run.doc)) })}),
		inBothModes(Check{ID: "auth/guid-after-forced-sign-out", Title: "a Guid is refused after forced sign-out", Needs: served(), Requests: 10,
			Body: guidAfter((*T).forcedOut)}),
		inBothModes(Check{ID: "auth/guid-after-forced-sign-in", Title: "a Guid is refused after a forced sign-in", Needs: served(), Requests: 12,
			Body: guidAfter((*T).forcedInAgain)}),
		[]Check{
			{ID: "auth/guid-after-sign-out:signed-in-again", Title: "the Guid of an ended session is refused in the next one", Needs: served(), Requests: 14,
				Body: guidOfEarlierSession},
			{ID: "auth/guid-after-sign-out:replaced", Title: "a Guid that was exchanged before is refused after sign-out", Needs: served(dynamic), Requests: 12,
				Body: replacedGuidAfterSignOut},
		},
	)
}

// guidAfter: a Guid that was good must be refused after what happens then.
func guidAfter(happens func(t *T, s *Session)) func(t *T) {
	return func(t *T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), expect.Served(rec))
		happens(t, s)
		t.Then(t.Download(s, rec), expect.Refused(t.run.doc, spec.GuidRefused))
	}
}

func (t *T) forcedOut(s *Session) {
	t.Given(t.call(spec.ForceLogout, s.Agent, s.Guid, nil), expect.Succeeded(t.run.doc))
	s.ended = true
}

func (t *T) forcedInAgain(s *Session) {
	s.ended = true
	again := t.resume(s.Agent, spec.ForceLogin)
	t.Given(t.Download(again, t.AgentCall()), expect.Served(t.AgentCall()))
}

// guidOfEarlierSession looks for a gateway that remembers too much. Should the
// new session have the same Guid, which no page rules out, there is nothing
// left that could be refused.
func guidOfEarlierSession(t *T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.SignOut(s), expect.Succeeded(t.run.doc))
	again := t.resume(s.Agent, spec.Login)
	t.Given(t.Download(again, rec), expect.Served(rec))
	if again.Guid != s.Guid {
		t.Then(t.Download(s, rec), expect.Refused(t.run.doc, spec.GuidRefused))
	}
}

// replacedGuidAfterSignOut exchanges the Guid before the sign-out, so that the
// old one may still be in its time of grace. The session must take it along.
func replacedGuidAfterSignOut(t *T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), expect.Served(rec))
	replaced := s.Guid
	t.Given(t.updateGuid(s), expect.GuidInResult(t.run.doc))
	t.Given(t.SignOut(s), expect.Succeeded(t.run.doc))
	t.Then(t.Download(s, rec, withGuid(replaced)), expect.Refused(t.run.doc, spec.NotSignedIn))
}
