package strictyaml

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
)

// Text is a string: quoted, or plain text that YAML does not take for another type.
func (n Node) Text() string {
	switch s := n.node.(type) {
	case nil:
		return ""
	case *ast.StringNode:
		return s.Value
	case *ast.LiteralNode:
		if s.Value != nil {
			return s.Value.Value
		}
		return ""
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		n.Failf("must be text, but is %s; put it in quotes", n.kind())
	default:
		n.expect("text")
	}
	return ""
}

// Line is a Text of at most limit characters, not empty and without control characters.
func (n Node) Line(limit int) string {
	s := n.Text()
	if !n.isText() {
		return ""
	}
	switch control := strings.IndexFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 }); {
	case s == "":
		n.Failf("must not be empty")
	case control >= 0:
		n.Failf("must not hold control characters")
	case len([]rune(s)) > limit:
		n.Failf("has %d characters; at most %d are allowed", len([]rune(s)), limit)
	default:
		return s
	}
	return ""
}

// Match is a Text of a given form; what describes it, for the problem.
func (n Node) Match(form *regexp.Regexp, what string) string {
	s := n.Text()
	if n.isText() && !form.MatchString(s) {
		n.Failf("must be %s, but is %s", what, n.cite(s))
		return ""
	}
	return s
}

// Option is a Text out of a list.
func (n Node) Option(options ...string) string {
	s := n.Text()
	if n.isText() && !slices.Contains(options, s) {
		n.Failf("is %s; allowed: %s", n.cite(s), strings.Join(options, ", "))
		return ""
	}
	return s
}

func (n Node) isText() bool {
	switch n.node.(type) {
	case *ast.StringNode, *ast.LiteralNode:
		return true
	default:
		return false
	}
}

// cite is a value for a problem, unless it is secret.
func (n Node) cite(s string) string {
	if at := position(n.node); n.doc.hidden.begins(at.Line, at.Column) {
		return "another value"
	}
	if len(s) > 80 {
		s = strings.ToValidUTF8(s[:80], "") + "…"
	}
	return strconv.Quote(s)
}

// Bool is true or false; fallback if absent.
func (n Node) Bool(fallback bool) bool {
	b, ok := n.node.(*ast.BoolNode)
	if !ok {
		n.expect("true or false")
		return fallback
	}
	return b.Value
}

// IsInt reports whether the value is a whole number.
func (n Node) IsInt() bool {
	_, ok := n.node.(*ast.IntegerNode)
	return ok
}

// Int is a decimal whole number from low to high; fallback if absent.
func (n Node) Int(fallback, low, high int64) int64 {
	number, ok := n.node.(*ast.IntegerNode)
	if !ok {
		n.expect(fmt.Sprintf("a whole number from %d to %d", low, high))
		return fallback
	}
	v, err := strconv.ParseInt(number.GetToken().Value, 10, 64)
	if err != nil || v < low || v > high {
		n.Failf("must be a whole number from %d to %d, but is %s", low, high, n.cite(number.GetToken().Value))
		return fallback
	}
	return v
}

// Duration is a length of time such as 10s, 1m30s or 250ms; fallback if absent.
func (n Node) Duration(fallback, low, high time.Duration) time.Duration {
	if !n.Given() {
		return fallback
	}
	const form = "a duration from %s to %s such as 250ms, 10s or 1m30s, but is %s"
	if !n.isText() {
		n.Failf("must be "+form, low, high, n.kind())
		return fallback
	}
	v, err := time.ParseDuration(n.Text())
	if err != nil || v < low || v > high {
		n.Failf("must be "+form, low, high, n.cite(n.Text()))
		return fallback
	}
	return v
}

var sizeForm = lazyregexp.New(`^([0-9]{1,15}) ?(B|KiB|MiB|GiB)$`)

var sizeUnit = map[string]int64{"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}

// Size is a number of bytes, a whole number or one with a unit: 4096, 64KiB,
// 256MiB, 1GiB; fallback if absent.
func (n Node) Size(fallback, low, high int64) int64 {
	if !n.Given() {
		return fallback
	}
	v, given, ok := n.bytes()
	if !ok || v < low || v > high {
		n.Failf("must be a number of bytes from %d to %d, or one such as 64KiB, 256MiB or 1GiB, but is %s", low, high, given)
		return fallback
	}
	return v
}

// bytes is the size, what is given instead if it is none, and whether it is one.
func (n Node) bytes() (int64, string, bool) {
	switch x := n.node.(type) {
	case *ast.IntegerNode:
		text := x.GetToken().Value
		v, err := strconv.ParseInt(text, 10, 64)
		return v, n.cite(text), err == nil
	case *ast.StringNode:
		parts := sizeForm().FindStringSubmatch(x.Value)
		if parts == nil {
			return 0, n.cite(x.Value), false
		}
		v, err := strconv.ParseInt(parts[1], 10, 64)
		unit := sizeUnit[parts[2]]
		return v * unit, n.cite(x.Value), err == nil && v <= (1<<62)/unit
	default:
		return 0, n.kind(), false
	}
}
