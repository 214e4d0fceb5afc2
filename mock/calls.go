package mock

import (
	"encoding/json"
	"maps"
	"net/http"
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// Real clients make further calls between sign-in and download. The document marks
// them x-mock-only; packages beside this one serve them with WithCalls.

// Call is one request for such an operation, of an agent who is signed in.
type Call struct {
	Gateway *Gateway
	Agent   string
	Path    map[string]string // parameters of the path other than the agent
	Query   map[string]string
	Body    map[string]any // a JSON object, nil if the body is none
	Session SessionID
	Status  int // of the sign-in: 3 busy, 4 idle, 5 wrap-up; 0 if it had none
	Now     time.Time
}

// SessionID tells the sessions of a gateway apart.
type SessionID struct {
	Agent   string
	Started time.Time // the sign-in
	Number  int       // of the first Guid of the session among those of the agent
}

// Reply is the answer to a call. The zero value is success without a result.
type Reply struct {
	Retcode string // of a failure; "" for success
	Detail  string // why it is a failure, for the log
	Result  any    // anything that encoding/json can write; nil for an empty object

	RecordID, Filetype string // a recording to stream in place of an envelope
}

// CallFunc answers a call. Gateways call it from several goroutines at once, without
// a lock held.
type CallFunc func(Call) Reply

// WithCalls serves operations that the document marks x-mock-only, by log name.
// Those without a function are unknown addresses.
func WithCalls(calls map[string]CallFunc) Option {
	return func(c *config) error {
		if c.agentCalls == nil {
			c.agentCalls = map[string]CallFunc{}
		}
		maps.Copy(c.agentCalls, calls)
		return nil
	}
}

// call answers a request for such an operation.
func (g *Gateway) call(r *request) (*answer, error) {
	if r.session == nil {
		return nil, noSession(r.agent)
	}
	c := Call{Gateway: g, Agent: r.agent, Query: map[string]string{}, Session: r.session.id(), Status: r.session.status, Now: r.now}
	segments, err := split(r.http.URL)
	if err != nil {
		return nil, err
	}
	for _, rt := range g.routes {
		if rt.op == r.op {
			c.Path = rt.pathValues(segments)
		}
	}
	for name, v := range r.query {
		c.Query[name] = v.text
	}
	if body, err := r.body(); err == nil {
		_ = json.Unmarshal(body, &c.Body) // clients also send empty beans and nothing at all
	}
	return g.replied(r, g.agentCalls[r.op.LogName](c))
}

func (s *session) id() SessionID { return SessionID{s.agent, s.started, s.first} }

func (g *Gateway) replied(r *request, re Reply) (*answer, error) {
	switch {
	case re.Retcode != "":
		return nil, refuseWith(re.Retcode, spec.ParameterInvalid, re.Detail).breaking("retcodes/published")
	case re.RecordID != "":
		return g.streamed(r, re)
	case re.Result == nil:
		re.Result = newObject()
	}
	return &answer{status: http.StatusOK, contentType: g.envelopeType(),
		envelope: newObject("result", re.Result, "message", "success", "retcode", g.doc.SuccessCode())}, nil
}

// envelopeType is the Content-Type of envelopes.
func (g *Gateway) envelopeType() string {
	op, _ := g.doc.Operation(spec.Login)
	return op.Success.ContentType
}

// streamed is the answer with a recording.
func (g *Gateway) streamed(r *request, re Reply) (*answer, error) {
	p, err := g.locate(re.RecordID, re.Filetype)
	if err != nil {
		return nil, err
	}
	if r.content, r.size, err = g.openRecording(p); err != nil {
		return nil, openError(err)
	}
	a := recording(r)
	a.contentType = "application/octet-stream;charset=utf-8"
	return a, nil
}

// Exists reports whether there is such a recording.
func (g *Gateway) Exists(recordID, filetype string) bool {
	p, err := g.locate(recordID, filetype)
	return err == nil && g.fileState(p.drive, p.path).Exists
}

// SignOut ends an agent's session as a forced sign-out would. It reports whether
// there was a session.
func (g *Gateway) SignOut(agent string) bool {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	s := g.currentSession(agent, g.clock.Now())
	if s != nil {
		s.end(explain.ByForcedSignOut, spec.NotSignedIn, g.clock.Now())
	}
	return s != nil
}
