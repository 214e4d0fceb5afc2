package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// Changes of a request that only the checks of requests and paths need.

// withBody gives the request a body and names its media type.
func withBody(contentType string, body []byte) change {
	return func(a *ask) {
		withContentType(contentType)(a)
		a.body = body
	}
}

// withContentType replaces the Content-Type.
func withContentType(v string) change {
	return func(a *ask) {
		withoutField("Content-Type")(a)
		withField("Content-Type", v)(a)
	}
}

// withForm moves the query into a body as a form sends it.
func withForm() change {
	return func(a *ask) {
		form := strings.TrimPrefix(wire.Target("", a.query...), "?")
		a.query = nil
		withBody("application/x-www-form-urlencoded", []byte(form))(a)
	}
}

// inFront adds a query parameter, known or not, in front of the others.
func inFront(name, value string) change {
	return func(a *ask) { a.query = slices.Insert(a.query, 0, wire.Param{Name: name, Value: value}) }
}

// bareName sends only the name of a parameter, without an equals sign.
func bareName(role spec.Role) change {
	return func(a *ask) {
		without(role)(a)
		if p, ok := a.op.Param(role); ok {
			a.path = a.op.PathFor(a.agent) + "?" + wire.Escape(p.Name)
		}
	}
}

// bareParam sends the name of an unknown parameter without a value, in front.
func bareParam(name string) change {
	return func(a *ask) { a.path = a.op.PathFor(a.agent) + "?" + wire.Escape(name) }
}

// withoutAgent leaves the agent out of the path, with or without the slash in
// front of it.
func withoutAgent(slash bool) change {
	return func(a *ask) {
		a.path = a.op.PathFor("")
		if !slash {
			a.path = strings.TrimSuffix(a.path, "/")
		}
	}
}

// agentInQuery moves the agent from the path to the query.
func agentInQuery() change {
	return func(a *ask) {
		withoutAgent(false)(a)
		if p, ok := a.op.Param(spec.RoleAgent); ok {
			inFront(p.Name, a.agent)(a)
		}
	}
}

// splitDrive takes a recording path apart at the colon after its drive.
func splitDrive(path string) (drive, rest string) {
	drive, rest, found := strings.Cut(path, ":")
	if !found {
		return "", path
	}
	return drive, rest
}

// splitName takes a recording path apart at its last separator.
func splitName(path string) (directory, name string) {
	at := strings.LastIndexAny(path, `/\`) + 1
	return path[:at], path[at:]
}

// withDigits replaces every digit of a text by another.
func withDigits(s string, digit rune) string {
	return strings.Map(func(c rune) rune {
		if '0' <= c && c <= '9' {
			return digit
		}
		return c
	}, s)
}

// operation is one operation of the document.
func (t *T) operation(logName string) *spec.Operation {
	op, ok := t.run.doc.Operation(logName)
	if !ok {
		t.broken("the document has no operation %q", logName)
	}
	return op
}
