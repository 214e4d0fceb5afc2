package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

// streamingConcurrentChecks: what happens during a download.
func streamingConcurrentChecks() []engine.Check {
	return []engine.Check{
		{ID: "streaming/poll-beside-download", Title: "a poll is answered during a download of the same agent", Needs: served(), Body: pollDuringDownload},
		{ID: "streaming/across-renewal", Title: "a download completes although the Guid is renewed during it", Scenario: acrossRenewalScenario, Body: acrossRenewal},
	}
}

// pollDuringDownload polls right after the sign-in, when an event is waiting.
func pollDuringDownload(t *engine.T) {
	s, rec := t.OwnSession(0), streamable(t)
	var poll *wire.Exchange
	x := during(t, s, rec, untilReleased, func() { poll = t.Poll(s) })
	t.Given(x, rules.Responded(), rules.NoEnvelope())
	t.Then(poll, rules.Succeeded(t.Doc()))
}

func acrossRenewal(t *engine.T) {
	w := engine.Observed[across](t)
	if !w.renewed {
		t.Inconclusive("the Guid was not renewed while the download went on")
	}
	t.Observe("auth/replaced-guid-overlap", "soon after the renewal the replaced Guid is %s", describeAcceptance(w.usual, w.withOld))
	t.Given(w.plain, rules.Served(w.rec))
	t.Then(w.x, rules.Served(w.rec))
}
