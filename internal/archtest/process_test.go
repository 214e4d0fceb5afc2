package archtest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/gwcheck/gwcheck/internal/archtest"
)

// processOnly is what belongs to programs: packages get their input from their
// callers and give errors back to them.
var processOnly = map[string][]string{
	"os":            {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Setenv", "Exit", "Args", "Stdin", "Stdout", "Stderr"},
	"log":           {"Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"},
	"flag":          {"Parse", "String", "Bool", "Int", "Duration", "CommandLine"},
	"os/signal":     {"Notify", "NotifyContext"},
	"math/rand":     {"Seed"},
	"runtime/debug": {"SetGCPercent", "SetMemoryLimit"},
}

func TestOnlyCommandsTouchTheProcess(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t, ".") {
		if archtest.Covers("./cmd", p.ImportPath) || archtest.Covers("./tools", p.ImportPath) {
			continue
		}
		for _, name := range p.GoFiles {
			for _, use := range processUses(t, filepath.Join(p.Dir, name)) {
				t.Errorf("%s: only packages below cmd and tools may use it", use)
			}
		}
	}
}

func TestProcessUsesAreFound(t *testing.T) {
	t.Parallel()
	if got := processUses(t, filepath.Join("testdata", "uses.go.txt")); len(got) != 2 {
		t.Errorf("found %v in a file with two uses", got)
	}
}

// processUses lists the places where a file uses what only programs may.
func processUses(t *testing.T, file string) (uses []string) {
	t.Helper()
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("parse %s: %v", file, err)
	}
	names := importNames(f)
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := s.X.(*ast.Ident)
		if !ok {
			return true
		}
		for _, name := range processOnly[names[pkg.Name]] {
			if s.Sel.Name == name {
				uses = append(uses, set.Position(s.Pos()).String()+": "+names[pkg.Name]+"."+name)
			}
		}
		return true
	})
	return uses
}

// importNames maps the names in a file to the packages they stand for.
func importNames(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, i := range f.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			continue
		}
		name := filepath.Base(path)
		if i.Name != nil {
			name = i.Name.Name
		}
		names[name] = path
	}
	return names
}
