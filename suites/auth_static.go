package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
)

func staticGuidDownloads(t *engine.T) {
	w := engine.Observed[staticGuidLife](t)
	w.requirePolling(t)
	t.Given(w.first, rules.Served(w.recording))
	t.Then(w.late, rules.Served(w.recording))
	t.Observe("auth/static-set-guid-on-poll", "%s", setGuidOnPolls(t, w.polls))
}

func staticGuidPolls(t *engine.T) {
	w := engine.Observed[staticGuidLife](t)
	w.requirePolling(t)
	t.Then(w.latePoll, rules.Succeeded(t.Doc()))
}
