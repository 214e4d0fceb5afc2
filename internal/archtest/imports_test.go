package archtest_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/gwcheck/gwcheck"

// rule forbids imports to packages below a path, however indirect. A path that
// begins with "./" is one of the module and stands for all below it; another
// one stands for itself, or with "/..." for all below it too.
type rule struct {
	from  string
	never []string
	why   string
}

var rules = []rule{
	{from: "./mock", never: []string{"testing", "net/http/httptest", "github.com/onsi/..."},
		why: "the mock runs in programs, not only in tests"},
	{from: "./mock", never: []string{"./suites", "./internal", "./cmd"},
		why: "the mock must not know how it is judged"},
	{from: "./suites", never: []string{"./mock", "./fixtures", "./internal/selfcheck", "./cmd"},
		why: "the suites see every gateway alike, through HTTPS"},
	{from: "./internal/wire", never: []string{"./spec", "./mock", "./suites", "./fixtures", "./cmd", "net/http", "github.com/..."},
		why: "what goes over the wire is judged from the bytes alone"},
	{from: "./fixtures", never: []string{"./spec", "./mock", "./suites", "./internal", "./cmd", "net", "github.com/..."},
		why: "recordings are bytes"},
	{from: "./spec", never: []string{"./mock", "./suites", "./fixtures", "./internal", "./cmd"},
		why: "the description depends on nobody who reads it"},
	{from: "./suites/report", never: []string{"net", "net/http", "github.com/onsi/..."},
		why: "a result can be shown anywhere"},
	{from: "./suites/target", never: []string{"net/http", "github.com/onsi/..."},
		why: "reading a file contacts nothing"},
	{from: "./internal/waiver", never: []string{"./mock", "./fixtures", "./cmd", "net/http", "github.com/onsi/..."},
		why: "reading a file contacts nothing"},
	{from: "./internal/strictyaml", never: []string{"./spec", "./mock", "./suites", "./fixtures", "./cmd", "net/http", "github.com/onsi/..."},
		why: "reading a file needs no knowledge of what the file is about"},
	{from: "./internal/selfcheck", never: []string{"./mock", "./fixtures", "./cmd", "net/http", "github.com/onsi/..."},
		why: "gateways and runs come in as values"},
}

func TestImports(t *testing.T) {
	t.Parallel()
	all := packages(t)
	for _, r := range rules {
		matched := false
		for _, p := range all {
			if !covers(r.from, p.ImportPath) {
				continue
			}
			matched = true
			for _, dep := range p.Deps {
				for _, never := range r.never {
					if covers(never, dep) {
						t.Errorf("%s depends on %s, but must not: %s", p.ImportPath, dep, r.why)
					}
				}
			}
		}
		if !matched {
			t.Errorf("the rule for %q applies to no package", r.from)
		}
	}
}

// TestOnlyTheCommandKnowsBoth keeps everything else from joining the mock and
// the suites.
func TestOnlyTheCommandKnowsBoth(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		knowsMock, knowsSuites := slices.Contains(p.Deps, local("mock")), slices.Contains(p.Deps, local("suites"))
		if knowsMock && knowsSuites && !below(p.ImportPath, local("cmd")) {
			t.Errorf("%s knows both the mock and the suites; only packages below cmd may", p.ImportPath)
		}
	}
}

// pkg is what "go list" says of a package, without its tests.
type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Deps       []string
}

// packages lists the packages of the module.
func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Deps", module+"/...")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v: %s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
	if len(all) < 8 {
		t.Fatalf("go list found %d packages, want the whole module", len(all))
	}
	return all
}

func local(path string) string { return module + "/" + path }

func below(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// covers says whether a path of a rule stands for a package.
func covers(path, pkg string) bool {
	if inner, ok := strings.CutPrefix(path, "./"); ok {
		return below(pkg, local(inner))
	}
	if root, ok := strings.CutSuffix(path, "/..."); ok {
		return below(pkg, root) && !below(pkg, module)
	}
	return pkg == path
}

func TestCovers(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		path, pkg string
		want      bool
	}{
		{"./mock", module + "/mock", true},
		{"./mock", module + "/mock/mocktest", true},
		{"./mock", module + "/mocking", false},
		{"./internal", "internal/abi", false},
		{"net", "net", true},
		{"net", "net/url", false},
		{"github.com/...", "github.com/onsi/gomega", true},
		{"github.com/...", module + "/spec", false},
	} {
		if got := covers(tc.path, tc.pkg); got != tc.want {
			t.Errorf("covers(%q, %q) is %t, want %t", tc.path, tc.pkg, got, tc.want)
		}
	}
}
