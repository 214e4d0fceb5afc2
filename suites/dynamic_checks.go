package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// dynamicChecks judge how Guids come, stay and go over time in both modes.
func dynamicChecks(*spec.Document) []Check {
	seen := func(id, title string, body func(t *T, w *renewal)) Check {
		return Check{ID: id, Title: title, Watch: watchRenewal, Body: func(t *T) { body(t, saw[*renewal](t)) }}
	}
	return []Check{
		seen("auth/guid-accepted:until-renewal", "a dynamic Guid is good for downloads until it is renewed", guidAcceptedUntilRenewal),
		seen("auth/dynamic-guid-renewed", "a dynamic Guid is renewed by a poll within the interval", dynamicGuidRenewed),
		seen("auth/dynamic-guid-renewed:again", "a renewed Guid is renewed in its turn", renewedGuidRenewed),
		seen("auth/set-guid-form:renewal", "a renewed Guid has JSESSIONID= in front and nothing else", onRenewal(expect.GuidForm)),
		seen("auth/set-guid-spelling:renewal", "the Set-GUID of a renewal is spelled so", onRenewal(expect.GuidSpelling)),
		seen("auth/guid-characters:renewal", "a renewed Guid has no reserved character", onRenewal(expect.GuidCharacters)),
		seen("auth/renewed-guid-works:download", "a renewed Guid is good for a download at once", renewedGuidDownloads),
		seen("auth/renewed-guid-works:poll", "a renewed Guid is good for further polls", renewedGuidPolls),
		seen("auth/renewed-guid-works:later", "a renewed Guid is still good for a download while the agent only polls", renewedGuidLater),
		seen("auth/renewed-guid-works:sign-out", "a renewed Guid is good for a sign-out", renewedGuidSignsOut),
		seen("auth/replaced-guid-lapses:download", "a replaced Guid is refused by downloads after the timeout", replacedGuidLapses),
		seen("auth/replaced-guid-lapses:poll", "a replaced Guid is refused by polls after the timeout", replacedGuidPollLapses),
		{ID: "auth/idle-guid-lapses", Title: "a Guid that nobody uses is refused after the timeout", Needs: served(dynamic), Watch: watchIdle, Body: idleGuidLapses},
		{ID: "auth/static-guid-stays-valid:download", Title: "a static Guid stays good for downloads while the agent polls", Needs: served(static), Watch: watchSteady, Body: staticGuidDownloads},
		{ID: "auth/static-guid-stays-valid:poll", Title: "a static Guid stays good for polls", Needs: served(static), Watch: watchSteady, Body: staticGuidPolls},
	}
}

func guidAcceptedUntilRenewal(t *T, w *renewal) {
	if w.dropped != nil {
		t.Then(w.dropped, expect.Served(w.recording))
	}
}

// dynamicGuidRenewed also reports what is open about renewals.
func dynamicGuidRenewed(t *T, w *renewal) {
	if w.rejected != nil && w.renewing == nil {
		t.fail(w.rejected, "expected a renewed Guid within %s, but after %s a poll was refused before one came", renewalTime(t.dep()), w.took)
	}
	if w.renewing == nil {
		t.fail(w.polls[len(w.polls)-1].x, "expected a renewed Guid in %s of a poll within %s, but %d polls over %s brought none",
			t.setGuid().Header, renewalTime(t.dep()), len(w.polls), w.took)
	}
	if w.took > renewalTime(t.dep()) {
		t.fail(w.renewing, "expected a renewed Guid within %s, but it took %s", renewalTime(t.dep()), w.took)
	}
	t.observe("auth/renewal-times", "the first renewal came %s after the first poll", w.took.Round(pollPause))
	for _, p := range w.polls {
		if _, sent := t.newGuid(p.x); sent && !p.renewed {
			t.observe("auth/renewal-times", "polls deliver the Guid although it has not changed")
		}
	}
}

