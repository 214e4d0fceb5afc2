package engine

import (
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// ask is one request in the making: first in the documented form of its
// operation, then altered by changes.
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
	Fields    []wire.Field
	Body      []byte
	Options   []wire.DoOption
}

// change alters one thing of a request.
type RequestOption func(a *Request)

// recordingQuery is the documented query for a recording on a deployment.
// locationId is sent only where pool mode makes it mandatory.
func recordingQuery(op *spec.Operation, d target.Deployment, rec target.Recording) []wire.Param {
	values := []struct {
		role  spec.Role
		value string
		sent  bool
	}{
		{spec.RoleRecord, rec.RecordID, true},
		{spec.RoleFiletype, rec.Filetype, rec.Filetype != ""},
		{spec.RoleLocation, rec.LocationID, d.Pool && rec.LocationID != ""},
	}
	var query []wire.Param
	for _, v := range values {
		if p, ok := op.Param(v.role); ok && v.sent {
			query = append(query, wire.Param{Name: p.Name, Value: v.value})
		}
	}
	return query
}

// request renders the ask for a path prefix.
func (a *Request) request(prefix string) wire.Request {
	path := a.Path
	if path == "" {
		path = a.Op.PathFor(a.Agent)
	}
	fields := a.Fields
	if a.SendsGuid {
		fields = append(fields[:len(fields):len(fields)], wire.Field{Name: a.GuidName, Value: a.Guid})
	}
	return wire.Request{Method: a.Method, Target: wire.Target(prefix+path, a.Query...), Fields: fields, Body: a.Body}
}

// operation is one operation of the document.
func (t *T) Operation(logName string) *spec.Operation {
	op, ok := t.Doc().Operation(logName)
	if !ok {
		t.broken("the document has no operation %q", logName)
	}
	return op
}

// downloadOf is the documented request for a recording.
func (t *T) DownloadRequest(s *Session, rec target.Recording) *Request {
	a := t.documented(spec.DownloadRecordFile, s.Agent.ID, s.Guid, nil)
	a.Query = recordingQuery(a.Op, t.Deployment(), rec)
	return a
}
