package engine

import (
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Session is an agent who is signed in, with the Guid that is current.
//
// A session belongs to the check or scenario that holds its agent from the pool,
// and only the goroutine of its body changes it: polls, adopts Guids, ends it. A
// part that InBackground runs may use the session for requests while the body
// does so too, but adopts nothing. What the goroutines share is suspect alone.
// Shared sessions stay with their agent from check to check; the gateway keeps
// them, and hands each to the check that holds the agent.
type Session struct {
	Agent   target.Agent
	Guid    string
	Events  []Event     // delivered so far, oldest first
	since   time.Time   // when the Guid was received
	Ended   bool        // signed out, or taken over by another sign-in
	Idle    bool        // left without polls on purpose
	suspect atomic.Bool // a wrong Guid was tried since its own was last seen to work
}

// Event is one event of a poll answer.
type Event struct {
	Type    string
	WorkNo  any // documented as a string
	Content map[string]any
	Poll    *wire.Exchange
}

// sessionAge is how long a shared session goes without a poll at most: well
// below the two minutes, or what the target says, after which a gateway signs
// an agent out.
func sessionAge(d target.Deployment) time.Duration { return d.SessionTimeout * 3 / 8 }

// SignIn returns a session of the i-th agent of the check: a shared one while
// it is fresh, since signing in is the slowest part on a real gateway. Checks
// that end or disturb a session use OwnSession.
func (t *T) SignIn(i int) *Session {
	agent := t.Agent(i)
	if s := t.gw.sharedBy(agent.ID); s != nil {
		if t.fresh(s) && !s.suspect.Load() {
			return s
		}
		t.EndSharedSession(agent.ID)
	}
	s := t.OwnSession(i)
	t.gw.share(agent.ID, s)
	return s
}

func (t *T) fresh(s *Session) bool {
	limit := sessionAge(t.Deployment())
	if t.Deployment().AuthMode == 2 {
		limit = min(limit, t.Deployment().GuidInterval/2)
	}
	return !s.Ended && t.run.clock.Now().Sub(s.since) < limit
}

// KeepAlive polls for a session that has gone without for so long that the
// gateway may soon end it or its Guid, as on a slow line. If that may have happened
// already, nothing that follows can be judged, and the check ends.
func (t *T) KeepAlive(s *Session) {
	if t.background || s.Ended || s.Idle || s.since.IsZero() || t.fresh(s) {
		return
	}
	if age, limit := t.run.clock.Now().Sub(s.since), t.lifetime(); age >= limit {
		t.Inconclusive("Agent %s could not poll for %s, as exchanges took so long, and a session or Guid may end after %s.", s.Agent.ID, age.Round(time.Millisecond), limit)
	}
	t.Poll(s)
}

// lifetime is how long a session and its Guid last at least without a poll.
func (t *T) lifetime() time.Duration {
	d := t.Deployment()
	if d.AuthMode == 2 {
		return min(d.SessionTimeout, d.GuidTimeout)
	}
	return d.SessionTimeout
}

// OwnSession signs the i-th agent in for this check alone.
func (t *T) OwnSession(i int) *Session {
	agent := t.Agent(i)
	t.EndSharedSession(agent.ID)
	return t.signIn(agent)
}

// signIn follows the documented way: sign in, by force if the agent already
// is, which is reported if gwcheck did not sign it in before; in mode 2 then poll once,
// since that poll delivers the Guid.
func (t *T) signIn(agent target.Agent) *Session {
	x := t.Call(spec.Login, agent, "", client.SignInBody(agent, agent.Password.Reveal()))
	if t.AlreadySignedIn(x) {
		x = t.Call(spec.ForceLogin, agent, "", client.SignInBody(agent, agent.Password.Reveal()))
		t.tellLeftover(agent.ID, x)
	}
	t.countRefusedSignIn(agent, x)
	t.assert(x, rules.Succeeded(t.run.doc).About(rules.Session), unmet, t.couldNotSignIn(agent, x))
	s := &Session{Agent: agent, since: t.run.clock.Now()}
	guid, ok := t.DeliveredGuid(x)
	switch {
	case !ok:
		t.Inconclusive("agent %s signed in, but the answer has no Set-GUID with a value", agent.ID)
	case len(guid) > longestGuid:
		t.Inconclusive("agent %s signed in, but the Guid has %d characters, which no request can carry", agent.ID, len(guid))
	}
	t.AdoptGuid(s, guid)
	t.opened = append(t.opened, s) // before the poll, which may end the check
	if t.Deployment().AuthMode == 2 {
		t.assert(t.Poll(s), rules.Responded().About(rules.Session), unmet, "No answer to the poll after the sign-in. ")
	}
	return s
}

// longestGuid is more than any header field of a usual server may hold.
const longestGuid = 8 << 10

// DeliveredGuid returns the Guid that the header of an answer delivers.
func (t *T) DeliveredGuid(x *wire.Exchange) (string, bool) {
	return rules.DeliveredGuid(t.GuidDelivery(), x)
}

// GuidDelivery is the header by which sign-ins and polls deliver a Guid.
func (t *T) GuidDelivery() spec.Renewal {
	op, ok := t.run.doc.Operation(spec.Login)
	if !ok {
		t.broken("the document has no operation %q", spec.Login)
	}
	return op.Renewal
}

// AdoptGuid makes guid the current one of a session.
func (t *T) AdoptGuid(s *Session, guid string) {
	if t.background {
		t.broken("a part in the background adopts the Guid of a session")
	}
	t.run.redactor.AddSent(redact.Guid, guid)
	s.Guid, s.since = guid, t.run.clock.Now()
}

// Poll asks for one event, waiting as long as the gateway may hold the poll,
// and takes over a renewed Guid.
func (t *T) Poll(s *Session) *wire.Exchange {
	hold := t.Deployment().PollHold
	var x *wire.Exchange
	t.run.clock.Held(t.ctx, hold, func() {
		x = t.Call(spec.GetAgentEvent, s.Agent, s.Guid, nil, WaitingFor(hold))
	})
	s.since = t.run.clock.Now()
	if guid, ok := t.DeliveredGuid(x); ok && guid != s.Guid && len(guid) <= longestGuid {
		t.AdoptGuid(s, guid)
	}
	if e, ok := ReadEvent(x); ok {
		s.Events = append(s.Events, e)
	}
	return x
}

// ReadEvent takes the event out of a poll answer, if it has one.
func ReadEvent(x *wire.Exchange) (Event, bool) {
	envelope, err := rules.ReadEnvelope(x)
	if err != nil {
		return Event{}, false
	}
	event, ok := envelope.Fields["event"].(map[string]any)
	if !ok {
		return Event{}, false
	}
	kind, _ := event["eventType"].(string)
	if kind == "" {
		return Event{}, false
	}
	content, _ := event["content"].(map[string]any)
	return Event{Type: kind, WorkNo: event["workNo"], Content: content, Poll: x}, true
}

// SignOut ends a session the documented way. If the end of the run keeps the
// request from the gateway, the session counts as open, and cleanUp ends it.
func (t *T) SignOut(s *Session) *wire.Exchange {
	x := t.Call(spec.Logout, s.Agent, s.Guid, nil)
	s.Ended = !errors.Is(x.Err, wire.ErrCancelled)
	return x
}

// Over records that a session ended since nobody polled, so that its Guid must be
// refused from then on.
func (t *T) Over(s *Session) { t.gw.ledger.over(s.Agent.ID) }

// Lapsed records that a Guid ended for want of use, so that it must be refused from
// then on.
func (t *T) Lapsed(guid string) { t.gw.ledger.lapsed(guid) }

// leave ends a session, and nobody judges the answer.
func (t *T) leave(s *Session) {
	s.Ended = true
	t.Call(spec.Logout, s.Agent, s.Guid, nil, func(req *Request) { req.Unjudged = true })
}

// Call makes one JSON operation for an agent.
func (t *T) Call(logName string, agent target.Agent, guid string, body []byte, changes ...RequestOption) *wire.Exchange {
	return t.do(t.documented(logName, agent.ID, guid, body), changes...)
}

// Download asks for a recording in the documented form, altered by
// options.
func (t *T) Download(s *Session, rec target.Recording, changes ...RequestOption) *wire.Exchange {
	t.KeepAlive(s)
	return t.do(t.DownloadRequest(s, rec), changes...)
}

// documented is a request as the interface document writes it.
func (t *T) documented(logName, agent, guid string, body []byte) *Request {
	r, err := client.New(t.run.doc, logName, agent, guid, body)
	if err != nil {
		t.broken("%v", err)
	}
	return r
}

// EndSharedSession signs the shared session of an agent out.
func (t *T) EndSharedSession(agentID string) {
	if s := t.gw.sharedBy(agentID); s != nil {
		t.gw.share(agentID, nil)
		if !s.Ended {
			t.leave(s)
		}
	}
}

// Text is a field of the content as it is written in a parameter.
func (e Event) Text(name string) string {
	switch v := e.Content[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// couldNotSignIn is the first sentence of the reason of a check whose agent could not sign in,
// with what the code means if it is published.
func (t *T) couldNotSignIn(agent target.Agent, x *wire.Exchange) string {
	code := rules.Retcode(x)
	if published, ok := t.run.doc.Code(code); ok && code != t.run.doc.SuccessCode() {
		return fmt.Sprintf("Could not sign in as agent %s: %s (%s). ", agent.ID, published.Meaning, code)
	}
	return fmt.Sprintf("Could not sign in as agent %s. ", agent.ID)
}
