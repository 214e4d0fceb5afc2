package mock

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// checkBody reads the body of a sign-in into the request's fields.
func (g *Gateway) checkBody(r *request) error {
	raw, err := r.body()
	if err != nil {
		return refuse(spec.SignInInvalid, "body: %v", err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var given map[string]any
	if err := d.Decode(&given); err != nil {
		return refuse(spec.SignInInvalid, "body of %d bytes is no JSON object", len(raw))
	}
	if _, err := d.Token(); err != io.EOF {
		return refuse(spec.SignInInvalid, "something follows the JSON object")
	}
	if given == nil {
		return refuse(spec.SignInInvalid, "body is null, want a JSON object")
	}
	if r.fields, r.quoted, err = toSchema(r.op.Body, given); err != nil {
		return refuse(spec.SignInInvalid, "body: %v", err)
	}
	return nil
}

// body reads the request body up to a size; its time is bounded already.
func (r *request) body() ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r.http.Body, maxBodyBytes+1))
	if err != nil {
		return nil, err
	}
	r.control.SetReadDeadline(time.Time{}) //nolint:errcheck // as above
	if len(raw) > maxBodyBytes {
		return nil, fmt.Errorf("more than %d bytes", maxBodyBytes)
	}
	return raw, nil
}

// checkPassword compares the password of a sign-in. An unknown agent is refused
// in the same way.
func (g *Gateway) checkPassword(r *request) error {
	given, _ := r.fields["password"].(string)
	if !g.behavior.passwordValid(g.state(r.agent), given) {
		return refuse(spec.WrongPassword, "the password of agent %q is wrong", r.agent).with("agent", r.agent)
	}
	return nil
}

// login signs in an agent who is not signed in.
func (g *Gateway) login(r *request) (*answer, error) { return g.signIn(r) }

// forceLogin signs in an agent and ends the existing session.
func (g *Gateway) forceLogin(r *request) (*answer, error) { return g.signIn(r) }

func (g *Gateway) signIn(r *request) (*answer, error) {
	s, err := g.startSession(r)
	if err != nil {
		return nil, err
	}
	r.session = s
	a := success(r, newObject("message", "", "retcode", g.doc.SuccessCode(), "result", newObject(
		"vdnid", 1,
		"workno", r.agent,
		"mediatype", "TFF",
		"loginTime", millis(s.started),
		"isForceChange", "false",
		"serverName", "AgentGateway",
		"timeRemaining", "",
	)))
	guid := s.guid()
	a.setGuid(r.op, guid)
	a.setHeader(g.doc.GuidHeader, guid) // which one client reads in place of Set-GUID
	return a, nil
}

// startSession starts a session, in one step so that one of two simultaneous
// sign-ins fails.
func (g *Gateway) startSession(r *request) (*session, error) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	l := g.sessions.agents[r.agent]
	if l == nil {
		return nil, refuse(spec.WrongPassword, "agent %q is not configured", r.agent).with("agent", r.agent)
	}
	if old := g.currentSession(r.agent, r.now); old != nil {
		if !g.behavior.replacesSession(r) {
			return nil, refuse(spec.AlreadySignedIn, "agent %q is already signed in", r.agent).with("agent", r.agent)
		}
		old.end(explain.ByForcedSignIn, spec.GuidRefused, r.now) // the agent is signed in, but not with this Guid
	}
	s := &session{store: g.sessions, agent: r.agent, started: r.now, lastSeen: r.now, status: statusOf(r), wake: make(chan struct{})}
	s.first = s.grant(g.behavior.newGuid(), r.now).serial
	s.events = g.behavior.firstEvents(s)
	l.current = s
	g.startPush(r, s)
	return s, nil
}

// statusWrapUp is the status of a sign-in that begins with wrap-up.
const statusWrapUp = 5

// statusOf is the status in the body of a sign-in, 0 if it has none.
func statusOf(r *request) int {
	n, _ := r.fields["status"].(int64)
	return int(n)
}

// millis formats a time in milliseconds, as answers have it.
func millis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
