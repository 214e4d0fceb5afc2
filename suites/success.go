package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// successChecks: the documented form of a recording, and that it is the right one.
func successChecks(doc *spec.Document) []engine.Check {
	checks := []engine.Check{
		{ID: "success/status", Title: "recordings of all kinds are served with status 200", Needs: served(), Body: ofAllKinds(rules.Status(200))},
		{ID: "success/no-partial-content", Title: "recordings of all kinds are served completely", Needs: served(), Body: ofAllKinds(rules.NotPartial())},
		{ID: "success/one-content-type", Title: "recordings of all kinds are served with one Content-Type", Needs: served(),
			Body: ofAllKinds(rules.WellFormed("success/one-content-type"))},
		{ID: "success/exact-bytes:every-declared", Title: "every declared recording of up to 2 MiB is served exactly", Needs: served(),
			Requests: engine.DefaultRequests + mostDeclared, Body: everyDeclared},
		{ID: "success/repeatable", Title: "a repeated download returns the same bytes", Needs: served(), Body: repeatable},
		{ID: "success/right-recording:each-its-own", Title: "each recordId returns its own recording", Needs: served(differing),
			Requests: engine.DefaultRequests + mostDeclared, Body: eachItsOwn},
		{ID: "success/right-recording:same-name-elsewhere", Title: "the name of a recording in another directory does not return it", Needs: served(), Body: sameNameElsewhere},
	}
	for _, g := range doc.Grammars {
		checks = append(checks, successKindChecks(doc, g)...)
	}
	return checks
}

// ofAllKinds judges a recording of each kind that the target declares.
func ofAllKinds(rule rules.Rule) func(t *engine.T) {
	return func(t *engine.T) {
		s := t.SignIn(0)
		for _, rec := range ofEachKind(t) {
			x := t.Download(s, rec)
			t.Given(x, rules.Responded(), rules.NoEnvelope())
			if x.Response.Status/100 != 3 { // a redirect has the wrong status of a recording
				t.Given(x, rules.NotRefused(t.Doc(), rec))
			}
			t.Then(x, rule.For(rec.Name))
		}
	}
}

func everyDeclared(t *engine.T) {
	s := t.SignIn(0)
	recordings := declared(t, 1, 2*mib)
	var got []*wire.Exchange
	for _, rec := range recordings {
		x := t.Download(s, rec)
		got = append(got, x)
		t.Note(x, rules.Served(rec))
		t.Note(x, rules.SomeRecording(t.Doc()))
		if x.Err != nil {
			break
		}
	}
	whole := func(i int) bool { return len(rules.Served(recordings[i]).Judge(got[i])) == 0 }
	for i := range got {
		if whole(i) {
			t.Isolated()
		}
	}
	for i, x := range got {
		t.Then(x, rules.Served(recordings[i]))
	}
	probeEmpty(t, s)
	probeRange(t, s)
}

// repeatable downloads on a new connection each time, so that nothing of the
// download before is left.
func repeatable(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	first := t.Download(s, rec)
	t.Given(first, rules.Answered(), rules.NoEnvelope())
	for range 3 {
		t.CloseConnection()
		t.Then(t.Download(s, rec), rules.SameBytes(first))
	}
}
