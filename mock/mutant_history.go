package mock

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// history is what a mutant knows of the requests that a gateway has had.
type history struct {
	mu          sync.Mutex
	began       time.Time // of the first request
	first       string    // agent
	requests    int
	connections map[string]int // requests, by address of the client
	agents      map[string]*agentHistory
	downloads   int // in progress
}

// agentHistory is what is known of an agent.
type agentHistory struct {
	signIns  int
	requests int               // since the sign-in
	polls    int               // in progress
	refused  bool              // the request before was refused
	aborted  bool              // the download before was aborted
	served   map[string]int    // downloads in this session, by recordId
	origins  map[string]string // log names of the operations that delivered Guids
	endedBy  string            // log name of the operation that ended the latest session
	signedIn time.Time
}

// situation is the history as one request finds it.
type situation struct {
	laterAgent                         bool
	onConnection, inSession, inProcess int // number of the request, from 1
	signIns                            int // of the agent
	refused, aborted                   bool
	repeated                           bool // this agent has downloaded it before
	downloads, polls                   int  // others in progress; polls of this agent
	uptime, sessionAge                 time.Duration

	// What the check of the Guid found.
	guidState    string // why it was refused
	guidOrigin   string // log name of the operation that delivered it
	guidAge      time.Duration
	guidReplaced bool
	session      *session // of the agent in the path, also if the Guid was refused
}

// States of a refused Guid, further to those of guidRefusal.
const (
	guidNoSession  = "of nobody who is signed in"
	guidSignedOut  = "signed out"
	guidForcedOut  = "forcibly signed out"
	guidForcedIn   = "of an ended session"
	guidOfAnother  = "of another agent"
	guidTimedOut   = "of a session that timed out"
	mostRemembered = 4096 // connections, agents or Guids of an agent
)

type situationKey struct{ h *history }

// anySituation is the key of a situation, whichever history it is of.
type anySituation struct{}

// watch begins the history of a gateway. Changes that look at it are made between
// watch and finish.
func watch(c *behavior) *history {
	h := &history{connections: map[string]int{}, agents: map[string]*agentHistory{}}
	c.incoming = append(c.incoming, func(r *request) {
		s := h.arrived(r)
		ctx := context.WithValue(r.http.Context(), situationKey{h}, s)
		r.http = r.http.WithContext(context.WithValue(ctx, anySituation{}, s))
	})
	for logName := range c.stages {
		replaceStage(logName, stageGuid, func(check checker) checker {
			return func(g *Gateway, r *request) error {
				err := check(g, r)
				h.noteGuid(g, r, err)
				return err
			}
		})(c)
	}
	return h
}

// finish makes the history learn from answers as they are sent.
func (h *history) finish(c *behavior) { c.outgoing = append(c.outgoing, h.answered) }

// of is the situation of a request, nil if its address belongs to no operation.
func (h *history) of(r *request) *situation {
	s, _ := r.http.Context().Value(situationKey{h}).(*situation)
	return s
}

func (h *history) agent(id string) *agentHistory {
	a := h.agents[id]
	if a == nil {
		a = &agentHistory{served: map[string]int{}, origins: map[string]string{}}
		if len(h.agents) < mostRemembered {
			h.agents[id] = a
		}
	}
	return a
}

func (h *history) arrived(r *request) *situation {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.requests == 0 {
		h.began, h.first = r.now, r.agent
	}
	h.requests++
	if len(h.connections) >= mostRemembered {
		clear(h.connections)
	}
	h.connections[r.http.RemoteAddr]++
	a := h.agent(r.agent)
	a.requests++
	s := &situation{
		laterAgent: r.agent != h.first, onConnection: h.connections[r.http.RemoteAddr], inSession: a.requests, inProcess: h.requests,
		signIns: a.signIns, refused: a.refused, aborted: a.aborted, downloads: h.downloads, polls: a.polls,
		uptime: r.now.Sub(h.began), sessionAge: r.now.Sub(a.signedIn),
	}
	if r.is(download) {
		s.repeated = a.served[r.value(spec.RoleRecord)] > 0
	}
	if r.is(spec.GetAgentEvent) {
		a.polls++
	}
	return s
}

