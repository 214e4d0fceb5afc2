package mock

import (
	"slices"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

const (
	maxGrants       = 1024 // Guids remembered per session
	maxPastSessions = 8    // ended sessions remembered per agent
	maxEvents       = 1000 // events that wait for an agent to poll
)

// sessionStore holds the state of all agents. Agents do not depend on
// each other. The mutex guards everything reachable from here; it is never held
// while waiting or writing.
type sessionStore struct {
	mu      sync.Mutex
	agents  map[string]*agentState
	notices []Notice // what has happened since the last was reported

	closing sync.Once
	closed  chan struct{} // ends the push of events
}

// agentState is what the gateway keeps of one agent.
type agentState struct {
	agent, password string
	current         *session   // nil if not signed in
	past            []*session // ended ones, oldest first
	issuedGuids     int        // in all sessions
}

// session lasts from a sign-in to whatever ends it.
type session struct {
	store       *sessionStore
	agent       string
	started     time.Time
	lastSeen    time.Time // last sign of life
	grants      []*grant  // Guids given, oldest first
	issuedGuids int       // also those that are no longer remembered
	events      []AgentEvent
	heldPolls   int            // polls being held
	pollNumber  int            // number of the latest poll
	endReason   spec.Condition // why requests are refused now; "" while it lasts
	ended       time.Time
	cause       explain.EndCause // what ended it
	push        *PushTarget      // nil: the agent polls
	first       int              // serial of its first Guid, which tells the sessions of an agent apart
	status      int              // of the sign-in: 3 busy, 4 idle, 5 wrap-up; 0 if it had none
	lastPoll    explain.Poll     // the latest poll; Held does not count
	polls       int
	wake        chan struct{} // closed when there is something new for held polls
}

// grant is an issued Guid.
type grant struct {
	guid     string
	number   int // counts the Guids of the session from 1
	serial   int // counts the Guids of the agent from 1
	session  *session
	issued   time.Time
	used     time.Time // when a request last had it
	replaced time.Time // zero while it is the newest
}

func newSessions(agents []credential) *sessionStore {
	ss := &sessionStore{agents: map[string]*agentState{}, closed: make(chan struct{})}
	for _, a := range agents {
		ss.agents[a.id] = &agentState{agent: a.id, password: a.password}
	}
	return ss
}

// state is what the gateway keeps of an agent, nil if there is none. Its password
// may be read without the lock.
func (g *Gateway) state(agent string) *agentState {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	return g.sessions.agents[agent]
}

// setAgents makes these the agents. Sessions of those that are gone end; the others
// go on, also with a new password. The lock must not be held.
func (ss *sessionStore) setAgents(agents []credential, now time.Time) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	for id, l := range ss.agents {
		gone := !slices.ContainsFunc(agents, func(a credential) bool { return a.id == id })
		if gone && l.current != nil {
			l.current.end(explain.ByAdmin, spec.NotSignedIn, now)
		}
		if gone {
			delete(ss.agents, id)
		}
	}
	for _, a := range agents {
		next := agentState{agent: a.id}
		if l := ss.agents[a.id]; l != nil {
			next = *l
		}
		next.password = a.password
		ss.agents[a.id] = &next // a new one, since the password of the old one may be read now
	}
}

// newest is the Guid that clients should use. A session has at least one.
func (s *session) newest() *grant { return s.grants[len(s.grants)-1] }

// active reports whether the session still lasts.
func (s *session) active() bool { return s.endReason == "" }

// guid is the newest Guid, for hooks, which run without the lock.
func (s *session) guid() string {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	return s.newest().guid
}

// hasHeldPoll reports whether a poll of the agent waits, for stages, which run without the lock.
func (s *session) hasHeldPoll() bool {
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	return s.heldPolls > 0
}

// grant gives the session a Guid.
func (s *session) grant(guid string, now time.Time) *grant {
	if len(s.grants) > 0 {
		s.newest().replaced = now
	}
	s.issuedGuids++
	g := &grant{guid: guid, number: s.issuedGuids, serial: s.store.nextSerial(s.agent), session: s, issued: now, used: now}
	s.grants = append(s.grants, g)
	if len(s.grants) > maxGrants {
		s.grants = slices.Delete(s.grants, 0, 1)
	}
	return g
}

// nextSerial counts the Guids of an agent.
func (ss *sessionStore) nextSerial(agent string) int {
	l := ss.agents[agent]
	if l == nil {
		return 1
	}
	l.issuedGuids++
	return l.issuedGuids
}

// wakePolls makes the held polls check their state again.
func (s *session) wakePolls() {
	close(s.wake)
	s.wake = make(chan struct{})
}

// terminate ends the session; its held polls are refused for the given
// condition.
func (s *session) terminate(why spec.Condition) {
	s.endReason = why
	l := s.store.agents[s.agent]
	if l == nil {
		s.wakePolls() // the agent is gone
		return
	}
	l.current = nil
	l.past = append(l.past, s)
	if len(l.past) > maxPastSessions {
		l.past = slices.Delete(l.past, 0, 1)
	}
	s.wakePolls()
}

// currentSession is the agent's session, nil if there is none or it has just
// expired. The lock must be held.
func (g *Gateway) currentSession(agent string, now time.Time) *session {
	l := g.sessions.agents[agent]
	if l == nil || l.current == nil {
		return nil
	}
	if g.behavior.expired(l.current, now) {
		l.current.end(explain.ByTimeout, spec.NotSignedIn, g.expiry(l.current, now))
		return nil
	}
	return l.current
}

// expiry is when a session that has expired by now did so.
func (g *Gateway) expiry(s *session, now time.Time) time.Time {
	if at := s.lastSeen.Add(g.sessionTimeout); at.Before(now) {
		return at
	}
	return now
}

// end ends the session and remembers why, for explanations. The lock must be held.
func (s *session) end(cause explain.EndCause, why spec.Condition, now time.Time) {
	s.ended, s.cause = now, cause
	s.store.notices = append(s.store.notices, endNotice(s))
	s.terminate(why)
}

// checkGuid accepts a request whose Guid belongs to the session of the agent in
// the path.
func (g *Gateway) checkGuid(r *request) error {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	g.currentSession(r.agent, r.now)
	known := g.behavior.candidateGuids(g.sessions, r)
	if len(known) == 0 {
		return noSession(r.agent)
	}
	offered := g.behavior.findGuid(r)
	for _, k := range slices.Backward(known) {
		if g.behavior.sameGuid(offered, k.guid) && g.behavior.guidValid(k, r) {
			g.authenticated(r, k)
			return nil
		}
	}
	return g.guidRefusal(r, offered)
}

func (g *Gateway) authenticated(r *request, k *grant) {
	r.session = k.session
	k.used = r.now
	if g.behavior.keepsAlive(r) {
		k.session.lastSeen = r.now
	}
}

// SignedIn reports whether the agent has a session. It is false for an unknown
// agent.
func (g *Gateway) SignedIn(agent string) bool {
	defer g.tellNotices()
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	return g.currentSession(agent, g.clock.Now()) != nil
}

// Expire ends an agent's session as the session timeout would. It reports whether
// there was a session.
func (g *Gateway) Expire(agent string) bool {
	defer g.tellNotices()
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := g.currentSession(agent, g.clock.Now())
	if s != nil {
		s.end(explain.ByAdmin, spec.NotSignedIn, g.clock.Now())
	}
	return s != nil
}

// Polling reports whether a poll of the agent is held.
func (g *Gateway) Polling(agent string) bool {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := g.currentSession(agent, g.clock.Now())
	return s != nil && s.heldPolls > 0
}
