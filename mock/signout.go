package mock

import (
	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// logout ends the session of an agent.
func (g *Gateway) logout(r *request) (*answer, error) {
	if err := g.signOut(r, explain.BySignOut); err != nil {
		return nil, err
	}
	return success(r, newObject("result", newObject(), "message", "success", "retcode", g.doc.SuccessCode())), nil
}

// forceLogout ends the session of an agent, even during a call. This gateway
// has no calls, so only its answer differs from logout.
func (g *Gateway) forceLogout(r *request) (*answer, error) {
	if err := g.signOut(r, explain.ByForcedSignOut); err != nil {
		return nil, err
	}
	return g.successMessage(r), nil
}

func (g *Gateway) signOut(r *request, cause explain.EndCause) error {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	if r.session == nil || !r.session.active() {
		return noSession(r.agent)
	}
	r.session.end(cause, spec.NotSignedIn, r.now)
	return nil
}
