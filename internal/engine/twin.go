package engine

import (
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Twin signs in and shows that the documented request is served, the positive
// twin of what follows. It tries a suspect session too: if that has ended, a new
// one shows the same.
func (t *T) Twin() (*Session, target.Recording) {
	rec := t.AgentCall()
	if s := t.gw.sharedBy(t.Agent(0).ID); s != nil && s.suspect.Load() && t.fresh(s) {
		if len(rules.Served(rec).Judge(t.Download(s, rec))) == 0 {
			return s, rec
		}
		s.suspect.Store(true)
	}
	s := t.SignIn(0)
	t.Given(t.Download(s, rec), rules.Served(rec))
	return s, rec
}
