package engine

import (
	"fmt"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

// A run that was killed leaves its agents signed in. The next one signs them in
// by force, and says so, since the agents may also be those of somebody at work.

// recordLeftover records from the first sign-in of an agent whether the agent is
// signed in by somebody else.
func (t *T) recordLeftover(req *Request, x *wire.Exchange) {
	if !isSignIn(req) {
		return
	}
	t.gw.mu.Lock()
	defer t.gw.mu.Unlock()
	if _, tried := t.gw.leftover[req.Agent]; !tried {
		t.gw.leftover[req.Agent] = t.AlreadySignedIn(x)
	}
}

// tellLeftover says once that an earlier session was replaced, if it was.
func (t *T) tellLeftover(agent string, forced *wire.Exchange) {
	if len(rules.Succeeded(t.run.doc).Judge(forced)) > 0 {
		return
	}
	t.gw.mu.Lock()
	found := t.gw.leftover[agent]
	t.gw.leftover[agent] = false
	t.gw.mu.Unlock()
	if found {
		t.run.note(fmt.Sprintf("%s: agent %s was signed in already; gwcheck signed it in by force", t.gw.dep.Name, agent))
	}
}
