package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// badGuid is a request for an agent without the agent's Guid.
type badGuid struct {
	variant, with string
	agents        int
	change        func(t *engine.T) engine.RequestOption
}

// requests is the most requests of a check: each agent may have to be signed
// out, in by force, and polled for.

func badGuids() []badGuid {
	return []badGuid{
		{"absent", "without a Guid", 1, func(*engine.T) engine.RequestOption { return withoutGuid() }},
		{"altered", "with an altered Guid", 1, func(*engine.T) engine.RequestOption { return guidAltered(middleFlipped) }},
		{"another-agent", "with the Guid of another agent", 2, func(t *engine.T) engine.RequestOption { return withGuid(t.SignIn(1).Guid) }},
	}
}

// authGuardChecks: polls and sign-outs require a Guid as downloads do, and a
// refused request has no effect.
func authGuardChecks() []engine.Check {
	var checks []engine.Check
	for _, in := range badGuids() {
		checks = append(checks,
			engine.Check{ID: "auth/poll-needs-guid:" + in.variant, Title: "a poll " + in.with + " is rejected",
				Needs: engine.Requires().WithAgents(in.agents), Body: pollNeedsGuid(in)},
			engine.Check{ID: "auth/sign-out-needs-guid:" + in.variant, Title: "a sign-out " + in.with + " is rejected and ends no session",
				Needs: served().WithAgents(in.agents), Body: signOutNeedsGuid(in)},
			engine.Check{ID: "auth/update-guid-needs-guid:" + in.variant, Title: "updateGuid " + in.with + " is rejected and returns no Guid",
				Needs: engine.Requires(engine.Dynamic).WithAgents(in.agents), Body: updateGuidNeedsGuid(in)},
		)
	}
	return append(checks,
		engine.Check{ID: "auth/refusal-keeps-session:download", Title: "a download that is rejected for its Guid ends no session", Needs: served(),
			Body: refusalKeepsSession((*engine.T).Download)},
		engine.Check{ID: "auth/refusal-keeps-session:poll", Title: "a poll that is rejected for its Guid ends no session", Needs: served(),
			Body: refusalKeepsSession(func(t *engine.T, s *engine.Session, _ target.Recording, changes ...engine.RequestOption) *wire.Exchange {
				return pollWith(t, s, changes...)
			})},
	)
}

// pollNeedsGuid polls right after the sign-in, when an event is waiting, so
// that no gateway has a reason to hold the twin.
func pollNeedsGuid(in badGuid) func(t *engine.T) {
	return func(t *engine.T) {
		s, x := t.SignInBy(spec.Login, t.SignedOut(0))
		t.Given(x, rules.Succeeded(t.Doc()))
		t.Given(t.Poll(s), rules.Succeeded(t.Doc()))
		t.Then(pollWith(t, s, in.change(t)), guidRefused(t))
	}
}

func signOutNeedsGuid(in badGuid) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), rules.Served(rec))
		x := t.Call(spec.Logout, s.Agent, s.Guid, nil, in.change(t))
		t.Then(x, guidRefused(t))
		t.Then(t.Download(s, rec), rules.Served(rec))
		t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	}
}

// refusalKeepsSession: after an operation with a wrong Guid the right one is still valid.
func refusalKeepsSession(operate func(*engine.T, *engine.Session, target.Recording, ...engine.RequestOption) *wire.Exchange) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), rules.Served(rec))
		t.Given(operate(t, s, rec, guidAltered(middleFlipped)), guidRefused(t))
		t.Then(t.Download(s, rec), rules.Served(rec))
	}
}

func updateGuidNeedsGuid(in badGuid) func(t *engine.T) {
	return func(t *engine.T) {
		s := t.OwnSession(0)
		t.Given(updateGuid(t, s), rules.GuidInResult(t.Doc()))
		x := t.Call(spec.UpdateGuid, s.Agent, s.Guid, nil, in.change(t))
		t.Then(x, guidRefused(t), rules.NoGuid(t.GuidDelivery()))
	}
}
