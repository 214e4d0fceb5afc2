package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// authUpdateChecks: updateGuid exchanges the Guid. No page says what it does under
// static authentication, so that it is judged under dynamic only.
func authUpdateChecks() []engine.Check {
	return []engine.Check{
		{ID: "auth/update-guid-answer", Title: "updateGuid returns a Guid in its result", Needs: engine.Requires(engine.Dynamic), Body: updateGuidAnswer},
		{ID: "auth/update-guid-works:download", Title: "a download with the Guid of updateGuid is accepted", Needs: served(engine.Dynamic), Body: updatedGuidDownloads},
		{ID: "auth/update-guid-works:poll", Title: "a poll with the Guid of updateGuid is accepted", Needs: engine.Requires(engine.Dynamic), Body: updatedGuid((*engine.T).Poll)},
		{ID: "auth/update-guid-works:sign-out", Title: "a sign-out with the Guid of updateGuid is accepted", Needs: engine.Requires(engine.Dynamic), Body: updatedGuid((*engine.T).SignOut)},
	}
}

func updateGuidAnswer(t *engine.T) {
	t.Then(updateGuid(t, t.OwnSession(0)), rules.GuidInResult(t.Doc()))
}

// updatedGuidDownloads also reports whether the previous Guid is accepted, and how
// the gateway takes a handshake from an agent who polls.
func updatedGuidDownloads(t *engine.T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), rules.Served(rec))
	replaced := s.Guid
	x := updateGuid(t, s)
	t.Given(x, rules.GuidInResult(t.Doc()))
	t.Then(t.Download(s, rec), rules.Served(rec))
	observeAcceptance(t, "auth/update-guid-replaced", s, rec, withGuid(replaced))
	t.Observe("auth/update-guid-replaced", "the answer %s", carries(t, x))
	t.Observe("auth/handshake-renewal", "the answer to a handshake %s", carries(t, t.Call(spec.HandShake, s.Agent, s.Guid, nil)))
}

// updatedGuid: with the Guid of updateGuid the operation must succeed.
func updatedGuid(operate func(*engine.T, *engine.Session) *wire.Exchange) func(t *engine.T) {
	return func(t *engine.T) {
		s := t.OwnSession(0)
		t.Given(updateGuid(t, s), rules.GuidInResult(t.Doc()))
		t.Then(operate(t, s), rules.Succeeded(t.Doc()))
	}
}