// came makes sure that there was a renewal to judge.
func (w *renewal) came(t *T) {
	if w.renewing == nil {
		t.inconclusive("no renewed Guid came, so nothing can be said of it")
	}
}

func renewedGuidRenewed(t *T, w *renewal) {
	w.came(t)
	if w.rejected != nil {
		t.inconclusive("a poll with the renewed Guid was refused, so that no further renewal could come")
	}
	if !w.again {
		t.fail(w.polls[len(w.polls)-1].x, "expected a further Guid within %s of the first renewal, but none came", outliveTime(t.dep()))
	}
}

func onRenewal(rule func(spec.Renewal) expect.Rule) func(t *T, w *renewal) {
	return func(t *T, w *renewal) {
		w.came(t)
		t.Then(w.renewing, rule(t.setGuid()))
	}
}

func renewedGuidDownloads(t *T, w *renewal) {
	w.came(t)
	t.Then(w.withNew, expect.Served(w.recording))
}

func renewedGuidPolls(t *T, w *renewal) {
	w.came(t)
	t.Then(w.nextPoll, expect.Succeeded(t.run.doc))
	if w.rejected != nil && !w.ended {
		t.Then(w.rejected, expect.Succeeded(t.run.doc))
	}
}

// survived makes sure that the session lasted until the replaced Guid had to lapse.
func (w *renewal) survived(t *T) {
	w.came(t)
	if w.rejected != nil {
		t.inconclusive("a poll with the renewed Guid was refused, which ended the observation early")
	}
}

func renewedGuidLater(t *T, w *renewal) {
	w.survived(t)
	t.Then(w.lateNew, expect.Served(w.recording))
}

func renewedGuidSignsOut(t *T, w *renewal) {
	w.survived(t)
	if len(expect.Served(w.recording).Judge(w.afterOld)) > 0 { // a wrong Guid that was tried has ended the session
		return
	}
	t.Then(w.signOut, expect.Succeeded(t.run.doc))
}

func replacedGuidLapses(t *T, w *renewal) {
	w.survived(t)
	t.Given(w.lateNew, expect.Served(w.recording))
	t.Then(w.lateOld, expect.Refused(t.run.doc, spec.GuidRefused))
}

func replacedGuidPollLapses(t *T, w *renewal) {
	w.survived(t)
	t.Given(w.nextPoll, expect.Succeeded(t.run.doc))
	t.Then(w.lateOldPoll, t.guidRefused())
}

func idleGuidLapses(t *T) {
	w := saw[idle](t)
	t.Given(w.first, expect.Served(w.recording))
	t.Then(w.late, expect.Refused(t.run.doc, spec.GuidRefused))
}

// answered makes sure that polling went on to the end, or was refused. A Guid
// is good for as long as its session; whether that may end while an agent polls
// is another requirement.
func (w quiet) answered(t *T) {
	if w.ended {
		t.inconclusive("the session ended after %s although the agent polled, so nothing can be said of its Guid", w.lasted.Round(pollPause))
	}
	if x := w.polls[len(w.polls)-1].x; x.Err != nil {
		t.inconclusive("a poll was not answered: %v", x.Err)
	}
}

func staticGuidDownloads(t *T) {
	w := saw[steady](t)
	w.answered(t)
	t.Given(w.first, expect.Served(w.recording))
	t.Then(w.late, expect.Served(w.recording))
	t.observe("auth/static-set-guid-on-poll", "%s", setGuidOnPolls(t, w.polls))
}

func staticGuidPolls(t *T) {
	w := saw[steady](t)
	w.answered(t)
	t.Then(w.latePoll, expect.Succeeded(t.run.doc))
}

// setGuidOnPolls says what the polls of a static session delivered.
func setGuidOnPolls(t *T, polls []poll) string {
	said := "no poll delivers a Guid"
	for _, p := range polls {
		switch _, sent := t.newGuid(p.x); {
		case p.renewed:
			return "polls deliver another Guid"
		case sent:
			said = "polls deliver the Guid of the sign-in"
		}
	}
	return said
}
