package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
)

func securityTransportChecks() []engine.Check {
	return []engine.Check{
		{ID: "security/https", Title: "a recording is served over TLS", Needs: served(), Body: overTLS},
		{ID: "security/plain-http-refused", Title: "plain HTTP on the TLS port is not served a recording", Needs: served(), Body: plainHTTP},
	}
}

func overTLS(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), rules.OverTLS(), rules.Served(rec))
}

// plainHTTP sends a good request without TLS. Its Guid goes over the network
// in the clear, so it is one that ends with the check.
func plainHTTP(t *engine.T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), rules.Served(rec))
	a := t.DownloadRequest(s, rec)
	getsNoRecording(t, t.DoWithoutTLS(a), rec)
}
