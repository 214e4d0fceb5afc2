package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// groupsOfRefusals are judged apart from each other, since a gateway refuses in
// different places: a filter before the call, the call itself, a switch.
var groupsOfRefusals = []struct {
	variant, title string
	watch          *engine.Scenario
	of             func(r refusals) []refusal
}{
	{"guid", "a rejected Guid", refusalsScenario, func(r refusals) []refusal { return r.who }},
	{"request", "an unavailable recording", refusalsScenario, func(r refusals) []refusal { return r.what }},
	{"disabled", "disabled downloads", disabledRefusalsScenario, func(r refusals) []refusal { return r.what }},
	{"pool", "a missing locationId", poolRefusalsScenario, func(r refusals) []refusal { return r.what }},
}

// failureRow is a requirement on the form of a failure. What can be said of it
// is said of any body that lets it be seen.
type failureRow struct {
	id, title string
	rule      func(*spec.Document) rules.Rule
	visible   rules.Rule
}

func failureRows() []failureRow {
	free := func(r func() rules.Rule) func(*spec.Document) rules.Rule {
		return func(*spec.Document) rules.Rule { return r() }
	}
	field := func(name, documented string) func(*spec.Document) rules.Rule {
		return func(doc *spec.Document) rules.Rule { return rules.FailureField(doc, name, documented) }
	}
	answer, envelope := rules.Responded(), rules.Readable()
	return []failureRow{
		{"failure/content-type", "has the Content-Type of JSON", rules.FailureOneType, answer},
		{"failure/charset", "declares the charset UTF-8", rules.FailureCharset, answer},
		{"failure/valid-json", "is one JSON text", free(rules.JSONText), answer},
		{"failure/utf-8", "is UTF-8 without a byte order mark", free(rules.UTF8), answer},
		{"failure/object", "is an object with the documented fields", rules.FailureObject, rules.AnyJSON()},
		{"failure/unique-names", "has unique field names", free(rules.UniqueNames), envelope},
		{"failure/retcode-string", "has a string as retcode", free(rules.RetcodeString), envelope},
		{"failure/retcode-form", "has a retcode of the documented form", rules.RetcodeForm, envelope},
		{"failure/retcode-not-success", "has a retcode other than 0", rules.RetcodeNotSuccess, envelope},
		{"failure/message-string", "has a string as message", field("message", "a string"), envelope},
		{"failure/result-reserved", "has an empty result or none", field("result", "an object, an empty string, null or nothing"), envelope},
	}
}

// failureChecks: what a failure looks like, for each way to fail, and that it
// has no effect on the next download.
func failureChecks(*spec.Document) []engine.Check {
	var checks []engine.Check
	for _, g := range groupsOfRefusals {
		for _, row := range failureRows() {
			checks = append(checks, engine.Check{
				ID: row.id + ":" + g.variant, Title: "the failure for " + g.title + " " + row.title,
				Scenario: g.watch, Body: formOfFailure(row, g.of),
			})
		}
		checks = append(checks, engine.Check{
			ID: "failure/no-recording:" + g.variant, Title: "the failure for " + g.title + " contains no part of a recording",
			Scenario: g.watch, Body: nothingServed(g.of),
		})
		if g.variant == "request" || g.variant == "pool" {
			checks = append(checks, engine.Check{
				ID: "failure/next-download-works:" + g.variant, Title: "the download after the failure for " + g.title + " is served",
				Scenario: g.watch, Body: nextDownloadWorks(g.of),
			})
		}
	}
	return checks
}

func formOfFailure(row failureRow, of func(refusals) []refusal) func(t *engine.T) {
	return func(t *engine.T) {
		rule := row.rule(t.Doc())
		w := engine.Observed[refusals](t)
		if len(w.served) > 0 {
			t.Given(w.served[0], rules.NotRefused(t.Doc(), t.AgentCall()))
		}
		all := of(w)
		if !mostBreak(rule, all) {
			t.Isolated()
		}
		for _, r := range all {
			t.Note(r.x, rule)
		}
		for _, r := range all {
			requireRefusal(t, r)
			t.Then(r.x, rule.For(r.way))
			t.Given(r.x, row.visible)
		}
	}
}

// mostBreak reports whether a rule does not hold for most of the refusals: then it
// is their form that is broken, not the answer to one condition.
func mostBreak(rule rules.Rule, all []refusal) bool {
	broken := 0
	for _, r := range all {
		if len(rule.Judge(r.x)) > 0 {
			broken++
		}
	}
	return 2*broken > len(all)
}

func nothingServed(of func(refusals) []refusal) func(t *engine.T) {
	return func(t *engine.T) {
		w := engine.Observed[refusals](t)
		for _, r := range of(w) {
			t.Given(r.x, rules.Responded())
			t.Then(r.x, rules.NoneOf(t.Deployment().Recordings...).For(r.way))
			for _, served := range w.served {
				if !isServed(t, served) {
					continue
				}
				t.Then(r.x, rules.NothingOf(served).For(r.way))
			}
		}
	}
}

// isServed reports whether an answer is as long as a declared recording: what was
// itself a refusal is nothing to compare with.
func isServed(t *engine.T, x *wire.Exchange) bool {
	return slices.ContainsFunc(t.Deployment().Recordings, func(rec target.Recording) bool { return len(rules.Granted(rec).Judge(x)) == 0 })
}

func nextDownloadWorks(of func(refusals) []refusal) func(t *engine.T) {
	return func(t *engine.T) {
		w := engine.Observed[refusals](t)
		t.Given(w.served[0], rules.Served(t.AgentCall()))
		for _, r := range of(w) {
			t.Then(r.next, rules.Served(w.other))
		}
	}
}
