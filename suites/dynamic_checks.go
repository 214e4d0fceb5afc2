package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// dynamicChecks judge how Guids come, stay and go over time in both modes.
func dynamicChecks(*spec.Document) []Check {
	return []Check{
		{ID: "auth/dynamic-guid-renewed", Title: "a dynamic Guid is renewed by a poll within the interval", Watch: watchRenewal, Body: dynamicGuidRenewed},
		{ID: "auth/renewed-guid-works", Title: "the renewed Guid works at once", Watch: watchRenewal, Body: renewedGuidWorks},
		{ID: "auth/replaced-guid-lapses", Title: "the replaced Guid is refused after the timeout", Watch: watchRenewal, Body: replacedGuidLapses},
		{ID: "auth/static-guid-stays-valid", Title: "a static Guid stays valid while the agent polls", Watch: watchSteady, Body: staticGuidStaysValid},
	}
}

func dynamicGuidRenewed(t *T) {
	w := saw[renewal](t)
	if !w.renewed {
		t.fail(w.unrenewed, "expected a renewed Guid in Set-GUID of a poll within %s, but %d polls over %s brought none",
			renewalTime(t.dep()), len(w.polls), w.took)
	}
}

// renewal returns what was seen of a renewal that took place.
func (t *T) renewal() renewal {
	w := saw[renewal](t)
	if !w.renewed {
		t.inconclusive("no renewed Guid came, so nothing can be said of it")
	}
	if accepted := len(expect.Served(w.recording).Judge(w.withOld)) == 0; accepted {
		t.observe("auth/replaced-guid-overlap", "the replaced Guid still works at once after the renewal")
	} else {
		t.observe("auth/replaced-guid-overlap", "the replaced Guid is refused at once after the renewal")
	}
	return w
}

func renewedGuidWorks(t *T) {
	w := t.renewal()
	t.Then(w.withNew, expect.Served(w.recording))
}

func replacedGuidLapses(t *T) {
	w := t.renewal()
	t.Given(w.lateNew, expect.Served(w.recording))
	t.Then(w.lateOld, expect.Refused(t.run.doc, spec.GuidRefused))
}

func staticGuidStaysValid(t *T) {
	w := saw[steady](t)
	t.Given(w.first, expect.Served(w.recording))
	t.Then(w.late, expect.Served(w.recording))
}
