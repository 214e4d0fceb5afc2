package mutate

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

// opposites are the operators that a mutant exchanges.
var opposites = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.LAND: token.LOR, token.LOR: token.LAND,
}

// finder walks over one file.
type finder struct {
	file     string
	src      string
	base     token.Pos      // of the first byte
	variadic map[string]int // functions of the package that take lists, and where those begin
	path     []ast.Node     // around the present node
	found    []*Mutant
}

// find lists the mutants of a file.
func find(file string, src []byte, variadic map[string]int) ([]*Mutant, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("mutants of %s: %w", file, err)
	}
	f := &finder{file: file, src: string(src), base: tree.FileStart, variadic: variadic}
	ast.Inspect(tree, func(n ast.Node) bool {
		if n == nil {
			f.path = f.path[:len(f.path)-1]
			return true
		}
		f.visit(n)
		f.path = append(f.path, n)
		return true
	})
	return f.found, nil
}

func (f *finder) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if other, ok := opposites[n.Op]; ok {
			f.add(condition, n, n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), other.String())
		}
	case *ast.IfStmt:
		f.negate(n.Cond)
	case *ast.CaseClause:
		f.labels(n)
	case *ast.BasicLit:
		f.number(n)
	case *ast.Ident:
		if other, ok := map[string]string{"true": "false", "false": "true"}[n.Name]; ok {
			f.add(value, n, n.Pos(), n.End(), other)
		}
	case *ast.CompositeLit:
		if list, ok := n.Type.(*ast.ArrayType); ok && list.Len == nil {
			f.elements(n, n.Elts, n.Rbrace)
		}
	case *ast.CallExpr:
		if name, ok := n.Fun.(*ast.Ident); ok && !n.Ellipsis.IsValid() {
			if first, ok := f.variadic[name.Name]; ok && first < len(n.Args) {
				f.elements(n, n.Args[first:], n.Rparen)
			}
		}
	case *ast.ReturnStmt:
		f.nothing(n)
		f.drop(n, f.goesOn())
	case *ast.AssignStmt:
		f.drop(n, n.Tok != token.DEFINE)
	case *ast.IncDecStmt, *ast.ExprStmt:
		f.drop(n.(ast.Stmt), true)
	}
}

// negate turns a condition around, unless it is a comparison for equality,
// whose other operator does the same.
func (f *finder) negate(cond ast.Expr) {
	if b, ok := cond.(*ast.BinaryExpr); !ok || b.Op != token.EQL && b.Op != token.NEQ {
		f.add(condition, cond, cond.Pos(), cond.End(), "!("+f.src[f.at(cond.Pos()):f.at(cond.End())]+")")
	}
}

// labels changes the strings of a case, or the conditions of a switch without a tag.
func (f *finder) labels(n *ast.CaseClause) {
	around, isSwitch := f.up(2).(*ast.SwitchStmt)
	for _, label := range n.List {
		if lit, ok := label.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			f.add(value, lit, lit.End(), lit.End(), ` + "?"`)
		} else if isSwitch && around.Tag == nil {
			f.negate(label)
		}
	}
}

// number adds and subtracts one. The length of an array is part of a type, and
// an index below zero would not compile.
func (f *finder) number(n *ast.BasicLit) {
	i, err := strconv.ParseInt(n.Value, 0, 64)
	if _, length := f.up(1).(*ast.ArrayType); length || err != nil {
		return
	}
	form, around := f.comparison(n)
	f.add(form, around, n.Pos(), n.End(), strconv.FormatInt(i+1, 10))
	switch f.up(1).(type) {
	case *ast.IndexExpr, *ast.SliceExpr:
		if i == 0 {
			return
		}
	}
	f.add(form, around, n.Pos(), n.End(), strconv.FormatInt(i-1, 10))
}

// comparison is the innermost comparison of which a number is part, or the
// number itself, which then has to be an int.
func (f *finder) comparison(number ast.Expr) (form, ast.Node) {
	for level := 1; ; level++ {
		n, ok := f.up(level).(ast.Expr)
		if b, isBinary := n.(*ast.BinaryExpr); isBinary && opposites[b.Op] != 0 {
			return condition, n
		}
		if _, isFunc := n.(*ast.FuncLit); isFunc || !ok {
			return value, number
		}
	}
}

// elements leaves out each element of a list up to its closing mark.
func (f *finder) elements(list ast.Expr, all []ast.Expr, closing token.Pos) {
	for i, e := range all {
		end := closing
		if i+1 < len(all) {
			end = all[i+1].Pos()
		}
		f.add(value, list, e.Pos(), end, "")
	}
}

// nothing returns nil in place of slices.
func (f *finder) nothing(n *ast.ReturnStmt) {
	var types []ast.Expr
	for _, field := range f.results() {
		for range max(1, len(field.Names)) {
			types = append(types, field.Type)
		}
	}
	for i, r := range n.Results {
		if name, ok := r.(*ast.Ident); ok && name.Name == "nil" || len(types) != len(n.Results) {
			continue
		}
		if list, ok := types[i].(*ast.ArrayType); ok && list.Len == nil {
			f.add(statement, n, r.Pos(), r.End(), "nil")
		}
	}
}

// results are the results of the function around.
func (f *finder) results() []*ast.Field {
	for level := 1; ; level++ {
		var of *ast.FieldList
		switch fn := f.up(level).(type) {
		case *ast.FuncLit:
			of = fn.Type.Results
		case *ast.FuncDecl:
			of = fn.Type.Results
		default:
			continue
		}
		return cmp.Or(of, &ast.FieldList{}).List
	}
}

// goesOn says whether a function can go on where the present return is left
// out; where it cannot, the code would not compile.
func (f *finder) goesOn() bool {
	switch around := f.up(2).(type) {
	case *ast.IfStmt:
		return around.Else == nil
	case *ast.BlockStmt: // of a switch
		for _, clause := range around.List {
			if c, ok := clause.(*ast.CaseClause); !ok || c.List == nil {
				return false
			}
		}
		return true
	case *ast.ForStmt, *ast.RangeStmt:
		return true
	}
	return false
}

// drop leaves a statement out of a list of statements.
func (f *finder) drop(s ast.Stmt, possible bool) {
	switch f.up(1).(type) {
	case *ast.BlockStmt, *ast.CaseClause:
		if possible {
			f.add(statement, s, s.Pos(), s.End(), "")
		}
	}
}

// up is the node that many levels above the present one, nil above the file.
func (f *finder) up(levels int) ast.Node {
	if levels > len(f.path) {
		return nil
	}
	return f.path[len(f.path)-levels]
}

func (f *finder) at(p token.Pos) int { return int(p - f.base) }

// add adds a mutant with another text from one place to another.
func (f *finder) add(form form, around ast.Node, from, to token.Pos, text string) {
	m := &Mutant{File: f.file, at: f.at(from), end: f.at(to), text: text, form: form,
		host: [2]int{f.at(around.Pos()), f.at(around.End())}}
	before := f.src[:m.at]
	m.Line = 1 + strings.Count(before, "\n")
	first := strings.LastIndexByte(before, '\n') + 1
	m.From, m.To = firstLine(f.src[first:]), firstLine(f.src[first:m.at]+text+f.src[m.end:])
	f.found = append(f.found, m)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return strings.TrimSpace(s)
}
