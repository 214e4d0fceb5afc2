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

// twin signs in and shows that the documented request is answered, by a session
// that is in doubt too: if it was ended, a new one shows the same.
func (t *T) twin() (*Session, target.Recording) {
	rec := t.AgentCall()
	if s := t.gw.sharedBy(t.agent(0).ID); s != nil && s.doubted.Load() && t.fresh(s) {
		if len(expect.Served(rec).Judge(t.Download(s, rec))) == 0 {
			return s, rec
		}
		s.doubted.Store(true)
	}
	s := t.SignIn(0)
	t.Given(t.Download(s, rec), expect.Served(rec))
	return s, rec
}
