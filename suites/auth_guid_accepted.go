package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func authGuidAcceptedChecks() []engine.Check {
	return inBothModes(engine.Check{ID: "auth/guid-accepted", Title: "a download with the Guid of a sign-in is accepted", Needs: served(), Body: accepted})
}

// accepted downloads after a sign-in. What else the gateway may take for the
// Guid is tried afterwards, and only reported.
func accepted(t *engine.T) {
	s, rec := t.Resume(t.SignedOut(0), spec.Login), t.AgentCall()
	t.Then(t.Download(s, rec), rules.Served(rec))
	prefix := t.GuidDelivery().Prefix
	observeAcceptance(t, "auth/guid-prefixed", s, rec, guidAltered(func(g string) string { return prefix + g }))
	observeAcceptance(t, "auth/guid-letter-case", s, rec, guidAltered(swapCase))
	observeAcceptance(t, "auth/guid-in-cookie", s, rec, withoutGuid(), withField("Cookie", "JSESSIONID="+s.Guid))
}
