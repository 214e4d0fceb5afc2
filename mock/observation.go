package mock

import (
	"log/slog"
	"time"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/spec"
)

// Observation is what the gateway knows of one request after its answer. It holds
// no Guid, no password and nothing of a recording.
type Observation struct {
	Deployment string // see [WithName]
	Operation  string // log name, "" if the address belongs to no operation
	Method     string
	Remote     string            // address and port of the client; the same for all requests of a connection
	Agent      string            // of the path
	Path       string            // escaped, as received; secrets are masked
	Query      []Parameter       // as received, in order of their names; secrets are masked
	RecordID   string            // of the query; secrets are masked
	Guid       string            // pseudonym of the Guid that the request offers, such as "Guid 3 of agent 102"; "" without one
	Issued     string            // pseudonym of the Guid that the answer delivers, "" if it delivers none
	Event      string            // eventType that a poll delivered
	Request    Message           // header fields of the request
	Response   Message           // header fields and envelope of the answer
	Findings   []explain.Finding // what is wrong with the request, the cause of a refusal first; empty if nothing is
	Condition  spec.Condition    // why the answer is a refusal, "" if it is none
	Refusal    *Refusal          // what the gateway decided, before a deviation or reading changed the answer; nil if it served the request
	Retcode    string            // of the envelope, "" for a recording
	Status     int               // of HTTP
	Transfer   Transfer          // of the body
	Began      time.Time         // when the request's head had arrived, by the gateway's clock
	Took       time.Duration     // until the end of the answer, by the gateway's clock
}

// report logs a request and tells the observers. It is called once for each
// request, when nothing more of its answer will be written.
func (g *Gateway) report(r *request, a *answer, t Transfer, e *explanation) {
	if e == nil {
		return // nobody wants to know
	}
	o := Observation{
		Deployment: g.name, Findings: e.findings, Path: g.mask(r.http.URL.EscapedPath()),
		Guid: g.offeredName(r), Issued: e.issued, Event: eventType(a),
		Method: r.http.Method, Remote: r.http.RemoteAddr, Agent: r.agent,
		Condition: a.cond, Refusal: a.refusal, Retcode: a.retcode(), Status: a.status, Transfer: t,
		Began: r.received, Took: g.clock.Since(r.received),
	}
	if r.op != nil {
		o.Operation = r.op.LogName
	}
	if p, ok := recordParameter(g.doc); ok {
		o.RecordID = g.mask(r.query[p].text)
	}
	if len(g.observe) > 0 {
		o.Query, o.Request, o.Response = g.parameters(r), g.requestMessage(r), g.responseMessage(a)
	}
	if g.logs(r) {
		g.log.LogAttrs(r.http.Context(), o.level(), o.name(), o.attrs()...)
	}
	for _, f := range g.observe {
		f(o)
	}
}

func (o Observation) level() slog.Level {
	if o.Transfer.Err != nil || o.Condition == spec.ServerFault {
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

func (o Observation) name() string {
	if o.Operation == "" {
		return "no operation"
	}
	return o.Operation
}

func (o Observation) attrs() []slog.Attr {
	attrs := []slog.Attr{slog.String("method", o.Method), slog.Int("status", o.Status)}
	text := func(key, v string) {
		if v != "" {
			attrs = append(attrs, slog.String(key, v))
		}
	}
	text("deployment", o.Deployment)
	text("path", o.Path)
	text("agent", o.Agent)
	text("guid", o.Guid)
	text("recordId", o.RecordID)
	text("retcode", o.Retcode)
	text("condition", string(o.Condition))
	if o.Refusal != nil {
		text("requirement", o.Refusal.Requirement)
		text("detail", o.Refusal.Detail)
	}
	text("issued", o.Issued)
	text("event", o.Event)
	attrs = append(attrs, slog.Int64("bytes", o.Transfer.Written), slog.Duration("took", o.Took))
	text("aborted", string(o.Transfer.Aborted))
	text("why", explain.Lines(o.Findings))
	if o.Transfer.Err != nil {
		text("error", o.Transfer.Err.Error())
	}
	return attrs
}
