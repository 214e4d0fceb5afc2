// Package client knows how the interface document writes requests, and how to
// reach a deployment. It sends nothing itself and judges nothing.
package client

import (
	"encoding/json"
	"fmt"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Request is one request in the making: first in the documented form of its
// operation, then altered by options.
type Request struct {
	Doc       *spec.Document
	Op        *spec.Operation
	Method    string
	Agent     string // agent of the path
	Path      string // replaces the path of the operation if set
	Query     []wire.Param
	GuidName  string
	Guid      string
	SendsGuid bool
	GuidOf    string // the Guid that Guid was made of; "" if of none
	Fields    []wire.Field
	Body      []byte
	Options   []wire.DoOption
	Shaped    bool // the harness reads the answer slowly, or breaks it off
	Attack    bool // a firewall before the gateway may drop it
	Unjudged  bool // nobody judges the answer, so it may go out again if that was lost
}

// Option alters one thing of a request.
type Option func(*Request)

// New returns a request of an operation as the document writes it. An empty
// guid is not sent. The error says that the document has no such operation.
func New(doc *spec.Document, logName, agent, guid string, body []byte) (*Request, error) {
	op, ok := doc.Operation(logName)
	if !ok {
		return nil, fmt.Errorf("the document has no operation %q", logName)
	}
	return &Request{
		Doc: doc, Op: op, Method: op.Method, Agent: agent, Body: body,
		GuidName: doc.GuidHeader, Guid: guid, SendsGuid: guid != "",
		Fields: Fields(),
	}, nil
}

// Fields are the header fields of every request in documented form, the Guid apart.
func Fields() []wire.Field {
	return []wire.Field{
		{Name: "Content-Type", Value: "application/json; charset=UTF-8"},
		{Name: "Accept-Encoding", Value: "identity"},
		{Name: "User-Agent", Value: "gwcheck"},
	}
}

// Ask gives a download the documented query for a recording on a deployment.
// locationId is sent only where pool mode makes it mandatory.
func (r *Request) Ask(d target.Deployment, rec target.Recording) {
	for _, v := range []struct {
		role  spec.Role
		value string
		sent  bool
	}{
		{spec.RoleRecord, rec.RecordID, true},
		{spec.RoleFiletype, rec.Filetype, rec.Filetype != ""},
		{spec.RoleLocation, rec.LocationID, d.Pool && rec.LocationID != ""},
	} {
		if p, ok := r.Op.Param(v.role); ok && v.sent {
			r.Query = append(r.Query, wire.Param{Name: p.Name, Value: v.value})
		}
	}
}

// SetParam sets the query parameter of a role: in the place of the one that
// stands there, or after the others. A role that the operation does not have
// changes nothing.
func (r *Request) SetParam(role spec.Role, to wire.Param) {
	p, ok := r.Op.Param(role)
	if !ok {
		return
	}
	to.Name = p.Name
	for i, q := range r.Query {
		if q.Name == p.Name {
			r.Query[i] = to
			return
		}
	}
	r.Query = append(r.Query, to)
}

// Wire renders the request for the path prefix of a deployment.
func (r *Request) Wire(prefix string) wire.Request {
	path := r.Path
	if path == "" {
		path = r.Op.PathFor(r.Agent)
	}
	fields := r.Fields
	if r.SendsGuid {
		fields = append(fields[:len(fields):len(fields)], wire.Field{Name: r.GuidName, Value: r.Guid})
	}
	return wire.Request{Method: r.Method, Target: wire.Target(prefix+path, r.Query...), Fields: fields, Body: r.Body}
}

// SignInBody is the body of a sign-in.
func SignInBody(agent target.Agent, password string) []byte {
	body, _ := json.Marshal(map[string]any{"password": password, "phonenum": agent.Phone})
	return body
}
