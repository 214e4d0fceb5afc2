package strictyaml

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// secrets knows the stretches of a file that are never shown.
type secrets []span

// span reaches from a character up to before another; lines and columns count from 1.
type span struct{ fromLine, fromColumn, toLine, toColumn int }

// toEnd is a column after the end of every line.
const toEnd = 1 << 30

// apply is a line without the secrets on it.
func (s secrets) apply(text source, number int) masked {
	var on [][2]int
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
		on = append(on, [2]int{from, to})
	}
	slices.SortFunc(on, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	return without(text.line(number), on)
}

// begins reports whether a secret begins at a place; s is in order.
func (s secrets) begins(line, column int) bool {
	_, found := slices.BinarySearchFunc(s, span{fromLine: line, fromColumn: column}, byBegin)
	return found
}

func byBegin(a, b span) int {
	return cmp.Or(cmp.Compare(a.fromLine, b.fromLine), cmp.Compare(a.fromColumn, b.fromColumn))
}

// marker looks for secrets in a file.
type marker struct {
	source  source
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
		m.indicator(n.GetToken(), aliasName(n), inside)
		if target := m.anchors[aliasName(n)]; inside && target != nil && !m.seen[target] {
			m.seen[target] = true
			m.walk(target, true)
		}
	case *ast.AnchorNode:
		m.indicator(n.GetToken(), n.Name.GetToken().Value, inside)
		m.walk(n.Value, inside)
	case *ast.TagNode:
		m.indicator(n.GetToken(), n.GetToken().Value, inside)
		m.walk(n.Value, inside)
	case *ast.SequenceNode:
		for _, child := range n.Values {
			m.walk(child, inside)
		}
	case ast.ScalarNode:
		if inside || userInfo().MatchString(n.GetToken().Value) {
			m.found = append(m.found, m.extent(n))
			m.comment(n.GetToken())
		}
	}
}

// indicator hides the name after *, & or !, since a password that begins with
// one of them and lacks its quotes is read as such a name.
func (m *marker) indicator(tk *token.Token, name string, inside bool) {
	if inside {
		at := tk.Position
		m.found = append(m.found, span{at.Line, at.Column, at.Line, at.Column + 1 + len([]rune(name))})
	}
}

// comment hides a comment after a secret, which may be the rest of it.
func (m *marker) comment(tk *token.Token) {
	if next := tk.Next; next != nil && next.Type == token.CommentType {
		m.found = append(m.found, span{next.Position.Line, next.Position.Column, next.Position.Line, toEnd})
	}
}

// secret reports whether the value of a key is secret.
func (m *marker) secret(pair *ast.MappingValueNode, inside bool) bool {
	key := pair.Key.GetToken().Value
	if key == m.hide.Section || secretKey().MatchString(key) {
		return true
	}
	_, scalar := pair.Value.(ast.ScalarNode)
	return inside && !(scalar && slices.Contains(m.hide.Public, key))
}

// extent is the stretch of one scalar in the text. The parser keeps where a
// scalar begins, but not always how it was spelled, so its end is looked up.
func (m *marker) extent(n ast.ScalarNode) span {
	tk := n.GetToken()
	at, raw := *tk.Position, strings.TrimSpace(tk.Origin)
	block, isBlock := n.(*ast.LiteralNode)
	switch {
	case isBlock && block.Value != nil:
		body := strings.TrimRight(block.Value.GetToken().Origin, " \r\n")
		return span{at.Line, at.Column, at.Line + 1 + strings.Count(body, "\n"), toEnd}
	case tk.Type == token.DoubleQuoteType || tk.Type == token.SingleQuoteType:
		return m.source.quoted(at.Line, at.Column)
	case strings.Contains(raw, "\n"):
		return span{at.Line, at.Column, at.Line + strings.Count(raw, "\n"), toEnd}
	case m.source.has(at.Line, at.Column, raw):
		return span{at.Line, at.Column, at.Line, at.Column + len([]rune(raw))}
	default:
		return span{at.Line, 1, at.Line, toEnd}
	}
}

// has reports whether a text stands at a place.
func (s source) has(line, column int, text string) bool {
	runes := []rune(s.line(line))
	return column >= 1 && column <= len(runes) && strings.HasPrefix(string(runes[column-1:]), text)
}

// quoted is the stretch of the quoted scalar that begins at a place.
func (s source) quoted(line, column int) span {
	if !s.has(line, column, `"`) && !s.has(line, column, "'") {
		return span{line, 1, line, toEnd}
	}
	runes := []rune(s.line(line))
	quote, escaped := runes[column-1], false
	for l := line; l <= len(s); l++ {
		for i, c := range []rune(s.line(l)) {
			switch {
			case l == line && i < column:
			case escaped:
				escaped = false
			case c == '\\' && quote == '"':
				escaped = true
			case c == quote && quote == '\'' && s.has(l, i+2, "'"):
				escaped = true
			case c == quote:
				return span{line, column, l, i + 2}
			}
		}
		escaped = false
	}
	return span{line, column, len(s), toEnd}
}

func aliasName(n *ast.AliasNode) string {
	if n.Value == nil || n.Value.GetToken() == nil {
		return ""
	}
	return n.Value.GetToken().Value
}
