package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// authDeliveryChecks: sign-ins need no Guid and deliver one in the documented form.
func authDeliveryChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct{ operation, variant, what string }{
		{spec.Login, "sign-in", "a sign-in"},
		{spec.ForceLogin, "forced-sign-in", "a forced sign-in"},
	} {
		checks = append(checks,
			delivery("auth/set-guid-on-"+v.variant, v.what+" delivers a Guid", v.operation, rules.DeliversGuid),
			delivery("auth/set-guid-form:"+v.variant, v.what+" delivers the Guid as JSESSIONID=<guid>", v.operation, rules.GuidForm),
			delivery("auth/set-guid-spelling:"+v.variant, v.what+" spells the header name Set-GUID as documented", v.operation, rules.GuidSpelling),
			delivery("auth/guid-characters:"+v.variant, v.what+" delivers a Guid without reserved characters", v.operation, rules.GuidCharacters),
			engine.Check{ID: "auth/sign-in-needs-no-guid:" + v.variant, Title: v.what + " needs no Guid", Needs: engine.Requires(), Body: func(t *engine.T) {
				t.Then(observeSignIns(t).answer(t, v.operation), rules.Succeeded(t.Doc()))
			}},
		)
	}
	return append(checks,
		engine.Check{ID: "auth/sign-in-stale-guid", Title: "a sign-in ignores the Guid of an ended session", Needs: engine.Requires(), Body: staleGuid},
		engine.Check{ID: "auth/dynamic-first-poll", Title: "the first poll accepts the Guid of the sign-in", Needs: served(engine.Dynamic), Body: firstPoll},
	)
}

// delivery: a sign-in that succeeds must be answered as the rule says.
func delivery(id, title, operation string, rule func(spec.Renewal) rules.Rule) engine.Check {
	return engine.Check{ID: id, Title: title, Scenario: signInsScenario, Body: func(t *engine.T) {
		x := engine.Observed[signIns](t).answer(t, operation)
		t.Given(x, rules.Succeeded(t.Doc()))
		t.Then(x, rule(t.GuidDelivery()))
	}}
}

// staleGuid signs in with the last Guid, as some clients do.
func staleGuid(t *engine.T) {
	s := t.OwnSession(0)
	t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	_, x := t.SignInBy(spec.Login, s.Agent, withGuid(s.Guid))
	t.Then(x, rules.Succeeded(t.Doc()))
}

// firstPoll polls with the Guid of the sign-in. It also reports whether that
// Guid authorizes a download without a poll.
func firstPoll(t *engine.T) {
	s, x := t.SignInBy(spec.Login, t.SignedOut(0))
	t.Given(x, rules.Succeeded(t.Doc()))
	t.Then(t.Poll(s), rules.Succeeded(t.Doc()))
	unpolled, _ := t.SignInBy(spec.ForceLogin, s.Agent)
	s.Ended = true
	observeAcceptance(t, "auth/dynamic-sign-in-guid-downloads", unpolled, t.AgentCall())
}
