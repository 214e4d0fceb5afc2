package mock

import (
	"slices"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

const (
	grantsKept   = 1024 // Guids remembered per session
	sessionsKept = 8    // ended sessions remembered per agent
	eventsKept   = 1000 // events that wait for an agent to poll
)

// sessions holds the state of all agents. Nothing of one agent depends on
// another. The mutex guards everything reachable from here; it is never held
// while waiting or writing.
type sessions struct {
	mu    sync.Mutex
	lanes map[string]*lane
}

// lane is the state of one agent.
type lane struct {
	agent, password string
	current         *session   // nil if not signed in
	past            []*session // ended ones, oldest first
}

// session lasts from a sign-in to whatever ends it.
type session struct {
	home   *sessions
	agent  string
	begun  time.Time
	seen   time.Time // last sign of life
	grants []*grant  // Guids given, oldest first
	events []AgentEvent
	polls  int            // held at the moment
	turn   int            // number of the latest poll
	ended  spec.Condition // why requests are refused now; "" while it lasts
	wake   chan struct{}  // closed when there is something new for held polls
}

// grant is a Guid that was given out.
type grant struct {
	guid     string
	session  *session
	issued   time.Time
	used     time.Time // last time that a request came with it
	replaced time.Time // zero while it is the newest
}

func newSessions(agents []credential) *sessions {
	ss := &sessions{lanes: map[string]*lane{}}
	for _, a := range agents {
		ss.lanes[a.id] = &lane{agent: a.id, password: a.password}
	}
	return ss
}

// newest is the Guid to use from now on. A session has at least one.
func (s *session) newest() *grant { return s.grants[len(s.grants)-1] }

// live reports whether the session still lasts.
func (s *session) live() bool { return s.ended == "" }

// guid is the newest Guid, for hooks, which run without the lock.
func (s *session) guid() string {
	s.home.mu.Lock()
	defer s.home.mu.Unlock()
	return s.newest().guid
}

// held reports whether a poll of the agent waits, for stages, which run without the lock.
func (s *session) held() bool {
	s.home.mu.Lock()
	defer s.home.mu.Unlock()
	return s.polls > 0
}

// grant gives the session a Guid.
func (s *session) grant(guid string, now time.Time) *grant {
	if len(s.grants) > 0 {
		s.newest().replaced = now
	}
	g := &grant{guid: guid, session: s, issued: now, used: now}
	s.grants = append(s.grants, g)
	if len(s.grants) > grantsKept {
		s.grants = slices.Delete(s.grants, 0, 1)
	}
	return g
}

// stir wakes the held polls so that they look again.
func (s *session) stir() {
	close(s.wake)
	s.wake = make(chan struct{})
}

// end ends the session; its held poll is refused for the given condition.
func (s *session) end(why spec.Condition) {
	s.ended = why
	l := s.home.lanes[s.agent]
	l.current = nil
	l.past = append(l.past, s)
	if len(l.past) > sessionsKept {
		l.past = slices.Delete(l.past, 0, 1)
	}
	s.stir()
}

// live is the agent's session, nil if there is none or it has just lapsed. The
// lock must be held.
func (g *Gateway) live(agent string, now time.Time) *session {
	l := g.sessions.lanes[agent]
	if l == nil || l.current == nil {
		return nil
	}
	if g.conduct.lapsed(l.current, now) {
		l.current.end(spec.NotSignedIn)
		return nil
	}
	return l.current
}

// checkGuid lets a request pass whose Guid belongs to the session of the
// agent in the path.
func (g *Gateway) checkGuid(r *request) error {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	g.live(r.agent, r.now)
	known := g.conduct.grants(g.sessions, r)
	if len(known) == 0 {
		return refuse(spec.NotSignedIn, "agent %q has no session", r.agent)
	}
	offered := g.conduct.findGuid(r)
	for _, k := range slices.Backward(known) {
		if g.conduct.sameGuid(offered, k.guid) && g.conduct.guidAlive(k, r) {
			g.recognise(r, k)
			return nil
		}
	}
	return refuse(spec.GuidRefused, "%d Guids known, the one offered has length %d", len(known), len(offered))
}

func (g *Gateway) recognise(r *request, k *grant) {
	r.session = k.session
	k.used = r.now
	if g.conduct.keepsAlive(r) {
		k.session.seen = r.now
	}
}

// SignedIn reports whether the agent has a session at the moment.
func (g *Gateway) SignedIn(agent string) bool {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	return g.live(agent, g.clock.Now()) != nil
}

// Expire ends an agent's session as two minutes of silence would. It reports
// whether there was one.
func (g *Gateway) Expire(agent string) bool {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := g.live(agent, g.clock.Now())
	if s != nil {
		s.end(spec.NotSignedIn)
	}
	return s != nil
}

// Polling reports whether a poll of the agent is held at the moment.
func (g *Gateway) Polling(agent string) bool {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := g.live(agent, g.clock.Now())
	return s != nil && s.polls > 0
}
