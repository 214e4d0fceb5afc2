package mock

import "github.com/gwcheck/gwcheck/spec"

// logout ends the session of an agent.
func (g *Gateway) logout(r *request) (*answer, error) {
	if err := g.signOut(r); err != nil {
		return nil, err
	}
	return success(r, newObject("result", newObject(), "message", "success", "retcode", g.doc.SuccessCode())), nil
}

// forceLogout ends the session of an agent, also during a call. There are no
// calls here, so that it differs from logout in its answer only.
func (g *Gateway) forceLogout(r *request) (*answer, error) {
	if err := g.signOut(r); err != nil {
		return nil, err
	}
	return g.done(r), nil
}

func (g *Gateway) signOut(r *request) error {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	if r.session == nil || !r.session.live() {
		return refuse(spec.NotSignedIn, "agent %q has no session", r.agent)
	}
	r.session.end(spec.NotSignedIn)
	return nil
}

// updateGuid exchanges the Guid. In static mode the old one dies; in dynamic
// mode it lives on like any that was renewed.
func (g *Gateway) updateGuid(r *request) (*answer, error) {
	if r.session == nil {
		return nil, refuse(spec.NotSignedIn, "agent %q has no session", r.agent)
	}
	g.sessions.mu.Lock()
	guid := r.session.grant(g.conduct.newGuid(), r.now).guid
	g.sessions.mu.Unlock()
	return success(r, newObject("result", newObject("guid", guid),
		"message", "success", "retcode", g.doc.SuccessCode())), nil
}

// handShake is the heartbeat of clients that do not poll.
func (g *Gateway) handShake(r *request) (*answer, error) {
	if r.session == nil {
		return nil, refuse(spec.NotSignedIn, "agent %q has no session", r.agent)
	}
	g.sessions.mu.Lock()
	renewed := g.renew(r)
	g.sessions.mu.Unlock()
	a := g.done(r)
	if renewed != "" {
		a.setGuid(r.op, renewed)
	}
	return a, nil
}

// heartbeat is what older clients send instead; only clients tell of it.
func (g *Gateway) heartbeat(r *request) (*answer, error) {
	if r.session == nil {
		return nil, refuse(spec.NotSignedIn, "agent %q has no session", r.agent)
	}
	return success(r, newObject("message", "success", "retcode", g.doc.SuccessCode(),
		"result", newObject("loginTime", millis(r.session.begun)))), nil
}

func (g *Gateway) done(r *request) *answer {
	return success(r, newObject("message", "success", "retcode", g.doc.SuccessCode()))
}
