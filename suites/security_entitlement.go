package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
)

// securityEntitlementChecks: a client that has not signed in gets nothing, whether the agent
// whose path it is has or not.
func securityEntitlementChecks() []engine.Check {
	return []engine.Check{
		{ID: "security/no-sign-in-no-recording:signed-in-agent", Title: "without a valid Guid no recording is served on the path of a signed-in agent", Needs: served(), Body: withoutCredentials(false)},
		{ID: "security/no-sign-in-no-recording:signed-out-agent", Title: "without a valid Guid no recording is served on the path of a signed-out agent", Needs: served(), Body: withoutCredentials(true)},
		{ID: "security/no-sign-in-no-recording:unknown-agent", Title: "without a valid Guid no recording is served on the path of an unknown agent", Needs: served(),
			Body: unknownAgents},
		{ID: "security/no-sign-in-no-recording:other-addresses", Title: "without a valid Guid no recording is served at an address that is written in another way", Needs: served(),
			Body: guardedElsewhere},
	}
}

// unknownAgents also reports whether one agent gets the recordings of another.
func unknownAgents(t *engine.T) {
	s, rec := t.Twin()
	requestWithoutGuid(t, s, rec, asAgent(unknownAgent(t)))
	own := ofDefaultFiletype(t.Doc())
	other, ok := engine.FirstRecording(t.Deployment(), func(r recording) bool {
		id := agentIn(r)
		return own(r) && id != "" && id != s.Agent.ID
	})
	if ok {
		observeDownload(t, "security/recording-of-another-agent", "a call of agent "+agentIn(other), s, other)
	}
}

func withoutCredentials(signedOut bool) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), rules.Served(rec))
		if signedOut {
			t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
		}
		requestWithoutGuid(t, s, rec)
	}
}

// requestWithoutGuid requests a recording with a value that anybody can know as Guid.
func requestWithoutGuid(t *engine.T, s *engine.Session, rec recording, also ...engine.RequestOption) {
	for _, c := range []engine.RequestOption{withoutGuid(), withGuid(""), withGuid(inventedGuid), withGuid(s.Agent.ID)} {
		getsNoRecording(t, t.Download(s, rec, append(also[:len(also):len(also)], c)...), rec)
	}
}

// unknownAgent is the number of no agent that the target declares.
func unknownAgent(t *engine.T) string {
	for _, id := range []string{"59998", "59997", "59996"} {
		if !slices.ContainsFunc(t.Deployment().Agents, func(a agent) bool { return a.ID == id }) {
			return id
		}
	}
	return "59995"
}
