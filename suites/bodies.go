package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// The bodies that most checks share. Each has a positive twin: the documented
// request is answered first, then one thing is changed.

// refused: the changed request must be refused for this condition.
func refused(c spec.Condition, changes ...engine.RequestOption) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.Twin()
		t.Then(t.Download(s, rec, changes...), rules.Refused(t.Doc(), c))
	}
}

// stillServed: the changed request must bring the same recording.
func stillServed(changes ...engine.RequestOption) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.Twin()
		t.Then(t.Download(s, rec, changes...), rules.Served(rec))
	}
}

// holds: the documented request must be answered as the rule says.
func holds(rule func(doc *spec.Document, rec target.Recording) rules.Rule) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.SignIn(0), t.AgentCall()
		t.Then(t.Download(s, rec), rule(t.Doc(), rec))
	}
}
