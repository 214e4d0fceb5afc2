// Package strictyaml reads small configuration files. An unknown key, a value
// of the wrong type or out of its range is a problem with line, column and
// excerpt; all problems of a file are collected, not just the first. Values in
// parts of the file that are declared secret never appear in a problem.
//
// It supports one YAML document of mappings, sequences, scalars, anchors and
// aliases, and neither merge keys nor tags.
package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// The parser takes time that grows with the square of size and nesting, so
// both are bounded before it sees a file.
const (
	MaxBytes = 128 << 10 // largest file
	maxDepth = 32        // deepest nesting of flow collections and of "- - -"
)

// Document is a parsed file and the problems found in it so far.
type Document struct {
	name     string
	source   source
	anchors  map[string]ast.Node
	hidden   secrets
	problems []Problem
	more     int // problems beyond the limit
}

// Secrets declares a part of a file of which nothing is ever shown.
type Secrets struct {
	Section string   // key whose values are secret, at any depth
	Public  []string // keys below it whose own values may be shown
}

// Parse reads data, which problems call name. The node is the root; if the
// text is not YAML at all, the error is an *Error with a single problem.
func Parse(name string, data []byte, hide Secrets) (*Document, Node, error) {
	d := &Document{name: name, source: newSource(data), anchors: map[string]ast.Node{}}
	file, err := parse(data)
	if err != nil {
		d.refuse(err, hide)
		return d, Node{}, d.Err()
	}
	body, err := single(file)
	if err != nil {
		d.refuse(err, hide)
		return d, Node{}, d.Err()
	}
	d.collect(body)
	m := marker{source: d.source, anchors: d.anchors, hide: hide, seen: map[ast.Node]bool{}}
	m.walk(body, false)
	slices.SortFunc(m.found, byBegin)
	d.hidden = m.found
	return d, d.node(body, ""), nil
}

// refusal is an error about the text as a whole.
type refusal struct {
	message      string
	line, column int
}

func (r *refusal) Error() string { return r.message }

func refusef(line, column int, format string, args ...any) error {
	return &refusal{message: fmt.Sprintf(format, args...), line: line, column: column}
}

func parse(data []byte) (*ast.File, error) {
	if len(data) > MaxBytes {
		return nil, refusef(1, 1, "the file is larger than %d bytes", MaxBytes)
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return nil, refusef(i+1, 1, "the line is not UTF-8 text")
		}
	}
	if err := shallow(string(data)); err != nil {
		return nil, err
	}
	return guarded(data)
}

// guarded calls the parser and turns a panic of it into an error: the file is
// foreign input, and no file may end the program.
func guarded(data []byte) (file *ast.File, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			file, err = nil, refusef(1, 1, "the text cannot be read as YAML")
		}
	}()
	file, err = parser.ParseBytes(data, 0)
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil {
		at := syntax.Token.Position
		return nil, refusef(at.Line, at.Column, "%s", syntax.Message)
	}
	if err != nil {
		return nil, refusef(1, 1, "the text cannot be read as YAML")
	}
	return file, nil
}

// shallow refuses nesting that no configuration file needs. It counts brackets
// in quotes too, which is harmless: few are left open there.
func shallow(text string) error {
	depth := 0
	for i, line := range strings.Split(text, "\n") {
		deepest := strings.Count(line[:len(line)-len(strings.TrimLeft(line, " -"))], "-")
		for _, c := range line {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(0, depth-1)
			}
			deepest = max(deepest, depth)
		}
		if deepest > maxDepth {
			return refusef(i+1, 1, "nested too deeply; at most %d levels are read", maxDepth)
		}
	}
	return nil
}

// single is the content of the one document of a file.
func single(file *ast.File) (ast.Node, error) {
	bodies := slices.DeleteFunc(slices.Clone(file.Docs), func(d *ast.DocumentNode) bool { return empty(d.Body) })
	switch len(bodies) {
	case 0:
		return nil, refusef(1, 1, "the file is empty")
	case 1:
		return bodies[0].Body, nil
	default:
		at := position(bodies[1].Body)
		return nil, refusef(at.Line, at.Column, "a second document begins; one is allowed")
	}
}

func empty(n ast.Node) bool {
	_, comment := n.(*ast.CommentGroupNode)
	return n == nil || comment
}

// collect notes the anchors, which may be used anywhere below.
func (d *Document) collect(n ast.Node) {
	if a, ok := n.(*ast.AnchorNode); ok && a.Name != nil {
		d.anchors[a.Name.GetToken().Value] = a.Value
	}
	for _, child := range children(n) {
		d.collect(child)
	}
}

// children are the nodes directly below n; keys of mappings are left out.
func children(n ast.Node) []ast.Node {
	var list []ast.Node
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, pair := range n.Values {
			list = append(list, pair.Value)
		}
	case *ast.MappingValueNode:
		list = append(list, n.Value)
	case *ast.SequenceNode:
		list = n.Values
	case *ast.AnchorNode:
		list = append(list, n.Value)
	case *ast.TagNode:
		list = append(list, n.Value)
	}
	return slices.DeleteFunc(slices.Clone(list), func(n ast.Node) bool { return n == nil })
}

// position is where a node begins: at its first key, if it is a block mapping.
func position(n ast.Node) token.Position {
	switch m := n.(type) {
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			return position(m.Values[0])
		}
	case *ast.MappingValueNode:
		if m.Key != nil {
			return position(m.Key)
		}
	}
	if n != nil && n.GetToken() != nil && n.GetToken().Position != nil {
		return *n.GetToken().Position
	}
	return token.Position{Line: 1, Column: 1}
}