// noteGuid keeps what the check of the Guid found.
func (h *history) noteGuid(g *Gateway, r *request, err error) {
	s := h.of(r)
	offered := g.behavior.findGuid(r)
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	s.session = g.currentSession(r.agent, r.now)
	a := h.agent(r.agent)
	k := g.sessions.issued(offered)
	if err == nil {
		s.guidOrigin = a.origins[offered]
		if k != nil {
			s.guidAge, s.guidReplaced = r.now.Sub(k.issued), !k.replaced.IsZero()
		}
		return
	}
	s.guidState = guidStateOf(r, err, k, a)
	if latest, _ := r.http.Context().Value(anySituation{}).(*situation); latest != nil {
		latest.guidState = s.guidState // of the history of another mutant, perhaps
	}
}

// guidStateOf is why a Guid was refused.
func guidStateOf(r *request, err error, k *grant, a *agentHistory) string {
	why, ok := errors.AsType[*refusal](err)
	if !ok {
		return ""
	}
	if why.cond == spec.GuidRefused {
		for _, f := range why.facts {
			if f.Name == "guid" {
				return f.Value
			}
		}
	}
	if k == nil || k.session.agent != r.agent {
		return guidNoSession
	}
	switch a.endedBy {
	case spec.Logout:
		return guidSignedOut
	case spec.ForceLogout:
		return guidForcedOut
	}
	return guidTimedOut
}

func (h *history) answered(a *answer) {
	s := h.of(a.request)
	if s == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	r, agent := a.request, h.agent(a.request.agent)
	agent.refused = a.refusal != nil
	switch {
	case r.is(spec.GetAgentEvent):
		agent.polls--
	case r.is(download) && a.streams() && r.http.Method == http.MethodGet:
		agent.served[r.value(spec.RoleRecord)]++
		h.transfers(a, agent)
	case a.refusal != nil:
	case r.is(spec.Login, spec.ForceLogin):
		*agent = agentHistory{signIns: agent.signIns + 1, origins: agent.origins, served: map[string]int{}, polls: agent.polls, signedIn: r.now}
	case r.is(spec.Logout, spec.ForceLogout):
		agent.endedBy = r.op.LogName
	}
	if a.refusal == nil {
		h.delivered(a, agent)
	}
}

// delivered keeps where a Guid is from.
func (h *history) delivered(a *answer, agent *agentHistory) {
	if len(agent.origins) >= mostRemembered {
		clear(agent.origins)
	}
	op := a.request.op
	for _, v := range a.header[op.Renewal.Header] {
		agent.origins[strings.TrimPrefix(v, op.Renewal.Prefix)] = op.LogName
	}
	if a.request.is(spec.UpdateGuid) && a.envelope != nil {
		if guid, ok := a.envelope.object("result").get("guid").(string); ok {
			agent.origins[guid] = op.LogName
		}
	}
}

// transfers follows a download to the end of its recording, or until its client is gone.
func (h *history) transfers(a *answer, agent *agentHistory) {
	if a.request.content == nil {
		return
	}
	h.downloads++
	var once sync.Once
	end := func(aborted bool) {
		once.Do(func() {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.downloads--
			agent.aborted = aborted
		})
	}
	a.content = &followedReader{a.content, end}
	a.request.content = &followedCloser{a.request.content, end}
}

type followedReader struct {
	io.Reader
	end func(aborted bool)
}

func (f *followedReader) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		f.end(false)
	}
	return n, err
}

type followedCloser struct {
	io.ReadCloser
	end func(aborted bool)
}

func (f *followedCloser) Close() error {
	f.end(true)
	return f.ReadCloser.Close()
}
