package suites

import (
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// guidUpdates: updateGuid exchanges the Guid. No page says what it does under
// static authentication, so that it is judged under dynamic only.
func guidUpdates() []Check {
	return []Check{
		{ID: "auth/update-guid-answer", Title: "updateGuid answers with a Guid in its result", Needs: need(dynamic), Body: updateGuidAnswer},
		{ID: "auth/update-guid-works:download", Title: "the Guid of updateGuid is good for a download", Needs: served(dynamic), Requests: 12, Body: updatedGuidDownloads},
		{ID: "auth/update-guid-works:poll", Title: "the Guid of updateGuid is good for a poll", Needs: need(dynamic), Body: updatedGuid((*T).Poll)},
		{ID: "auth/update-guid-works:sign-out", Title: "the Guid of updateGuid is good for a sign-out", Needs: need(dynamic), Body: updatedGuid((*T).SignOut)},
	}
}

// updateGuid exchanges the Guid of a session.
func (t *T) updateGuid(s *Session) *wire.Exchange {
	x := t.call(spec.UpdateGuid, s.Agent, s.Guid, nil)
	if guid := expect.ResultGuid(x); guid != "" {
		t.adopt(s, guid)
	}
	return x
}

func updateGuidAnswer(t *T) {
	t.Then(t.updateGuid(t.OwnSession(0)), expect.GuidInResult(t.run.doc))
}

// updatedGuidDownloads also reports what became of the Guid before, and how
// the gateway takes a handshake from an agent who polls.
func updatedGuidDownloads(t *T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), expect.Served(rec))
	replaced := s.Guid
	x := t.updateGuid(s)
	t.Given(x, expect.GuidInResult(t.run.doc))
	t.Then(t.Download(s, rec), expect.Served(rec))
	t.probe("auth/update-guid-replaced", s, rec, withGuid(replaced))
	t.observe("auth/update-guid-replaced", "the answer %s", carries(t, x))
	t.observe("auth/handshake-renewal", "the answer to a handshake %s", carries(t, t.call(spec.HandShake, s.Agent, s.Guid, nil)))
}

// carries says whether an answer has the header that delivers a Guid.
func carries(t *T, x *wire.Exchange) string {
	name := t.setGuid().Header
	if len(x.Header(name)) > 0 {
		return "has " + name
	}
	return "has no " + name
}

// updatedGuid: with the Guid of updateGuid the operation must succeed.
func updatedGuid(operate func(*T, *Session) *wire.Exchange) func(t *T) {
	return func(t *T) {
		s := t.OwnSession(0)
		t.Given(t.updateGuid(s), expect.GuidInResult(t.run.doc))
		t.Then(operate(t, s), expect.Succeeded(t.run.doc))
	}
}

func updateGuidNeedsGuid(in intruder) func(t *T) {
	return func(t *T) {
		s := t.OwnSession(0)
		t.Given(t.updateGuid(s), expect.GuidInResult(t.run.doc))
		x := t.call(spec.UpdateGuid, s.Agent, s.Guid, nil, in.change(t))
		t.Then(x, t.guidRefused(), expect.NoGuid(t.setGuid()))
	}
}
