package strictyaml

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// secrets knows the stretches of a file that are never shown.
type secrets []span

// span reaches from a character up to before another; lines and columns count from 1.
type span struct{ fromLine, fromColumn, toLine, toColumn int }

// toEnd is a column after the end of every line.
const toEnd = 1 << 30

// apply is a line without the secrets on it.
func (s secrets) apply(text source, number int) masked {
	line := plain(text.line(number))
	for _, x := range s {
		if number < x.fromLine || number > x.toLine {
			continue
		}
		from, to := 1, toEnd
		if number == x.fromLine {
			from = x.fromColumn
		}
		if number == x.toLine {
			to = x.toColumn
		}
		line = line.cut(from, to)
	}
	return line
}

// marker looks for secrets in a file.
type marker struct {
	anchors map[string]ast.Node
	hide    Secrets
	seen    map[ast.Node]bool // targets of aliases
	found   secrets
}

// walk descends; inside tells that values here are secret. Aliases are
// followed, since a secret may stand where its anchor is.
func (m *marker) walk(n ast.Node, inside bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, pair := range n.Values {
			m.walk(pair, inside)
		}
	case *ast.MappingValueNode:
		m.walk(n.Value, m.secret(n, inside))
	case *ast.AliasNode:
		if target := m.anchors[aliasName(n)]; inside && target != nil && !m.seen[target] {
			m.seen[target] = true
			m.walk(target, true)
		}
	case *ast.SequenceNode, *ast.AnchorNode, *ast.TagNode:
		for _, child := range children(n) {
			m.walk(child, inside)
		}
	case ast.ScalarNode:
		if inside || userInfo.MatchString(n.GetToken().Value) {
			m.found = append(m.found, extent(n))
		}
	}
}

// secret tells whether the value of a key is secret.
func (m *marker) secret(pair *ast.MappingValueNode, inside bool) bool {
	key := pair.Key.GetToken().Value
	if key == m.hide.Section || secretKey.MatchString(key) {
		return true
	}
	_, scalar := pair.Value.(ast.ScalarNode)
	return inside && !(scalar && slices.Contains(m.hide.Public, key))
}

// extent is the stretch of one scalar. One of several lines hides all of them whole.
func extent(n ast.ScalarNode) span {
	tk := n.GetToken()
	at, raw := *tk.Position, strings.TrimSpace(tk.Origin)
	if block, ok := n.(*ast.LiteralNode); ok && block.Value != nil {
		raw = "|\n" + block.Value.GetToken().Origin
	}
	if lines := strings.Count(raw, "\n"); lines > 0 {
		return span{at.Line, at.Column, at.Line + lines, toEnd}
	}
	return span{at.Line, at.Column, at.Line, at.Column + len([]rune(raw))}
}

func aliasName(n *ast.AliasNode) string {
	if n.Value == nil || n.Value.GetToken() == nil {
		return ""
	}
	return n.Value.GetToken().Value
}
