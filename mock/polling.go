package mock

import (
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// getAgentEvent answers with the oldest event, or without one when the hold ends. Each answer carries at most one event. An event counts
// as delivered when its answer is written; it is not repeated if that fails.
//
// A second poll supersedes one that is held: the first is answered at once
// without an event, since its client has most likely abandoned it.
func (g *Gateway) getAgentEvent(r *request) (*answer, error) {
	number, err := g.enterPoll(r)
	if err != nil {
		return nil, err
	}
	event, current, err := g.waitForEvent(r, number)
	renewed := g.leavePoll(r, event != nil, current && err == nil)
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
func (g *Gateway) enterPoll(r *request) (number int, err error) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := r.session
	if s == nil || !s.active() {
		return 0, noSession(r.agent)
	}
	if s.push != nil {
		return 0, refuseWith(wrongMethod, spec.ParameterInvalid, "the events of the agent are pushed").breaking("retcodes/published")
	}
	r.before = s.lastPoll
	r.before.Held = s.heldPolls > 0
	s.polls++
	s.heldPolls++
	if g.behavior.supersedesPoll(r) {
		s.pollNumber++
		s.wakePolls()
	}
	return s.pollNumber, nil
}

// leavePoll ends a poll and returns the new Guid, "" if it is not renewed. A
// superseded poll gets none, since its client may not read the answer.
func (g *Gateway) leavePoll(r *request, event, current bool) (renewed string) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := r.session
	s.heldPolls--
	s.lastSeen = g.clock.Now()
	s.lastPoll = explain.Poll{Known: true, Ended: s.lastSeen, Event: event}
	if !current || !s.active() {
		return ""
	}
	r.now = s.lastSeen // the poll may have been held past the end of the interval
	return g.renew(r)
}

// renew gives the session a new Guid if one is due. The lock must be held.
func (g *Gateway) renew(r *request) string {
	if !g.behavior.renewsGuid(r.session, r) {
		return ""
	}
	k := r.session.grant(g.behavior.newGuid(), r.now)
	g.sessions.notices = append(g.sessions.notices, renewalNotice(k))
	return k.guid
}

// waitForEvent waits for an event, the end of the hold, a later poll, the end
// of the session or a disconnecting client. current is false if the poll was
// superseded or its client disconnected.
func (g *Gateway) waitForEvent(r *request, number int) (event *AgentEvent, current bool, err error) {
	var expiry <-chan time.Time
	for {
		event, wake, current, err := g.takeEvent(r, number)
		if event != nil || !current || err != nil {
			return event, current, err
		}
		if expiry == nil {
			hold := g.behavior.pollHold(r)
			if hold <= 0 {
				return nil, true, nil
			}
			timer := g.clock.NewTimer(hold)
			defer timer.Stop()
			expiry = timer.Chan()
		}
		select {
		case <-wake:
		case <-expiry:
			return nil, true, nil
		case <-r.http.Context().Done():
			return nil, false, nil
		}
	}
}

// takeEvent removes the oldest event from the queue, if the poll is still current.
func (g *Gateway) takeEvent(r *request, number int) (e *AgentEvent, wake <-chan struct{}, current bool, err error) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := r.session
	switch {
	case !s.active():
		return nil, nil, false, refuse(s.endReason, "the session of agent %q has ended", s.agent)
	case number != s.pollNumber, r.http.Context().Err() != nil:
		return nil, nil, false, nil
	case len(s.events) > 0:
		e = &s.events[0]
		s.events = s.events[1:]
	}
	return e, s.wake, true, nil
}
