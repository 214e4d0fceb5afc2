package suites

import (
	"encoding/json"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// ask is one request in the making: first in the documented form of its
// operation, then altered by changes.
type ask struct {
	doc       *spec.Document
	op        *spec.Operation
	method    string
	agent     string // agent of the path
	path      string // replaces the path of the operation if set
	query     []wire.Param
	guidName  string
	guid      string
	sendsGuid bool
	fields    []wire.Field
	body      []byte
	options   []wire.DoOption
}

// change alters one thing of a request.
type change func(a *ask)

// asAgent puts another agent into the path.
func asAgent(id string) change { return func(a *ask) { a.agent = id } }

// withMethod replaces the request method.
func withMethod(m string) change { return func(a *ask) { a.method = m } }

// withPath replaces the whole path after the prefix of the deployment, as it is.
func withPath(p string) change { return func(a *ask) { a.path = p } }

// withGuid replaces the value of the Guid header.
func withGuid(v string) change { return func(a *ask) { a.guid, a.sendsGuid = v, true } }

// withoutGuid leaves the Guid header out.
func withoutGuid() change { return func(a *ask) { a.sendsGuid = false } }

// withField adds a header field.
func withField(name, value string) change {
	return func(a *ask) { a.fields = append(a.fields, wire.Field{Name: name, Value: value}) }
}

// withoutField removes all header fields of a name.
func withoutField(name string) change {
	return func(a *ask) {
		kept := a.fields[:0:0]
		for _, f := range a.fields {
			if f.Name != name {
				kept = append(kept, f)
			}
		}
		a.fields = kept
	}
}

// withJSON replaces the body by a JSON object.
func withJSON(fields map[string]any) change {
	return func(a *ask) { a.body, _ = json.Marshal(fields) }
}

// withParam sets the query parameter of a role: in the place of the one that
// stands there, or behind the others.
func withParam(role spec.Role, value string) change {
	return setParam(role, wire.Param{Value: value})
}

// withRawParam sets the query parameter of a role to a value that goes out as it is.
func withRawParam(role spec.Role, value string) change {
	return setParam(role, wire.Param{Value: value, Raw: true})
}

func setParam(role spec.Role, to wire.Param) change {
	return func(a *ask) {
		p, ok := a.op.Param(role)
		if !ok {
			return
		}
		to.Name = p.Name
		for i, q := range a.query {
			if q.Name == p.Name {
				a.query[i] = to
				return
			}
		}
		a.query = append(a.query, to)
	}
}

// withExtra adds a query parameter, known or not, behind the others.
func withExtra(name, value string) change {
	return func(a *ask) { a.query = append(a.query, wire.Param{Name: name, Value: value}) }
}

// without removes the query parameter of a role.
func without(role spec.Role) change {
	return func(a *ask) {
		p, _ := a.op.Param(role)
		kept := a.query[:0:0]
		for _, q := range a.query {
			if q.Name != p.Name {
				kept = append(kept, q)
			}
		}
		a.query = kept
	}
}

// reversed turns the order of the query parameters round.
func reversed() change {
	return func(a *ask) {
		for i, j := 0, len(a.query)-1; i < j; i, j = i+1, j-1 {
			a.query[i], a.query[j] = a.query[j], a.query[i]
		}
	}
}

// withOption hands an option to the wire client: a slow reader, an early end.
func withOption(o wire.DoOption) change {
	return func(a *ask) { a.options = append(a.options, o) }
}

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
func (a *ask) request(prefix string) wire.Request {
	path := a.path
	if path == "" {
		path = a.op.PathFor(a.agent)
	}
	fields := a.fields
	if a.sendsGuid {
		fields = append(fields[:len(fields):len(fields)], wire.Field{Name: a.guidName, Value: a.guid})
	}
	return wire.Request{Method: a.method, Target: wire.Target(prefix+path, a.query...), Fields: fields, Body: a.body}
}
