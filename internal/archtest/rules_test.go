package archtest_test

import (
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/archtest"
)

var update = flag.Bool("update", false, "write the table of docs/architecture.md")

func TestModuleObeysTheRules(t *testing.T) {
	t.Parallel()
	for _, wrong := range archtest.Violations(archtest.Rules, packages(t, ".")) {
		t.Error(wrong)
	}
}

// The marks around the table in the document.
const (
	tableBegin = "<!-- table of packages: go test ./internal/archtest -update -->\n"
	tableEnd   = "<!-- end of the table of packages -->\n"
)

func TestDocumentHasTheTableOfTheRules(t *testing.T) {
	t.Parallel()
	file := filepath.Join("..", "..", "docs", "architecture.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(data), tableBegin)
	_, after, ended := strings.Cut(rest, tableEnd)
	if !begun || !ended {
		t.Fatalf("%s lacks the marks %q and %q", file, tableBegin, tableEnd)
	}
	want := before + tableBegin + archtest.Table(archtest.Rules) + tableEnd + after
	switch {
	case want == string(data):
	case *update:
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the table in %s differs from the rules: run go test ./internal/archtest -update", file)
	}
}

// Every fence is crossed once, one at a time, and reported.
func TestEveryForbiddenDependencyIsReported(t *testing.T) {
	t.Parallel()
	for _, r := range archtest.Rules {
		for _, never := range r.Never {
			dep := strings.Replace(never, "./...", "./elsewhere", 1)
			dep = strings.TrimSuffix(strings.Replace(dep, "./", archtest.Module+"/", 1), "/...")
			crossing := archtest.Package{ImportPath: archtest.Module + "/" + r.Path + "/inner", Deps: []string{"fmt", dep}}
			want := crossing.ImportPath + " depends on " + dep + ", but must not: " + r.Why
			if got := archtest.Violations([]archtest.Rule{r}, []archtest.Package{crossing}); len(got) != 1 || got[0] != want {
				t.Errorf("got %q, want only %q", got, want)
			}
		}
	}
}

func TestModuleThatCrossesFencesIsReported(t *testing.T) {
	t.Parallel()
	rules := []archtest.Rule{
		{Path: "mock", Never: []string{"./suites"}, Why: "fence 1"},
		{Path: "suites", Never: []string{"net/url"}, Why: "fence 2"},
		{Path: "gone"},
	}
	got := strings.Join(archtest.Violations(rules, packages(t, filepath.Join("testdata", "crossing"))), "\n")
	for _, want := range []string{
		"/mock depends on " + archtest.Module + "/suites, but must not: fence 1",
		"/suites depends on net/url, but must not: fence 2",
		`the rule for "gone" applies to no package`,
		"/joiner has no rule: add a row to Rules",
		"/joiner depends on both the mock and the suites",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "\n") + 1; n != 5 {
		t.Errorf("got %d violations, want 5:\n%s", n, got)
	}
}

// packages lists the packages of the module in a directory.
func packages(t *testing.T, dir string) []archtest.Package {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Deps", archtest.Module+"/...")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v: %s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var all []archtest.Package
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p archtest.Package
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
}

func TestPathsCoverWhatIsBelowThem(t *testing.T) {
	t.Parallel()
	const module = archtest.Module
	for _, tc := range []struct {
		path, pkg string
		want      bool
	}{
		{"./...", module + "/mock", true},
		{"./...", "net", false},
		{"./mock", module + "/mock", true},
		{"./mock", module + "/mock/mocktest", true},
		{"./mock", module + "/mocking", false},
		{"./internal", "internal/abi", false},
		{"net", "net", true},
		{"net", "net/url", false},
		{"github.com/...", "github.com/onsi/gomega", true},
		{"github.com/...", module + "/spec", false},
	} {
		if got := archtest.Covers(tc.path, tc.pkg); got != tc.want {
			t.Errorf("Covers(%q, %q) is %t, want %t", tc.path, tc.pkg, got, tc.want)
		}
	}
}
