package wire

import (
	"errors"
	"fmt"
	"strings"
)

// Values returns the values of all fields with that name, in order. Names are
// compared case-insensitively.
func Values(fields []Field, name string) []string {
	var values []string
	for _, f := range fields {
		if sameName(f.Name, name) {
			values = append(values, f.Value)
		}
	}
	return values
}

// Header returns the values of all response fields with that name, in order.
// Names are compared case-insensitively. It returns nil if there is no such
// field or no response.
func (x *Exchange) Header(name string) []string {
	if x == nil || x.Response == nil {
		return nil
	}
	return Values(x.Response.Fields, name)
}

// Fault returns the fault of that kind, if there is one.
func (x *Exchange) Fault(kind FaultKind) (Fault, bool) {
	for _, f := range x.Faults {
		if f.Kind == kind {
			return f, true
		}
	}
	return Fault{}, false
}

// ClosedWhileIdle reports whether a connection that had served a request before
// ended without one byte of a response. A peer may close an idle connection at
// any time (RFC 9112 section 9.5), and may announce that with status 408 (RFC 9110
// section 15.5.9), so the caller may retry on a new connection.
func ClosedWhileIdle(x *Exchange) bool {
	if x == nil {
		return false
	}
	if errors.Is(x.Err, ErrStale) {
		return true
	}
	if x.Reused && x.Err == nil && x.Response != nil && x.Response.Status == 408 {
		return true
	}
	lost := errors.Is(x.Err, ErrClosed) || errors.Is(x.Err, ErrReset)
	return x.Reused && lost && x.Timing.FirstByte == 0
}

// MediaType is a parsed Content-Type (RFC 9110 section 8.3.1).
type MediaType struct {
	Type   string  // "application/json", in lower case
	Params []Field // in order, names in lower case, values without quotes
}

// Param returns the first parameter with that name, compared case-insensitively.
func (m MediaType) Param(name string) (string, bool) {
	if v := Values(m.Params, name); len(v) > 0 {
		return v[0], true
	}
	return "", false
}

// ErrNoMediaType is the error for a response without Content-Type.
var ErrNoMediaType = errors.New("no Content-Type")

// MediaType parses the first Content-Type of the response. The error wraps
// ErrNoMediaType if there is none, and names the fault of a malformed one.
func (x *Exchange) MediaType() (MediaType, error) {
	values := x.Header("Content-Type")
	if len(values) == 0 {
		return MediaType{}, ErrNoMediaType
	}
	return ParseMediaType(values[0])
}

// ParseMediaType parses the value of a Content-Type field. An error names the
// part that is malformed; the result then holds the parts before it.
func ParseMediaType(s string) (MediaType, error) {
	parts := splitOutsideQuotes(s, ';')
	kind, sub, ok := strings.Cut(trimSpace(parts[0]), "/")
	if !ok || !isToken(kind) || !isToken(sub) {
		return MediaType{}, fmt.Errorf("content type %s: type and subtype expected", quoted(s))
	}
	m := MediaType{Type: strings.ToLower(kind + "/" + sub)}
	for _, p := range parts[1:] {
		if p = trimSpace(p); p == "" {
			continue // empty parameters are allowed
		}
		f, ok := parseParam(p)
		if !ok {
			return m, fmt.Errorf("content type %s: name=value expected in place of %s", quoted(s), quoted(p))
		}
		m.Params = append(m.Params, f)
	}
	return m, nil
}

func parseParam(s string) (Field, bool) {
	name, value, ok := strings.Cut(s, "=")
	if !ok || !isToken(name) {
		return Field{}, false
	}
	name = strings.ToLower(name)
	if value != "" && quotedLen(value) == len(value) {
		return Field{name, unquote(value)}, true
	}
	return Field{name, value}, isToken(value)
}

// quoted returns s in quotes and in printable form, shortened to 80 bytes.
func quoted[T string | []byte](s T) string { return `"` + Excerpt([]byte(s), 80) + `"` }
