package mock

import (
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// getAgentEvent answers with the oldest event, or without one when none comes
// up within the hold. Each answer carries at most one event. An event counts
// as delivered when its answer is written; it is not repeated if that fails.
//
// A second poll while one is held overtakes it: the first is answered at once
// without an event, since its client has most likely given it up.
func (g *Gateway) getAgentEvent(r *request) (*answer, error) {
	turn, err := g.enterPoll(r)
	if err != nil {
		return nil, err
	}
	event, current, err := g.await(r, turn)
	renewed := g.leavePoll(r, current && err == nil)
	if err != nil {
		return nil, err
	}
	body := newObject("message", "", "retcode", g.doc.SuccessCode())
	if event != nil {
		body.set("event", event.object(r.session.agent))
	}
	a := success(r, body)
	if renewed != "" {
		a.setGuid(r.op, renewed)
	}
	return a, nil
}

// enterPoll makes the request the agent's latest poll.
func (g *Gateway) enterPoll(r *request) (turn int, err error) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := r.session
	if s == nil || !s.live() {
		return 0, refuse(spec.NotSignedIn, "agent %q has no session", r.agent)
	}
	s.polls++
	if g.conduct.overtakes(r) {
		s.turn++
		s.stir()
	}
	return s.turn, nil
}

// leavePoll ends a poll. It returns the new Guid if there is to be one. A poll
// that was overtaken gets none: its client may not read the answer.
func (g *Gateway) leavePoll(r *request, current bool) (renewed string) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := r.session
	s.polls--
	s.seen = g.clock.Now()
	if !current || !s.live() {
		return ""
	}
	r.now = s.seen // the poll may have been held past the end of the interval
	return g.renew(r)
}

// renew gives the session a new Guid if it is time. The lock must be held.
func (g *Gateway) renew(r *request) string {
	if !g.conduct.rotates(r.session, r) {
		return ""
	}
	return r.session.grant(g.conduct.newGuid(), r.now).guid
}

// await waits for an event, the end of the hold, a later poll, the end of the
// session or the client's leaving. current is false if the poll was overtaken
// or given up.
func (g *Gateway) await(r *request, turn int) (event *AgentEvent, current bool, err error) {
	var over <-chan time.Time
	for {
		event, wake, current, err := g.take(r, turn)
		if event != nil || !current || err != nil {
			return event, current, err
		}
		if over == nil {
			hold := g.conduct.hold(r)
			if hold <= 0 {
				return nil, true, nil
			}
			timer := g.clock.NewTimer(hold)
			defer timer.Stop()
			over = timer.Chan()
		}
		select {
		case <-wake:
		case <-over:
			return nil, true, nil
		case <-r.http.Context().Done():
			return nil, false, nil
		}
	}
}

// take removes the oldest event from the queue, if the poll is still current.
func (g *Gateway) take(r *request, turn int) (e *AgentEvent, wake <-chan struct{}, current bool, err error) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := r.session
	switch {
	case !s.live():
		return nil, nil, false, refuse(s.ended, "the session of agent %q has ended", s.agent)
	case turn != s.turn, r.http.Context().Err() != nil:
		return nil, nil, false, nil
	case len(s.events) > 0:
		e = &s.events[0]
		s.events = s.events[1:]
	}
	return e, s.wake, true, nil
}
