package spec

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/parser"
)

// PlaceError is a fault of a document and its place.
type PlaceError struct {
	Steps  []any // keys (string) and indices (int) from the root
	Reason string
	Line   int // counted from 1, 0 if unknown
}

// faultAt returns a *PlaceError. It copies the steps, since callers append to them.
func faultAt(steps []any, format string, args ...any) error {
	return &PlaceError{Steps: append([]any(nil), steps...), Reason: fmt.Sprintf(format, args...)}
}

// at returns a copy of a place with further steps.
func at(place []any, more ...any) []any {
	return append(append([]any(nil), place...), more...)
}

// Place returns the steps in a form such as x-retcodes[3].conditions[0].
func (e *PlaceError) Place() string {
	var b strings.Builder
	for _, s := range e.Steps {
		switch s := s.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", s)
		case string:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(s)
		}
	}
	return b.String()
}

// Error returns line, place and reason.
func (e *PlaceError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s: %s", e.Line, e.Place(), e.Reason)
	}
	return fmt.Sprintf("%s: %s", e.Place(), e.Reason)
}

// locate finds the line of the deepest step that the text has. It parses the
// text again, which costs time only for a faulty document.
func (e *PlaceError) locate(data []byte) {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return
	}
	for n := len(e.Steps); n > 0 && e.Line == 0; n-- {
		node, err := yamlPath(e.Steps[:n]).FilterFile(file)
		if err == nil && node != nil {
			e.Line = node.GetToken().Position.Line
		}
	}
}

func yamlPath(steps []any) *yaml.Path {
	b := (&yaml.PathBuilder{}).Root()
	for _, s := range steps {
		switch s := s.(type) {
		case int:
			b = b.Index(uint(s))
		case string:
			b = b.Child(s)
		}
	}
	return b.Build()
}
