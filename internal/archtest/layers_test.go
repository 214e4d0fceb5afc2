package archtest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The mock is one package in five layers, told apart by file name. Go cannot
// enforce them, so this test does:
//
//	core         serves requests; every other file
//	vocabulary   what variants are written with: combinators*.go, stream_*.go
//	mutants      deviations composed of operators, places and triggers: mutant*.go
//	variants     deviations_*.go and readings_*.go, one file per sub-area
//	registry     variants.go, which lists them; every layer may use it
//
// A layer uses only itself, the layers above it in this list, and the registry.
// Files of variants do not use each other.
type layer int

const (
	core layer = iota
	vocabulary
	mutants
	variants
	registry
)

func layerOf(file string) layer {
	name := filepath.Base(file)
	switch {
	case name == "variants.go":
		return registry
	case listedAs(name) != "":
		return variants
	case strings.HasPrefix(name, "combinators"), strings.HasPrefix(name, "stream_"), name == "requirement_groups.go":
		return vocabulary
	case strings.HasPrefix(name, "mutant"):
		return mutants
	}
	return core
}

// listedAs is the name of the function that lists the variants of a file, ""
// if the file is none of variants: deviations_sign_in.go has signInDeviations.
func listedAs(file string) string {
	for prefix, suffix := range map[string]string{"deviations_": "Deviations", "readings_": "Readings"} {
		if area, ok := strings.CutPrefix(strings.TrimSuffix(file, ".go"), prefix); ok {
			return lowerCamel(area) + suffix
		}
	}
	return ""
}

func lowerCamel(snake string) string {
	words := strings.Split(snake, "_")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

func TestLayersOfTheMock(t *testing.T) {
	t.Parallel()
	for _, fault := range layerFaults(t, filepath.Join("..", "..", "mock")) {
		t.Error(fault)
	}
}

func TestCrossedLayersAreFound(t *testing.T) {
	t.Parallel()
	want := []string{
		"combinators.go: uses lateDeviations of deviations_late.go",
		"core.go: uses hold of readings_poll.go",
		"core.go: uses late of deviations_late.go",
		"core.go: uses shortened of combinators.go",
		"deviations_early.go: has no function earlyDeviations",
		"deviations_early.go: uses late of deviations_late.go",
		"deviations_early.go: uses wait of deviations_late.go",
	}
	if got := layerFaults(t, filepath.Join("testdata", "layers")); !slices.Equal(got, want) {
		t.Errorf("faults:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// layerFaults lists what crosses the layers in a directory, in order.
func layerFaults(t *testing.T, dir string) []string {
	t.Helper()
	set, files, info := typeCheck(t, dir)
	faults := map[string]bool{}
	for _, f := range files {
		from := filepath.Base(set.Position(f.Pos()).Filename)
		if name := listedAs(from); name != "" && f.Scope.Lookup(name) == nil {
			faults[from+": has no function "+name] = true
		}
		ast.Inspect(f, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || info.Uses[id] == nil || !info.Uses[id].Pos().IsValid() {
				return true
			}
			to := filepath.Base(set.Position(info.Uses[id].Pos()).Filename)
			if slices.ContainsFunc(files, isFile(set, to)) && crosses(from, to) {
				faults[fmt.Sprintf("%s: uses %s of %s", from, id.Name, to)] = true
			}
			return true
		})
	}
	return slices.Sorted(func(yield func(string) bool) {
		for fault := range faults {
			if !yield(fault) {
				return
			}
		}
	})
}

func isFile(set *token.FileSet, name string) func(*ast.File) bool {
	return func(f *ast.File) bool { return filepath.Base(set.Position(f.Pos()).Filename) == name }
}

// crosses reports whether one file must not use what another declares.
func crosses(from, to string) bool {
	source, target := layerOf(from), layerOf(to)
	switch {
	case from == to, source == registry, target == registry:
		return false
	case source == variants && target == variants:
		return true
	}
	return target > source
}

// typeCheck checks the files of a directory, its tests excepted.
func typeCheck(t *testing.T, dir string) (*token.FileSet, []*ast.File, *types.Info) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
	if len(names) == 0 {
		t.Fatalf("%s has no Go files", dir)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(set, "gc", exportData(t, dir))}
	if _, err := config.Check(dir, set, files, info); err != nil {
		t.Fatal(err)
	}
	return set, files, info
}

// exportData finds the compiled form of what the package in a directory imports.
func exportData(t *testing.T, dir string) importer.Lookup {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export", ".")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list in %s: %v", dir, err)
	}
	files := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct{ ImportPath, Export string }
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("go list in %s: %v", dir, err)
		}
		files[p.ImportPath] = p.Export
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
}
