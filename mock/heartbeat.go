package mock

// handShake is the heartbeat of clients that do not poll.
func (g *Gateway) handShake(r *request) (*answer, error) {
	if r.session == nil {
		return nil, noSession(r.agent)
	}
	g.sessions.mu.Lock()
	renewed := g.renew(r)
	g.sessions.mu.Unlock()
	a := g.successMessage(r)
	if renewed != "" {
		a.setGuid(r.op, renewed)
	}
	return a, nil
}

// heartbeat is what older clients send instead of handShake; only client code
// documents it.
func (g *Gateway) heartbeat(r *request) (*answer, error) {
	if r.session == nil {
		return nil, noSession(r.agent)
	}
	return success(r, newObject("message", "success", "retcode", g.doc.SuccessCode(),
		"result", newObject("loginTime", millis(r.session.started)))), nil
}
