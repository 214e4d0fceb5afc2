package engine

import (
	"errors"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// WaitingFor lets the first byte of an answer take as long as the gateway may
// hold it, on top of the target's own limit.
func WaitingFor(hold time.Duration) RequestOption {
	return func(req *Request) { req.Options = append(req.Options, wire.ExtraFirstByte(hold)) }
}

// do sends a request as altered by the changes and records the exchange. It
// never fails: what went wrong is in the exchange.
func (t *T) do(req *Request, changes ...RequestOption) *wire.Exchange {
	asDocumented := t.render(req)
	for _, c := range changes {
		c(req)
	}
	t.protectAccount(req)
	t.stopIfStalled(req)
	if req.Attack {
		req.Options = append(req.Options, t.gw.attackLimit()...)
	}
	if err := t.takeRequest(); err != nil {
		t.Inconclusive("%v", err)
	}
	if req.GuidOf != "" { // a Guid that was altered is as secret as the Guid
		t.run.redactor.AddDerived(redact.Guid, req.Guid, req.GuidOf)
	}
	s := t.gw.ledger.begin(t.gw.dep, req, t.render(req) == asDocumented, t.Now())
	x := t.send(req)
	t.record(req, x)
	t.gw.ledger.end(t.run.doc, t.GuidDelivery(), s, x, t.Now())
	t.run.everywhere.judge(t, s, x) // once no other request changes s
	t.boundText(x)
	t.stopAfterLoss(req, x)
	t.recordRejectedPassword(req, x)
	t.recordLeftover(req, x)
	t.suspectSession(req, x)
	return x
}

// render is a request as it goes out, to tell whether something changed it.
func (t *T) render(req *Request) string {
	r := req.Wire(t.gw.prefix)
	var b strings.Builder
	b.WriteString(r.Method + " " + r.Target)
	for _, f := range r.Fields {
		b.WriteString("\n" + f.Name + ": " + f.Value)
	}
	b.WriteString("\n\n")
	b.Write(r.Body)
	return b.String()
}

// takeRequest takes one request from the budget of the run.
func (t *T) takeRequest() error {
	t.requests.Add(1)
	return t.run.budget.take(t.ctx)
}

// suspectSession marks a shared session as suspect once a wrong Guid was tried on its path, or
// its own on the path of somebody else, since a gateway may end it for that,
// until its own Guid works again.
func (t *T) suspectSession(req *Request, x *wire.Exchange) {
	for _, agent := range t.agents {
		s := t.gw.sharedBy(agent.ID)
		if s == nil {
			continue
		}
		onPath, own := req.Agent == agent.ID, req.SendsGuid && req.Guid == s.Guid
		switch {
		case onPath != own:
			s.suspect.Store(true)
		case onPath && t.succeeded(x):
			s.suspect.Store(false)
		}
	}
}

// succeeded reports whether a request was carried out: with a success, or a recording.
func (t *T) succeeded(x *wire.Exchange) bool {
	return len(rules.Succeeded(t.run.doc).Judge(x)) == 0 ||
		len(rules.Answered().Judge(x)) == 0 && x.Response.Status == 200 && len(rules.NoEnvelope().Judge(x)) == 0
}

// record numbers an exchange and keeps it in the record of the check.
func (t *T) record(req *Request, x *wire.Exchange) {
	if t.afterRecording = t.afterRecording || confidential(req, x, t.gw.dep.Recordings); t.afterRecording {
		withhold(x)
	}
	t.run.log.add(t.gw, req, x)
	t.run.estimate(x)
	if req.Attack {
		t.gw.recordAttack(x)
	} else {
		t.gw.recordOutcome(x)
		t.recordStall(req, x)
	}
	t.exchanges = append(t.exchanges, x)
}

// send uses the open connection of the check if there is one. A gateway may
// close a connection between two requests whenever it likes (RFC 9112 section
// 9.5), so what must not be lost goes on a new one, and what was lost is sent
// again on a new one, once.
func (t *T) send(req *Request) *wire.Exchange {
	request := req.Wire(t.gw.prefix)
	if t.findLink(req) {
		kept := t.link.kept
		x := t.exchange(req, request)
		lost := wire.ClosedWhileIdle(x)
		if !lost && !(kept && disturbed(x)) {
			return x
		}
		if lossy(req, x) || !t.mayRepeat(req, x) {
			return x
		}
		if !lost {
			t.gw.links.separate()
		}
	}
	if err := t.openLink(); err != nil {
		return &wire.Exchange{Began: time.Now(), Request: request, Err: err}
	}
	return t.exchange(req, request)
}

// needsNewConnection reports whether a request must not meet a connection that
// closes: one that may change something a second time, such as a sign-in, which
// could offer a wrong password twice, and once a connection was lost, a poll or
// handshake, which may renew the Guid or take an event.
func (t *T) needsNewConnection(req *Request) bool {
	return req.Method != "GET" && !req.Unjudged || t.gw.closesIdle.Load() && req.Op.LogName != spec.DownloadRecordFile
}

// mayRepeat reports whether a request that found its connection closed may go out
// again. One that was never sent may. Of those that were sent only GET may
// (RFC 9110 section 9.2.2); it counts as another request.
func (t *T) mayRepeat(req *Request, x *wire.Exchange) bool {
	if wire.ClosedWhileIdle(x) {
		t.gw.closesIdle.Store(true)
	}
	if errors.Is(x.Err, wire.ErrStale) {
		return true
	}
	if req.Method != "GET" && !req.Unjudged || t.takeRequest() != nil {
		return false
	}
	t.record(req, x)
	t.exchanges = t.exchanges[:len(t.exchanges)-1] // it is on the record, and answers nothing
	return true
}

// InBackground runs part of a check at the same time on a connection of its
// own, and returns a function that waits for its end.
func (t *T) InBackground(part func(side *T)) (join func()) {
	if !t.gw.agents.holds(t.place, t.agents) {
		t.broken("a part of the check starts in the background without its agents")
	}
	side := &T{
		ctx: t.ctx, run: t.run, gw: t.gw, check: t.check, scenario: t.scenario, agents: t.agents, place: t.place,
		background: true, link: new(link), requests: t.requests,
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer side.CloseConnection()
		side.runBody(func() { part(side) })
	}()
	return func() { <-done; t.merge(side) }
}

// merge takes over what a side did; its failure becomes that of the check.
func (t *T) merge(side *T) {
	t.exchanges = append(t.exchanges, side.exchanges...)
	t.assertions = append(t.assertions, side.assertions...)
	t.opened = append(t.opened, side.opened...)
	if side.outcome.ending != completed {
		t.outcome = side.outcome
		panic(halt{})
	}
}
