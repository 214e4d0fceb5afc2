package engine

import (
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/suites/target"
)

// twin signs in and shows that the documented request is answered, by a session
// that is in doubt too: if it was ended, a new one shows the same.
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
