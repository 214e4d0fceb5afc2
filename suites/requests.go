package suites

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// Options of requests: each alters one thing of a request in documented form.

// asAgent puts another agent into the path.
func asAgent(id string) engine.RequestOption { return func(a *engine.Request) { a.Agent = id } }

// withMethod replaces the request method.
func withMethod(m string) engine.RequestOption { return func(a *engine.Request) { a.Method = m } }

// withPath replaces the whole path after the prefix of the deployment, as it is.
func withPath(p string) engine.RequestOption { return func(a *engine.Request) { a.Path = p } }

// withGuid replaces the value of the Guid header.
func withGuid(v string) engine.RequestOption {
	return func(a *engine.Request) { a.Guid, a.SendsGuid = v, true }
}

// withoutGuid leaves the Guid header out.
func withoutGuid() engine.RequestOption { return func(a *engine.Request) { a.SendsGuid = false } }

// withField adds a header field.
func withField(name, value string) engine.RequestOption {
	return func(a *engine.Request) { a.Fields = append(a.Fields, wire.Field{Name: name, Value: value}) }
}

// withoutField removes all header fields of a name.
func withoutField(name string) engine.RequestOption {
	return func(a *engine.Request) {
		kept := a.Fields[:0:0]
		for _, f := range a.Fields {
			if f.Name != name {
				kept = append(kept, f)
			}
		}
		a.Fields = kept
	}
}

// withJSON replaces the body by a JSON object.
func withJSON(fields map[string]any) engine.RequestOption {
	return func(a *engine.Request) { a.Body, _ = json.Marshal(fields) }
}

// withParam sets the query parameter of a role: it replaces the one that
// is there, or follows the others.
func withParam(role spec.Role, value string) engine.RequestOption {
	return setParam(role, wire.Param{Value: value})
}

// withRawParam sets the query parameter of a role to a value that goes out as it is.
func withRawParam(role spec.Role, value string) engine.RequestOption {
	return setParam(role, wire.Param{Value: value, Raw: true})
}

func setParam(role spec.Role, to wire.Param) engine.RequestOption {
	return func(a *engine.Request) { a.SetParam(role, to) }
}

// appendParam adds a query parameter, known or not, after the others.
func appendParam(name, value string) engine.RequestOption {
	return func(a *engine.Request) { a.Query = append(a.Query, wire.Param{Name: name, Value: value}) }
}

// without removes the query parameter of a role.
func without(role spec.Role) engine.RequestOption {
	return func(a *engine.Request) {
		p, _ := a.Op.Param(role)
		kept := a.Query[:0:0]
		for _, q := range a.Query {
			if q.Name != p.Name {
				kept = append(kept, q)
			}
		}
		a.Query = kept
	}
}

// reversed turns the order of the query parameters round.
func reversed() engine.RequestOption {
	return func(a *engine.Request) {
		for i, j := 0, len(a.Query)-1; i < j; i, j = i+1, j-1 {
			a.Query[i], a.Query[j] = a.Query[j], a.Query[i]
		}
	}
}

// withOption hands an option to the wire client: a slow reader, an early end.
func withOption(o wire.DoOption) engine.RequestOption {
	return func(a *engine.Request) { a.Options, a.Shaped = append(a.Options, o), true }
}

// withBody gives the request a body and names its media type.
func withBody(contentType string, body []byte) engine.RequestOption {
	return func(a *engine.Request) {
		withContentType(contentType)(a)
		a.Body = body
	}
}

// withContentType replaces the Content-Type.
func withContentType(v string) engine.RequestOption {
	return func(a *engine.Request) {
		withoutField("Content-Type")(a)
		withField("Content-Type", v)(a)
	}
}

// withForm moves the query into a body as a form sends it.
func withForm() engine.RequestOption {
	return func(a *engine.Request) {
		form := strings.TrimPrefix(wire.Target("", a.Query...), "?")
		a.Query = nil
		withBody("application/x-www-form-urlencoded", []byte(form))(a)
	}
}

// prependParam adds a query parameter, known or not, before the others.
func prependParam(name, value string) engine.RequestOption {
	return func(a *engine.Request) { a.Query = slices.Insert(a.Query, 0, wire.Param{Name: name, Value: value}) }
}

// bareName sends only the name of a parameter, without an equals sign.
func bareName(role spec.Role) engine.RequestOption {
	return func(a *engine.Request) {
		without(role)(a)
		if p, ok := a.Op.Param(role); ok {
			a.Path = a.Op.PathFor(a.Agent) + "?" + wire.Escape(p.Name)
		}
	}
}

// bareParam sends the name of an unknown parameter without a value, in front.
func bareParam(name string) engine.RequestOption {
	return func(a *engine.Request) { a.Path = a.Op.PathFor(a.Agent) + "?" + wire.Escape(name) }
}

// withoutAgent leaves the agent out of the path, with or without the slash in
// front of it.
func withoutAgent(slash bool) engine.RequestOption {
	return func(a *engine.Request) {
		a.Path = a.Op.PathFor("")
		if !slash {
			a.Path = strings.TrimSuffix(a.Path, "/")
		}
	}
}

// agentInQuery moves the agent from the path to the query.
func agentInQuery() engine.RequestOption {
	return func(a *engine.Request) {
		withoutAgent(false)(a)
		if p, ok := a.Op.Param(spec.RoleAgent); ok {
			prependParam(p.Name, a.Agent)(a)
		}
	}
}

// guidAltered rewrites the Guid of the session for one request. A Guid too
// short to be altered so is left out.
func guidAltered(alter func(guid string) string) engine.RequestOption {
	return func(a *engine.Request) {
		a.GuidOf = a.Guid
		guidInvented(alter)(a)
	}
}

// guidInvented is guidAltered for what keeps at most the node, and is no secret.
func guidInvented(invent func(guid string) string) engine.RequestOption {
	return func(a *engine.Request) {
		altered := ""
		if a.Guid != "" {
			altered = invent(a.Guid)
		}
		a.Guid, a.SendsGuid = altered, altered != a.Guid
	}
}

// swapCase turns capital letters into small ones and the other way round.
func swapCase(g string) string {
	return strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			return c ^ 0x20
		}
		return c
	}, g)
}

// spelled rewrites the name of the Guid header.
func spelled(spell func(string) string) engine.RequestOption {
	return func(a *engine.Request) { a.GuidName = spell(a.GuidName) }
}
