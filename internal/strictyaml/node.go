package strictyaml

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/gwcheck/gwcheck/internal/spelling"
)

// Node is a value in a file, or the lack of one. The methods that read it note
// a problem in the document if the value is not what they ask for, and nothing
// if it is absent; in both cases they return the fallback or a zero value.
type Node struct {
	doc  *Document
	node ast.Node
	path string
}

// node resolves anchors and aliases.
func (d *Document) node(n ast.Node, path string) Node {
	for range maxDepth {
		switch x := n.(type) {
		case *ast.AnchorNode:
			n = x.Value
		case *ast.AliasNode:
			target, ok := d.anchors[aliasName(x)]
			if !ok {
				at := position(x)
				d.add(at.Line, at.Column, path, "no anchor has the name of this alias")
				return Node{}
			}
			n = target
		default:
			return Node{doc: d, node: n, path: path}
		}
	}
	return Node{}
}

// Given reports whether there is a value.
func (n Node) Given() bool { return n.node != nil }

// Failf notes a problem with the value. It does nothing if there is none.
func (n Node) Failf(format string, args ...any) {
	if n.Given() {
		at := position(n.node)
		n.doc.add(at.Line, at.Column, n.path, fmt.Sprintf(format, args...))
	}
}

// Problem is a problem with the value, for callers that do not refuse the file
// for it. It has no excerpt. The value must be given.
func (n Node) Problem(message string) Problem {
	at := position(n.node)
	return Problem{File: n.doc.name, Line: at.Line, Column: at.Column, Path: n.path, Message: message}
}

// kind is what a value is, in words.
func (n Node) kind() string {
	switch n.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.SequenceNode:
		return "a list"
	case *ast.IntegerNode:
		return "a whole number"
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "empty"
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	default:
		return "something else"
	}
}

// expect notes that a value has the wrong type.
func (n Node) expect(what string) { n.Failf("must be %s, but is %s", what, n.kind()) }

// IsObject reports whether the value is a mapping.
func (n Node) IsObject() bool {
	switch n.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return true
	default:
		return false
	}
}

// IsList reports whether the value is a sequence.
func (n Node) IsList() bool {
	_, ok := n.node.(*ast.SequenceNode)
	return ok
}

// List is the elements of a sequence.
func (n Node) List() []Node {
	if !n.Given() {
		return nil
	}
	s, ok := n.node.(*ast.SequenceNode)
	if !ok {
		n.expect("a list")
		return nil
	}
	list := make([]Node, 0, len(s.Values))
	for i, v := range s.Values {
		list = append(list, n.doc.node(v, fmt.Sprintf("%s[%d]", n.path, i)))
	}
	return list
}

// Object is a mapping whose keys are all known.
type Object struct {
	Node
	fields map[string]Node
}

// Object is the value as a mapping with no other keys than these.
func (n Node) Object(keys ...string) Object {
	o := Object{Node: n, fields: map[string]Node{}}
	if !n.Given() {
		return o
	}
	if !n.IsObject() {
		n.expect("a mapping with the keys " + strings.Join(keys, ", "))
		o.Node = Node{}
		return o
	}
	for _, pair := range pairs(n.node) {
		o.field(pair, keys)
	}
	return o
}

func pairs(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	default:
		return nil
	}
}

// field adds one key, or notes that it is unknown.
func (o Object) field(pair *ast.MappingValueNode, keys []string) {
	at := position(pair.Key)
	key := pair.Key.GetToken().Value
	for _, known := range keys {
		if key == known {
			o.fields[key] = o.doc.node(pair.Value, join(o.path, key))
			return
		}
	}
	message := fmt.Sprintf("unknown key %q", key)
	if near := nearest(key, keys); near != "" {
		message += fmt.Sprintf(" (did you mean %q?)", near)
	}
	o.doc.add(at.Line, at.Column, o.path, message+"; allowed: "+strings.Join(keys, ", "))
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// Get is the value of a key, possibly absent.
func (o Object) Get(key string) Node { return o.fields[key] }

// Need is the value of a key; a problem is noted if it is absent.
func (o Object) Need(key, why string) Node {
	n, ok := o.fields[key]
	if !ok {
		o.Failf("the key %q is missing: %s", key, why)
	}
	return n
}

// nearest is the known key that was probably meant, "" if none is near: it
// differs by no more than a third of the letters.
func nearest(key string, keys []string) string {
	return spelling.Nearest(key, keys, max(1, (len(key)+2)/3))
}
