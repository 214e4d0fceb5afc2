package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// authGuidRevokedChecks: a Guid expires with its session.
func authGuidRevokedChecks() []engine.Check {
	return slices.Concat(
		inBothModes(engine.Check{ID: "auth/guid-after-sign-out", Title: "a Guid is rejected after the sign-out", Needs: served(),
			Body: guidAfter(func(t *engine.T, s *engine.Session) { t.Given(t.SignOut(s), rules.Succeeded(t.Doc())) })}),
		inBothModes(engine.Check{ID: "auth/guid-after-forced-sign-out", Title: "a Guid is rejected after a forced sign-out", Needs: served(),
			Body: guidAfter(forcedOut)}),
		inBothModes(engine.Check{ID: "auth/guid-after-forced-sign-in", Title: "a Guid is rejected after a forced sign-in", Needs: served(),
			Body: guidAfter(forcedInAgain)}),
		[]engine.Check{
			{ID: "auth/guid-after-sign-out:signed-in-again", Title: "the Guid of an ended session is rejected during the next session", Needs: served(),
				Body: guidOfEarlierSession},
			{ID: "auth/guid-after-sign-out:replaced", Title: "a Guid replaced by updateGuid is rejected after the sign-out", Needs: served(engine.Dynamic),
				Body: replacedGuidAfterSignOut},
		},
	)
}

// guidAfter: a Guid that was valid must be refused after a later call.
func guidAfter(revoke func(t *engine.T, s *engine.Session)) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), rules.Served(rec))
		revoke(t, s)
		t.Then(t.Download(s, rec), rules.Refused(t.Doc(), spec.GuidRefused))
	}
}

func forcedOut(t *engine.T, s *engine.Session) {
	t.Given(t.Call(spec.ForceLogout, s.Agent, s.Guid, nil), rules.Succeeded(t.Doc()))
	s.Ended = true
}

func forcedInAgain(t *engine.T, s *engine.Session) {
	again := t.Resume(s.Agent, spec.ForceLogin)
	s.Ended = true
	t.Given(t.Download(again, t.AgentCall()), rules.Served(t.AgentCall()))
}

// guidOfEarlierSession detects a gateway that accepts the Guid of an ended
// session. The document does not rule out that the new session has the same
// Guid; then there is nothing to refuse.
func guidOfEarlierSession(t *engine.T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	again := t.Resume(s.Agent, spec.Login)
	t.Given(t.Download(again, rec), rules.Served(rec))
	if again.Guid != s.Guid {
		t.Then(t.Download(s, rec), rules.Refused(t.Doc(), spec.GuidRefused))
	}
}

// replacedGuidAfterSignOut exchanges the Guid before the sign-out, so that the
// old one may still be valid for some time. It must end with the session.
func replacedGuidAfterSignOut(t *engine.T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), rules.Served(rec))
	replaced := s.Guid
	t.Given(updateGuid(t, s), rules.GuidInResult(t.Doc()))
	t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	t.Then(t.Download(s, rec, withGuid(replaced)), rules.Refused(t.Doc(), spec.NotSignedIn))
}
