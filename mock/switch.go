package mock

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

// clone is a copy of what options set, for another gateway.
func (c *config) clone() *config {
	copied := *c
	copied.doc = c.original
	copied.agents, copied.variants = slices.Clone(c.agents), slices.Clone(c.variants)
	copied.readings, copied.mounts = slices.Clone(c.readings), maps.Clone(c.mounts)
	copied.observe, copied.notify = slices.Clone(c.observe), slices.Clone(c.notify)
	copied.agentCalls = maps.Clone(c.agentCalls)
	copied.roots = nil // the first gateway releases them
	return &copied
}

// With returns a gateway that shares the sessions and the recorded calls of g and
// differs in some options. Requests that g still serves are served as g would. It
// fails like [New]. The options must not change the agents. The caller closes the
// new gateway too, before or after g.
func (g *Gateway) With(opts ...Option) (*Gateway, error) {
	c := g.given.clone()
	for _, opt := range opts {
		if err := opt(c); err != nil {
			return nil, errors.Join(fmt.Errorf("mock gateway: %w", err), closeAll(c.roots))
		}
	}
	n, err := build(c)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("mock gateway: %w", err), closeAll(c.roots))
	}
	n.sessions, n.calls, n.tasks = g.sessions, g.calls, g.tasks
	return n, nil
}

// Switch is an http.Handler that passes requests to one gateway, which can be
// replaced while it serves. It is safe for concurrent use.
type Switch struct{ current atomic.Pointer[Gateway] }

// NewSwitch returns a switch that passes requests to g.
func NewSwitch(g *Gateway) *Switch {
	s := &Switch{}
	s.current.Store(g)
	return s
}

// Gateway returns the gateway that gets the requests.
func (s *Switch) Gateway() *Gateway { return s.current.Load() }

// Change replaces the gateway by one that differs in some options; see
// [Gateway.With]. Requests that are being served are not disturbed.
func (s *Switch) Change(opts ...Option) error {
	for {
		old := s.current.Load()
		n, err := old.With(opts...)
		if err != nil {
			return err
		}
		if s.current.CompareAndSwap(old, n) {
			return nil
		}
	}
}

// Replace replaces the gateway by one that was built anew. The new one takes over
// the sessions and the recorded calls; sessions of agents that it does not have end.
// Requests that are being served are not disturbed.
func (s *Switch) Replace(n *Gateway) {
	old := s.current.Load()
	old.sessions.setAgents(n.agents, old.clock.Now())
	n.sessions, n.calls, n.tasks = old.sessions, old.calls, old.tasks
	n.behavior.random, n.given.random = old.behavior.random, old.given.random
	s.current.Store(n)
	n.tellNotices()
}

// ServeHTTP implements http.Handler.
func (s *Switch) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.current.Load().ServeHTTP(w, r) }

// SessionInfo describes the session of an agent. It holds no Guid.
type SessionInfo struct {
	ID       SessionID `json:"-"`
	Agent    string    `json:"agent"`
	Started  time.Time `json:"started"`
	LastSeen time.Time `json:"lastSeen"` // last poll or heartbeat, or the sign-in
	Guid     string    `json:"guid"`     // pseudonym of the newest
	Issued   time.Time `json:"issued"`   // when the newest Guid was
	Guids    int       `json:"guids"`    // issued so far
	Polls    int       `json:"polls"`    // so far
	Held     bool      `json:"held"`     // a poll waits
	Events   int       `json:"events"`   // that wait for a poll
}

// Sessions lists the sessions that last, by agent.
func (g *Gateway) Sessions() []SessionInfo {
	defer g.tellNotices()
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	list := []SessionInfo{}
	for _, agent := range slices.Sorted(maps.Keys(g.sessions.agents)) {
		s := g.currentSession(agent, g.clock.Now())
		if s == nil {
			continue
		}
		k := s.newest()
		list = append(list, SessionInfo{
			ID: s.id(), Agent: agent, Started: s.started, LastSeen: s.lastSeen, Guid: k.name(), Issued: k.issued,
			Guids: s.issuedGuids, Polls: s.polls, Held: s.heldPolls > 0, Events: len(s.events),
		})
	}
	return list
}

// Settings are the gateway's own settings, under the names of its configuration
// file where those are known.
type Settings struct {
	AuthMode       int           // AUTHMODE
	GuidInterval   time.Duration // GUIDINTERVAL
	GuidTimeout    time.Duration // GUIDTIMEOUT
	PollWait       bool          // AGENT_POLL_WAIT_FLAG
	PollTimes      int           // AGENT_POLL_WAIT_TIMES
	PollInterval   time.Duration // AGENT_POLL_WAIT_INTERVAL
	SessionTimeout time.Duration
	Download       bool
	Pool           bool
}

// Settings returns the settings of the gateway, without what variants change.
func (g *Gateway) Settings() Settings {
	s := g.given.settings
	return Settings{
		s.authMode, s.guidInterval, s.guidTimeout, s.pollWait, s.pollTimes, s.pollInterval, s.sessionTimeout, s.download, s.pool,
	}
}

// WithSettings sets all settings at once. It fails as the single options do.
func WithSettings(s Settings) Option {
	return func(c *config) error {
		for _, set := range []Option{
			WithAuthMode(s.AuthMode), WithGuidInterval(s.GuidInterval), WithGuidTimeout(s.GuidTimeout),
			WithPollWait(s.PollWait, s.PollTimes, s.PollInterval), WithSessionTimeout(s.SessionTimeout),
			WithDownload(s.Download), WithPool(s.Pool),
		} {
			if err := set(c); err != nil {
				return err
			}
		}
		return nil
	}
}
