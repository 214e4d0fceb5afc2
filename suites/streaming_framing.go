package suites

import (
	"fmt"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

// kindsOfAnswers are judged apart from each other, since a gateway writes them
// in different places: a stream, an error handler, a JSON serializer.
var kindsOfAnswers = []struct {
	variant, title string
	scenario       *engine.Scenario
	of             func(t *engine.T) []*wire.Exchange
}{
	{"recording", "a recording", answersScenario, sampled(func(a answers) []*wire.Exchange { return a.recordings })},
	{"failure", "a failed download", answersScenario, sampled(func(a answers) []*wire.Exchange { return a.failures })},
	{"session", "a sign-in and a sign-out", answersScenario, sampled(func(a answers) []*wire.Exchange { return a.session })},
	{"poll", "a poll without an event", staticGuidScenario, func(t *engine.T) []*wire.Exchange { return engine.Observed[staticGuidLife](t).withoutEvent(t) }},
}

func sampled(of func(answers) []*wire.Exchange) func(t *engine.T) []*wire.Exchange {
	return func(t *engine.T) []*wire.Exchange { return of(engine.Observed[answers](t)) }
}

// messageRows are the requirements on how every answer is written.
var messageRows = []struct{ id, title string }{
	{"streaming/framing", "the answer to %s has valid framing"},
	{"streaming/declared-length", "the answer to %s is as long as it declares"},
	{"streaming/chunked-coding", "the answer to %s has well-formed chunks, if any"},
	{"streaming/length-or-chunked", "the answer to %s is framed in only one way"},
	{"streaming/nothing-after-end", "nothing follows the answer to %s"},
	{"streaming/closed-properly", "the answer to %s is closed properly"},
	{"streaming/head-syntax", "the answer to %s has a valid status line and valid header fields"},
	{"streaming/single-fields", "the answer to %s repeats only fields that are lists"},
}

// streamingFramingChecks: every answer is a valid HTTP/1.1 message, judged from
// the bytes on the wire.
func streamingFramingChecks() []engine.Check {
	var checks []engine.Check
	for _, row := range messageRows {
		for _, kind := range kindsOfAnswers {
			checks = append(checks, engine.Check{
				ID: row.id + ":" + kind.variant, Title: fmt.Sprintf(row.title, kind.title),
				Scenario: kind.scenario, Body: wellFormed(row.id, kind.of),
			})
		}
	}
	return checks
}

// wellFormed judges every answer of a kind. Silence breaks no rule of how
// answers are written, but it proves none either.
func wellFormed(requirement string, of func(t *engine.T) []*wire.Exchange) func(t *engine.T) {
	return func(t *engine.T) {
		for _, x := range of(t) {
			t.Then(x, rules.WellFormed(requirement))
			t.Given(x, rules.Responded())
		}
	}
}
