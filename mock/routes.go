package mock

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/spec"
)

// route is the address of one operation, split at the slashes.
type route struct {
	op       *spec.Operation
	segments []string // agentSegment stands for the agent, and {name} for any other parameter
	agent    *regexp.Regexp
}

const agentSegment = "{}"

// routeError is the refusal of a request that belongs to no operation. It is
// an HTTP error, not an envelope.
type routeError struct {
	status int
	allow  []string
}

func (u *routeError) Error() string { return http.StatusText(u.status) }

// compile makes routes of the document's operations. Operations without a handler
// get none.
func compile(doc *spec.Document, calls map[string]CallFunc) ([]route, error) {
	var routes []route
	for _, op := range slices.Concat(doc.Operations, doc.MockOnly) {
		if handlers[op.LogName] == nil && calls[op.LogName] == nil {
			continue
		}
		r, err := compileRoute(op)
		if err != nil {
			return nil, fmt.Errorf("operation %q: %w", op.LogName, err)
		}
		routes = append(routes, r)
	}
	return routes, nil
}

// digits is the form of an agent where the document states no pattern.
var digits = lazyregexp.New(`^[0-9]+$`)

func compileRoute(op *spec.Operation) (route, error) {
	p, ok := op.Param(spec.RoleAgent)
	if !ok {
		return route{}, fmt.Errorf("path %q has no parameter for the agent", op.Path)
	}
	r := route{op: op, agent: digits()}
	if p.Schema != nil && p.Schema.Pattern != "" {
		pattern, err := regexp.Compile(p.Schema.Pattern)
		if err != nil {
			return route{}, fmt.Errorf("pattern of %q: %w", p.Name, err)
		}
		r.agent = pattern
	}
	for s := range strings.FieldsFuncSeq(op.Path, isSlash) {
		if s == "{"+p.Name+"}" {
			s = agentSegment
		}
		r.segments = append(r.segments, s)
	}
	return r, nil
}

func isSlash(c rune) bool { return c == '/' }

// route finds the operation and the agent of a request. Empty segments are
// ignored, since real clients send double slashes.
func (g *Gateway) route(method string, u *url.URL) (*spec.Operation, string, error) {
	segments, err := split(u)
	if err != nil {
		return nil, "", &routeError{status: http.StatusNotFound}
	}
	var allow []string
	for _, rt := range g.routes {
		agent, ok := rt.match(segments)
		switch {
		case !ok:
		case g.behavior.allowsMethod(rt.op, method):
			return rt.op, agent, nil
		default:
			allow = append(allow, rt.op.Method)
		}
	}
	if allow == nil {
		return nil, "", &routeError{status: http.StatusNotFound}
	}
	slices.Sort(allow)
	return nil, "", &routeError{status: http.StatusMethodNotAllowed, allow: slices.Compact(allow)}
}

// split returns the decoded non-empty segments of a path.
func split(u *url.URL) ([]string, error) {
	var segments []string
	for s := range strings.FieldsFuncSeq(u.EscapedPath(), isSlash) {
		decoded, err := url.PathUnescape(s)
		if err != nil {
			return nil, err
		}
		segments = append(segments, decoded)
	}
	return segments, nil
}

func (rt route) match(segments []string) (agent string, ok bool) {
	if len(segments) != len(rt.segments) {
		return "", false
	}
	for i, want := range rt.segments {
		switch {
		case want == agentSegment:
			agent = segments[i]
		case want[0] != '{' && want != segments[i]:
			return "", false
		}
	}
	return agent, rt.agent.MatchString(agent)
}

// pathValues are the parameters of a path other than the agent, by name.
func (rt route) pathValues(segments []string) map[string]string {
	values := map[string]string{}
	for i, name := range rt.segments {
		if name != agentSegment && name[0] == '{' {
			values[strings.Trim(name, "{}")] = segments[i]
		}
	}
	return values
}
