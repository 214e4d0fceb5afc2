package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

// intruder is a request for an agent that does not come with the agent's Guid.
type intruder struct {
	variant, with string
	agents        int
	change        func(t *T) change
}

// requests is the most requests of a check: each agent may have to be signed
// out, in by force, and polled for.
func (in intruder) requests() int { return 7 + 4*in.agents }

func intruders() []intruder {
	return []intruder{
		{"absent", "without Guid", 1, func(*T) change { return withoutGuid() }},
		{"altered", "with an altered Guid", 1, func(*T) change { return guidAltered(middleFlipped) }},
		{"another-agent", "with the Guid of another agent", 2, func(t *T) change { return withGuid(t.SignIn(1).Guid) }},
	}
}

// guidGuards: polls and sign-outs are guarded like downloads, and whom they
// turn away leaves no trace.
func guidGuards() []Check {
	var checks []Check
	for _, in := range intruders() {
		checks = append(checks,
			Check{ID: "auth/poll-needs-guid:" + in.variant, Title: "a poll " + in.with + " is refused",
				Needs: need().withAgents(in.agents), Requests: in.requests(), Body: pollNeedsGuid(in)},
			Check{ID: "auth/sign-out-needs-guid:" + in.variant, Title: "a sign-out " + in.with + " is refused and ends nothing",
				Needs: served().withAgents(in.agents), Requests: in.requests(), Body: signOutNeedsGuid(in)},
			Check{ID: "auth/update-guid-needs-guid:" + in.variant, Title: "updateGuid " + in.with + " is refused and gives no Guid",
				Needs: need(dynamic).withAgents(in.agents), Requests: in.requests(), Body: updateGuidNeedsGuid(in)},
		)
	}
	return append(checks,
		Check{ID: "auth/refusal-keeps-session:download", Title: "a download that is refused for its Guid ends nothing", Needs: served(), Requests: 10,
			Body: refusalKeepsSession((*T).Download)},
		Check{ID: "auth/refusal-keeps-session:poll", Title: "a poll that is refused for its Guid ends nothing", Needs: served(), Requests: 10,
			Body: refusalKeepsSession(func(t *T, s *Session, _ target.Recording, changes ...change) *wire.Exchange {
				return t.intrude(s, changes...)
			})},
	)
}

// pollNeedsGuid polls right after the sign-in, when an event is waiting, so
// that no gateway has a reason to hold the twin.
func pollNeedsGuid(in intruder) func(t *T) {
	return func(t *T) {
		s, x := t.signInBy(spec.Login, t.signedOut(0))
		t.Given(x, expect.Succeeded(t.run.doc))
		t.Given(t.Poll(s), expect.Succeeded(t.run.doc))
		t.Then(t.intrude(s, in.change(t)), t.guidRefused())
	}
}

// intrude polls with an altered request. Whoever accepts it may hold it.
func (t *T) intrude(s *Session, changes ...change) *wire.Exchange {
	hold := t.dep().PollHold
	var x *wire.Exchange
	t.run.clock.Held(t.ctx, hold, func() {
		x = t.call(spec.GetAgentEvent, s.Agent, s.Guid, nil, append(slices.Clone(changes), waitingFor(hold))...)
	})
	return x
}

// guidRefused is a refusal of an operation whose failures no page describes
// further than by their retcode.
func (t *T) guidRefused() expect.Rule { return expect.RetcodeIn(t.run.doc.Accepts(spec.GuidRefused)) }

func signOutNeedsGuid(in intruder) func(t *T) {
	return func(t *T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), expect.Served(rec))
		x := t.call(spec.Logout, s.Agent, s.Guid, nil, in.change(t))
		t.Then(x, t.guidRefused())
		t.Then(t.Download(s, rec), expect.Served(rec))
		t.Given(t.SignOut(s), expect.Succeeded(t.run.doc))
	}
}

// refusalKeepsSession: after an operation with a wrong Guid the right one is as good as before.
func refusalKeepsSession(operate func(*T, *Session, target.Recording, ...change) *wire.Exchange) func(t *T) {
	return func(t *T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), expect.Served(rec))
		t.Given(operate(t, s, rec, guidAltered(middleFlipped)), t.guidRefused())
		t.Then(t.Download(s, rec), expect.Served(rec))
	}
}
