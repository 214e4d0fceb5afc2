package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

// The bodies that most checks share. Each has a positive twin: the documented
// request is answered first, then one thing is changed.

// refused: the changed request must be refused for this condition.
func refused(c spec.Condition, changes ...change) func(t *T) {
	return func(t *T) {
		s, rec := t.twin()
		t.Then(t.Download(s, rec, changes...), expect.Refused(t.run.doc, c))
	}
}

// stillServed: the changed request must bring the same recording.
func stillServed(changes ...change) func(t *T) {
	return func(t *T) {
		s, rec := t.twin()
		t.Then(t.Download(s, rec, changes...), expect.Served(rec))
	}
}

// holds: the documented request must be answered as the rule says.
func holds(rule func(doc *spec.Document, rec target.Recording) expect.Rule) func(t *T) {
	return func(t *T) {
		s, rec := t.SignIn(0), t.AgentCall()
		t.Then(t.Download(s, rec), rule(t.run.doc, rec))
	}
}

// twin signs in and shows that the documented request is answered.
func (t *T) twin() (*Session, target.Recording) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Given(t.Download(s, rec), expect.Served(rec))
	return s, rec
}
