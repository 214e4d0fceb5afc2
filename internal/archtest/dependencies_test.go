package archtest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/archtest"
)

// onlyInTests is the line of the document before its second table.
const onlyInTests = "\nOnly in tests:\n"

// docs/dependencies.md must name the modules of go.mod, and the packages that
// import each of them.
func TestDocumentNamesTheDependencies(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	product, tests, found := strings.Cut(string(text), onlyInTests)
	if !found {
		t.Fatalf("docs/dependencies.md has no line %q", strings.TrimSpace(onlyInTests))
	}
	got := documented(product, "product")
	maps.Copy(got, documented(tests, "tests"))
	want := imported(t)
	for _, module := range slices.Sorted(maps.Keys(want)) {
		if got[module] != want[module] {
			t.Errorf("docs/dependencies.md says of %s %q, but go list says %q", module, got[module], want[module])
		}
		delete(got, module)
	}
	for module := range got {
		t.Errorf("docs/dependencies.md names %s, which go.mod does not require", module)
	}
}

// documented reads the first and third columns of a table: modules, and the
// packages that import them.
func documented(table, scope string) map[string]string {
	rows := map[string]string{}
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) == 6 && strings.Contains(cells[1], ".") {
			where := strings.ReplaceAll(strings.TrimSpace(cells[3]), "`", "")
			rows[strings.TrimSpace(cells[1])] = scope + ": " + where
		}
	}
	return rows
}

// imported lists for each module that go.mod requires directly the packages
// that import it, or, where only tests do, the packages of those tests.
func imported(t *testing.T) map[string]string {
	t.Helper()
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(output(t, "go", "mod", "edit", "-json"), &mod); err != nil {
		t.Fatal(err)
	}
	code, tests := imports(t)
	all := map[string]string{}
	for _, m := range mod.Require {
		if m.Indirect {
			continue
		}
		all[m.Path] = "product: " + importers(m.Path, code)
		if all[m.Path] == "product: " {
			all[m.Path] = "tests: " + importers(m.Path, tests)
		}
	}
	return all
}

// imports are the imports of each package, and of its tests. Tools are no part
// of the product, and import nothing that the product does not.
func imports(t *testing.T) (code, tests map[string][]string) {
	t.Helper()
	code, tests = map[string][]string{}, map[string][]string{}
	d := json.NewDecoder(strings.NewReader(string(output(t, "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./..."))))
	for {
		var p struct {
			ImportPath                         string
			Imports, TestImports, XTestImports []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return code, tests
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, archtest.Module+"/")
		if !strings.HasPrefix(name, "tools/") {
			code[name], tests[name] = p.Imports, slices.Concat(p.TestImports, p.XTestImports)
		}
	}
}

// importers are the packages that import a package of a module.
func importers(module string, imports map[string][]string) string {
	var names []string
	for name, paths := range imports {
		if slices.ContainsFunc(paths, func(p string) bool { return p == module || strings.HasPrefix(p, module+"/") }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// output runs a command at the root of the module.
func output(t *testing.T, command ...string) []byte {
	t.Helper()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = filepath.Join("..", "..")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w: %s", strings.Join(command, " "), err, &stderr))
	}
	return out
}
