package mock

import (
	"crypto/subtle"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/spec"
)

// behavior holds every decision of a gateway that a variant may change.
// defaultBehavior fills it in; variants change it before the first request.
// After that it is only read. Decisions about Guids and sessions are made with the
// lock of the sessions held, so they must neither wait nor take it.
type behavior struct {
	*settings
	turn   int              // Guids so far, for the next node; used with the lock held
	doc    *spec.Document   // a private copy: routes, parameters, codes, grammars
	mounts map[string]fs.FS // by drive letter
	random io.Reader        // for Guids; read with the lock held only
	clock  clockwork.Clock  // the gateway's clock

	// stages check the requests of an operation, by log name, in this order.
	stages map[string][]stage

	incoming []func(*request) // before the stages
	outgoing []func(*answer)  // before the answer is written

	// allowsMethod reports whether an operation accepts a method.
	allowsMethod func(op *spec.Operation, method string) bool

	// acceptsPlainHTTP makes the TLS port answer plain HTTP too.
	acceptsPlainHTTP bool

	// keepsFieldSpelling makes connections remember how header names were spelled;
	// see request.spelledAs.
	keepsFieldSpelling bool
	// findGuid reads the Guid that a request offers.
	findGuid func(*request) string
	// candidateGuids lists the Guids that the offered one is compared with. None
	// means that the agent is not signed in.
	candidateGuids func(*sessionStore, *request) []*grant
	// sameGuid compares the Guid offered with one that was issued.
	sameGuid func(offered, issued string) bool
	// guidValid reports whether an issued Guid is still valid.
	guidValid func(*grant, *request) bool
	// renewsGuid reports whether the answer to a request renews the Guid.
	renewsGuid func(*session, *request) bool
	// newGuid makes a Guid.
	newGuid func() string

	// passwordValid checks a password; the state is nil for an unknown agent.
	passwordValid func(l *agentState, password string) bool
	// replacesSession reports whether a sign-in ends the existing session.
	replacesSession func(*request) bool
	// expired reports whether a session has had no sign of life for too long.
	expired func(s *session, now time.Time) bool
	// keepsAlive reports whether a request is a sign of life.
	keepsAlive func(*request) bool
	// firstEvents are the events that follow a sign-in.
	firstEvents func(*session) []AgentEvent // the status of the sign-in is known

	// pollHold is how long a poll waits for an event. It is called without the lock.
	pollHold func(*request) time.Duration
	// supersedesPoll reports whether a second poll of an agent ends the first.
	supersedesPoll func(*request) bool

	// locate finds the place of a recordId, or refuses.
	locate func(recordID, filetype string) (place, error)
	// openRecording opens a recording and returns its size in bytes.
	openRecording func(place) (io.ReadCloser, int64, error)
	// recordEvent is the content of the event for a call that is recorded.
	recordEvent func(call) *object
}

// defaultBehavior is the behavior of a gateway that conforms to the document.
func defaultBehavior(g *Gateway) *behavior {
	c := &behavior{settings: &g.settings, doc: g.doc, mounts: g.mounts, random: g.config.random, clock: g.clock, stages: map[string][]stage{}}
	for _, op := range slices.Concat(c.doc.Operations, c.doc.MockOnly) {
		c.stages[op.LogName] = defaultStages(op)
	}
	c.allowsMethod = func(op *spec.Operation, method string) bool { return method == op.Method }
	c.newGuid = func() string { return hexGuid(c.random, c.nextNode()) }
	c.openRecording = g.openRecording
	c.locate = g.locate
	c.recordEvent = recordEvent
	c.defaultGuids()
	c.defaultSessions()
	return c
}

func (c *behavior) defaultGuids() {
	c.findGuid = func(r *request) string { return r.http.Header.Get(c.doc.GuidHeader) }
	c.candidateGuids = func(ss *sessionStore, r *request) []*grant {
		if l := ss.agents[r.agent]; l != nil && l.current != nil {
			return l.current.grants
		}
		return nil
	}
	c.sameGuid = func(offered, issued string) bool {
		return subtle.ConstantTimeCompare([]byte(offered), []byte(issued)) == 1
	}
	// In dynamic mode a Guid is valid from its issue: between interval and timeout
	// the old and the new one overlap, so that a client can switch.
	c.guidValid = func(k *grant, r *request) bool {
		if c.authMode == Static {
			return k == k.session.newest()
		}
		return r.now.Sub(k.issued) < c.guidTimeout
	}
	c.renewsGuid = func(s *session, r *request) bool {
		return c.authMode == Dynamic && r.now.Sub(s.newest().issued) >= c.guidInterval
	}
}

func (c *behavior) defaultSessions() {
	c.passwordValid = func(l *agentState, password string) bool {
		return l != nil && subtle.ConstantTimeCompare([]byte(password), []byte(l.password)) == 1
	}
	c.replacesSession = func(r *request) bool { return r.is(spec.ForceLogin) }
	c.expired = func(s *session, now time.Time) bool {
		return s.heldPolls == 0 && now.Sub(s.lastSeen) >= c.sessionTimeout
	}
	c.keepsAlive = func(r *request) bool { return r.is(spec.GetAgentEvent, spec.HandShake, spec.Heartbeat) }
	c.firstEvents = func(s *session) []AgentEvent {
		state := "AgentState_Ready"
		if s.status == statusWrapUp {
			state = "AgentState_Work"
		}
		return []AgentEvent{{Type: "AgentOther_InService"}, {Type: state}}
	}
	c.pollHold = func(*request) time.Duration {
		if !c.pollWait {
			return 0
		}
		return time.Duration(c.pollTimes) * c.pollInterval
	}
	c.supersedesPoll = func(*request) bool { return true }
}
