package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// authDynamicChecks judge how Guids are issued, replaced and expire in both modes.
func authDynamicChecks(*spec.Document) []engine.Check {
	seen := func(id, title string, body func(t *engine.T, w *renewal)) engine.Check {
		return engine.Check{ID: id, Title: title, Scenario: renewalScenario, Body: func(t *engine.T) { body(t, engine.Observed[*renewal](t)) }}
	}
	return []engine.Check{
		seen("auth/guid-accepted:until-renewal", "downloads accept a dynamic Guid until it is renewed", guidAcceptedUntilRenewal),
		seen("auth/dynamic-guid-renewed", "a dynamic Guid is renewed by a poll within the interval", dynamicGuidRenewed),
		seen("auth/dynamic-guid-renewed:again", "a renewed Guid is renewed again", renewedGuidRenewed),
		seen("auth/set-guid-form:renewal", "a renewed Guid is delivered as JSESSIONID=<guid>", onRenewal(rules.GuidForm)),
		seen("auth/set-guid-spelling:renewal", "a renewal spells the header name Set-GUID as documented", onRenewal(rules.GuidSpelling)),
		seen("auth/guid-characters:renewal", "a renewed Guid has no reserved character", onRenewal(rules.GuidCharacters)),
		seen("auth/renewed-guid-works:download", "a download with a renewed Guid is accepted at once", renewedGuidDownloads),
		seen("auth/renewed-guid-works:poll", "polls with a renewed Guid are accepted", renewedGuidPolls),
		seen("auth/renewed-guid-works:later", "a download with a renewed Guid is accepted after a time of polling", renewedGuidLater),
		seen("auth/renewed-guid-works:sign-out", "a sign-out with a renewed Guid is accepted", renewedGuidSignsOut),
		seen("auth/replaced-guid-lapses:download", "a download with a replaced Guid is rejected after the timeout", replacedGuidLapses),
		seen("auth/replaced-guid-lapses:poll", "a poll with a replaced Guid is rejected after the timeout", replacedGuidPollLapses),
		{ID: "auth/idle-guid-lapses", Title: "an unused Guid is rejected after the timeout", Needs: served(engine.Dynamic), Scenario: idleScenario, Body: idleGuidLapses},
		{ID: "auth/static-guid-stays-valid:download", Title: "downloads accept a static Guid for as long as the agent polls", Needs: served(engine.Static), Scenario: staticGuidScenario, Body: staticGuidDownloads},
		{ID: "auth/static-guid-stays-valid:poll", Title: "polls accept a static Guid for as long as the agent polls", Needs: served(engine.Static), Scenario: staticGuidScenario, Body: staticGuidPolls},
	}
}

func guidAcceptedUntilRenewal(t *engine.T, w *renewal) {
	if w.dropped != nil {
		t.Then(w.dropped, rules.Served(w.recording))
	}
}

// dynamicGuidRenewed also reports what is open about renewals.
func dynamicGuidRenewed(t *engine.T, w *renewal) {
	x := w.renewing
	if x == nil {
		x = w.polls[len(w.polls)-1].x
	}
	t.Then(x, rules.RenewedWithin(t.GuidDelivery().Header, renewalTime(t.Deployment()), rules.Renewal{
		Polls: len(w.polls), Took: w.took, Arrived: w.renewing != nil, Refused: w.rejected != nil,
	}))
	t.Observe("auth/renewal-times", "the first renewal arrived %s after the first poll", w.took.Round(pollPause))
	for _, p := range w.polls {
		if _, sent := t.DeliveredGuid(p.x); sent && !p.renewed {
			t.Observe("auth/renewal-times", "polls deliver the Guid although it has not changed")
		}
	}
}

// requireRenewal ends the check as inconclusive if no renewal was observed.
func (w *renewal) requireRenewal(t *engine.T) {
	if w.renewing == nil {
		t.Inconclusive("no renewed Guid arrived that could be judged")
	}
}

func renewedGuidRenewed(t *engine.T, w *renewal) {
	w.requireRenewal(t)
	if w.rejected != nil {
		t.Inconclusive("a poll with the renewed Guid was refused, so no further renewal was possible")
	}
	t.Then(w.polls[len(w.polls)-1].x, rules.RenewedWithin(t.GuidDelivery().Header, outliveTime(t.Deployment()), rules.Renewal{
		Polls: len(w.polls), Took: outliveTime(t.Deployment()), Arrived: w.again,
	}))
}

func onRenewal(rule func(spec.Renewal) rules.Rule) func(t *engine.T, w *renewal) {
	return func(t *engine.T, w *renewal) {
		w.requireRenewal(t)
		t.Then(w.renewing, rule(t.GuidDelivery()))
	}
}

func renewedGuidDownloads(t *engine.T, w *renewal) {
	w.requireRenewal(t)
	t.Then(w.withNew, rules.Served(w.recording))
}

func renewedGuidPolls(t *engine.T, w *renewal) {
	w.requireRenewal(t)
	t.Then(w.nextPoll, rules.Succeeded(t.Doc()))
	if w.rejected != nil && !w.ended {
		t.Then(w.rejected, rules.Succeeded(t.Doc()))
	}
}

// requireSurvival ends the check as inconclusive if the session ended before the
// replaced Guid had to expire.
func (w *renewal) requireSurvival(t *engine.T) {
	w.requireRenewal(t)
	if w.rejected != nil {
		t.Inconclusive("a poll with the renewed Guid was refused, which ended the observation early")
	}
}

func renewedGuidLater(t *engine.T, w *renewal) {
	w.requireSurvival(t)
	t.Then(w.lateNew, rules.Served(w.recording))
}

func renewedGuidSignsOut(t *engine.T, w *renewal) {
	w.requireSurvival(t)
	if len(rules.Served(w.recording).Judge(w.afterOld)) > 0 { // a wrong Guid that was tried has ended the session
		return
	}
	t.Then(w.signOut, rules.Succeeded(t.Doc()))
}

func replacedGuidLapses(t *engine.T, w *renewal) {
	w.requireSurvival(t)
	t.Given(w.lateNew, rules.Served(w.recording))
	t.Then(w.lateOld, rules.Refused(t.Doc(), spec.GuidRefused))
}

func replacedGuidPollLapses(t *engine.T, w *renewal) {
	w.requireSurvival(t)
	t.Given(w.nextPoll, rules.Succeeded(t.Doc()))
	t.Then(w.lateOldPoll, guidRefused(t))
}

func idleGuidLapses(t *engine.T) {
	w := engine.Observed[idleSession](t)
	t.Given(w.first, rules.Served(w.recording))
	t.Then(w.late, rules.Refused(t.Doc(), spec.GuidRefused))
}
