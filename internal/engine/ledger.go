package engine

import (
	"strings"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// ledger is what the exchanges with a gateway have shown of its agents: which
// Guids it issued to whom, and which of them is valid without doubt. It derives
// from requests and answers alone, whatever the checks make of them.
type ledger struct {
	mu     sync.Mutex
	agents map[string]*account
	issued map[string]*issue // by Guid
}

// account is one agent, as far as it is known.
type account struct {
	current   *issue // the newest Guid, nil if none is known to be valid
	confirmed bool   // the session is known to be alive: its newest Guid worked, and nothing since may have ended it
	lastPoll  time.Time
	disturbed time.Time // when a download was aborted or an attack was made
	underWay  []*Situation
}

// issue is a Guid that the gateway delivered.
type issue struct {
	guid   string
	agent  string
	origin string // log name of the operation that delivered it
	at     time.Time
	ended  string // log name of the operation that ended its session, "" if none is known to have
}

func newLedger() *ledger {
	return &ledger{agents: map[string]*account{}, issued: map[string]*issue{}}
}

func (l *ledger) account(agent string) *account {
	a := l.agents[agent]
	if a == nil {
		a = &account{}
		l.agents[agent] = a
	}
	return a
}

// begin describes a request before it is sent.
func (l *ledger) begin(d target.Deployment, r *Request, documented bool, now time.Time) *Situation {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.account(r.Agent)
	s := &Situation{Deployment: d, Request: r, Documented: documented, Alone: true, began: now, Offer: l.offer(r)}
	s.SignedIn = a.current != nil && a.confirmed && now.Sub(a.lastPoll) < freshFor(d)
	s.Entitled = s.Offer == OffersNewest && s.SignedIn && now.Sub(a.disturbed) > settlingTime
	if s.Offer == OffersNewest && a.current != nil {
		s.origin, s.age = a.current.origin, now.Sub(a.current.at)
	}
	s.wrongPassword = isSignIn(r) && !offersPassword(r, d.Agents)
	if s.wrongPassword || s.Offer.Wrong() {
		s.addSecrets(l.agents)
	}
	for _, other := range a.underWay {
		if !heldPoll(d, other) {
			s.Alone = false
		}
		other.Alone = other.Alone && heldPoll(d, s)
	}
	a.underWay = append(a.underWay, s)
	return s
}

// settlingTime is for how long after an aborted download or an attack to serve
// a download is only advice.
const settlingTime = 5 * time.Second

// heldPoll reports whether a request is a poll that a client always has under way.
// In mode 2 a poll may renew the Guid, so that requests at the same time are in doubt.
func heldPoll(d target.Deployment, s *Situation) bool {
	return d.AuthMode == 1 && s.Documented && s.Request.Op.LogName == spec.GetAgentEvent
}

// freshFor is how long after its last poll a session is known to be alive: well
// below the times after which a gateway may end it or its Guid.
func freshFor(d target.Deployment) time.Duration {
	if d.AuthMode == 2 {
		return min(sessionAge(d), d.GuidInterval/2)
	}
	return sessionAge(d)
}

// offer is what the Guid of a request is to the agent in its path.
func (l *ledger) offer(r *Request) Offer {
	if current := l.account(r.Agent).current; r.SendsGuid && current != nil && r.Guid == current.guid {
		return OffersNewest
	}
	one, carried := l.issued[r.Guid], textOf(r)
	for guid, live := range l.issued {
		if live != one && live.ended == "" && strings.Contains(carried, strings.ToLower(guid)) {
			return OffersDoubtful
		}
	}
	switch {
	case !r.SendsGuid || r.Guid == "":
		return OffersNone
	case one == nil:
		return OffersInvented
	case one.agent != r.Agent:
		return OffersForeign
	case one.ended != spec.Logout && one.ended != spec.ForceLogout && one.ended != silence:
		return OffersDoubtful // replaced, or of a session before another sign-in: perhaps still accepted
	}
	return OffersEnded
}

// textOf is all that a request carries, in lower case.
func textOf(r *Request) string {
	parts := []string{r.Path, string(r.Body)}
	if r.SendsGuid {
		parts = append(parts, r.Guid)
	}
	for _, f := range r.Fields {
		parts = append(parts, f.Value)
	}
	for _, q := range r.Query {
		parts = append(parts, q.Value)
	}
	return strings.ToLower(strings.Join(parts, "\n"))
}

// end records what an answer shows, for the requests after it.
func (l *ledger) end(doc *spec.Document, delivery spec.Renewal, s *Situation, x *wire.Exchange, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.account(s.Request.Agent)
	for i, one := range a.underWay {
		if one == s {
			a.underWay = append(a.underWay[:i], a.underWay[i+1:]...)
			break
		}
	}
	ok := len(rules.Succeeded(doc).Judge(x)) == 0
	switch s.Request.Op.LogName {
	case spec.Login, spec.ForceLogin:
		l.signedIn(a, s, x, ok, delivery, now)
	case spec.Logout, spec.ForceLogout:
		l.signedOut(a, s, ok)
	case spec.DownloadRecordFile:
		l.downloaded(a, s, x, now)
	default:
		l.called(a, s, x, ok, delivery, now)
	}
	l.doubtOthers(s)
}

func (l *ledger) signedIn(a *account, s *Situation, x *wire.Exchange, ok bool, delivery spec.Renewal, now time.Time) {
	guid, delivered := rules.DeliveredGuid(delivery, x)
	a.confirmed = false
	if !ok || !delivered {
		return
	}
	l.endSession(a, s.Request.Op.LogName)
	a.current = l.issue(s, guid, now)
	a.lastPoll = now
	a.confirmed = s.Deployment.AuthMode == 1 && s.Alone
}

// endSession records that the session of an agent has ended.
func (l *ledger) endSession(a *account, operation string) {
	if a.current == nil {
		return
	}
	for _, one := range l.issued {
		if one.agent == a.current.agent && one.ended == "" {
			one.ended = operation
		}
	}
	a.current = nil
}

// silence is what ends a session without a request.
const silence = "silence"

// over records that the session of an agent ended by silence.
func (l *ledger) over(agent string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.account(agent)
	a.confirmed = false
	l.endSession(a, silence)
}

// lapsed records that a Guid ended by itself.
func (l *ledger) lapsed(guid string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if one := l.issued[guid]; one != nil {
		one.ended = silence
	}
}

func (l *ledger) issue(s *Situation, guid string, now time.Time) *issue {
	one := &issue{guid: guid, agent: s.Request.Agent, origin: s.Request.Op.LogName, at: now}
	l.issued[guid] = one
	return one
}

func (l *ledger) signedOut(a *account, s *Situation, ok bool) {
	a.confirmed = false
	if ok && s.Alone && s.Offer == OffersNewest {
		l.endSession(a, s.Request.Op.LogName)
	}
}

func (l *ledger) downloaded(a *account, s *Situation, x *wire.Exchange, now time.Time) {
	if x.Err != nil || s.Request.Attack || s.Request.Shaped {
		a.disturbed = now
	}
	if s.Offer == OffersNewest && s.Granted(x) && s.Alone {
		a.confirmed = true
	}
}

// called records the answer to a poll, a handshake or updateGuid.
func (l *ledger) called(a *account, s *Situation, x *wire.Exchange, ok bool, delivery spec.Renewal, now time.Time) {
	if s.Offer != OffersNewest || !ok || !s.Documented {
		a.confirmed = false
		return
	}
	renewed, delivered := rules.DeliveredGuid(delivery, x)
	if s.Request.Op.LogName == spec.UpdateGuid {
		renewed = rules.ResultGuid(x)
		delivered = renewed != ""
	}
	switch {
	case delivered && renewed != a.current.guid:
		a.current = l.issue(s, renewed, now)
	case s.Request.Op.LogName != spec.GetAgentEvent: // may renew the Guid in ways of its own
		a.confirmed = false
		return
	}
	if s.Request.Op.LogName == spec.GetAgentEvent {
		a.lastPoll = now
		a.confirmed = true
	}
}

// doubtOthers takes a session for uncertain after a wrong Guid on its path, and
// after its Guid on the path of another agent, since a gateway may end it for that.
func (l *ledger) doubtOthers(s *Situation) {
	if isSignIn(s.Request) {
		return // needs no Guid
	}
	switch s.Offer {
	case OffersNewest:
	case OffersForeign:
		l.account(s.Request.Agent).confirmed = false
		l.account(l.issued[s.Request.Guid].agent).confirmed = false
	default:
		l.account(s.Request.Agent).confirmed = false
	}
}
