package mock

import (
	"context"
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// PushTarget is where the events of a session go.
type PushTarget struct {
	URL   string
	Token string // serviceToken of the sign-in; "" for the older generation
	Old   bool   // pushUrl: one event at a time, in the envelope of a poll
}

// Push is one delivery of events, the oldest first.
type Push struct {
	Target PushTarget
	Agent  string
	Guid   string // the newest; a secret
	Events []AgentEvent
}

// Pusher delivers events for a gateway. It is called from several goroutines at once.
type Pusher interface {
	// Allow says why events must not go to a target, nil if they may.
	Allow(PushTarget) error
	// Send delivers events. An error, which must not hold the Guid, makes the gateway
	// send them again.
	Send(context.Context, Push) error
}

// WithPusher pushes events to agents who ask for it when they sign in. Without it
// all agents have to poll.
func WithPusher(p Pusher) Option {
	return func(c *config) error { c.pusher = p; return nil }
}

// Settings of the push, under their names in the vendor's developer guide.
const (
	pushPause   = 10 * time.Second  // EVENT_PUSH_FAIL_INTERVALTIME
	pushGivesUp = 120 * time.Second // EVENT_PUSH_FAIL_TOTALTIME
)

// wrongMethod is the retcode of a poll of an agent whose events are pushed.
const wrongMethod = "000-001"

// pushTarget is what a sign-in asks for, nil if it does not ask for push. One of
// callBackUri and serviceToken alone means polling.
func pushTarget(r *request) *PushTarget {
	text := func(name string) string { s, _ := r.fields[name].(string); return s }
	switch {
	case text("callBackUri") != "" && text("serviceToken") != "":
		return &PushTarget{URL: text("callBackUri"), Token: text("serviceToken")}
	case text("pushUrl") != "":
		return &PushTarget{URL: text("pushUrl"), Old: true}
	}
	return nil
}

// startPush begins to push the events of a new session, if it asks for that and
// may have it. The lock must be held.
func (g *Gateway) startPush(r *request, s *session) {
	target := pushTarget(r)
	if target == nil || g.pusher == nil {
		return
	}
	if err := g.pusher.Allow(*target); err != nil {
		g.sessions.notices = append(g.sessions.notices, Notice{Kind: PushRefused, Time: r.now, Agent: s.agent,
			Text: "the events of agent " + s.agent + " are not pushed: " + err.Error(), Hint: "The agent has to poll; --push-host allows a host."})
		return
	}
	s.push = target
	go g.pushEvents(s)
}

// pushEvents pushes events until the session ends or the gateway is closed.
func (g *Gateway) pushEvents(s *session) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-g.sessions.closed:
			cancel()
		case <-ctx.Done():
		}
	}()
	var failing time.Time // since when pushes fail; zero while they do not
	for ctx.Err() == nil {
		p, wake, active := g.nextPush(s)
		switch {
		case !active:
			return
		case len(p.Events) == 0:
			select {
			case <-wake:
			case <-ctx.Done():
			}
		default:
			if failing = g.pushOnce(ctx, s, p, failing); !failing.IsZero() {
				g.pausePush(ctx)
			}
		}
	}
}

// nextPush is what waits to be pushed, and what is closed when there is more.
func (g *Gateway) nextPush(s *session) (p Push, wake <-chan struct{}, active bool) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	p = Push{Target: *s.push, Agent: s.agent, Guid: s.newest().guid, Events: slices.Clone(s.events)}
	if p.Target.Old && len(p.Events) > 1 {
		p.Events = p.Events[:1]
	}
	return p, s.wake, s.active()
}

// pushOnce sends events. After a failure it returns since when pushes fail, and
// ends the session if that is too long.
func (g *Gateway) pushOnce(ctx context.Context, s *session, p Push, failing time.Time) time.Time {
	err := g.pusher.Send(ctx, p)
	defer g.tellNotices()
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	now := g.clock.Now()
	if err == nil {
		s.events = s.events[len(p.Events):]
		return time.Time{}
	}
	if failing.IsZero() {
		failing = now
	}
	g.sessions.notices = append(g.sessions.notices, Notice{Kind: PushFailed, Time: now, Agent: s.agent,
		Text: "an event of agent " + s.agent + " could not be pushed: " + err.Error(),
		Hint: "A receiver answers with status 200 and retcode 0, or with an empty body."})
	if s.active() && now.Sub(failing) >= pushGivesUp {
		s.end(explain.ByPush, spec.NotSignedIn, now)
	}
	return failing
}

// pausePush waits before the next attempt.
func (g *Gateway) pausePush(ctx context.Context) {
	select {
	case <-g.clock.After(pushPause):
	case <-ctx.Done():
	}
}
