package mutate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/tools/mutate/internal/mutate"
)

// judged is a package that its tests cover in part.
const judged = `package judged

const limit = 3

func Judge(kind string, n int, marks ...byte) (all []string) {
	if n > limit && kind != "free" {
		all = append(all, "long")
	}
	switch kind {
	case "odd":
		return odd(n)
	}
	for _, m := range marks {
		if m == 0 {
			return []string{"zero", "mark"}
		}
	}
	return all
}

func odd(n int) []string {
	if n%2 == 0 {
		return none("even", "number")
	}
	return nil
}

func none(words ...string) []string { return words }
`

const judgedTest = `package judged

import "testing"

func Test(t *testing.T) {
	for _, c := range []struct {
		kind string
		n, found int
	}{{"x", 3, 0}, {"x", 4, 1}, {"free", 9, 0}, {"odd", 4, 2}, {"odd", 5, 0}} {
		if got := Judge(c.kind, c.n); len(got) != c.found {
			t.Error(got)
		}
	}
}
`

func load(t *testing.T, test string) *mutate.Package {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example\n\ngo 1.26\n", "judged/a.go": judged, "judged/a_test.go": test} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := mutate.Load(root, "judged")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatTestsNotice(t *testing.T) {
	t.Parallel()
	p := load(t, judgedTest)
	if err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := map[string]mutate.Outcome{}
	for _, m := range p.Mutants {
		got[m.From+" => "+m.To] = m.Outcome
	}
	for change, want := range map[string]mutate.Outcome{
		`if n > limit && kind != "free" { => if n >= limit && kind != "free" {`:   mutate.Killed,
		`if n > limit && kind != "free" { => if n > limit || kind != "free" {`:    mutate.Killed,
		`if n > limit && kind != "free" { => if n > limit && kind == "free" {`:    mutate.Killed,
		`if n > limit && kind != "free" { => if !(n > limit && kind != "free") {`: mutate.Killed,
		`all = append(all, "long") => `:                                           mutate.Killed,
		`const limit = 3 => const limit = 4`:                                      mutate.Killed,
		`case "odd": => case "odd" + "?":`:                                        mutate.Killed,
		`return odd(n) => `:                                                       mutate.Killed,
		`return odd(n) => return nil`:                                             mutate.Killed,
		`return none("even", "number") => return none("number")`:                  mutate.Killed,
		`if n%2 == 0 { => if n%2 == 1 {`:                                          mutate.Killed,
		`return []string{"zero", "mark"} => return []string{"zero", }`:            mutate.Survived,
		`if m == 0 { => if m != 0 {`:                                              mutate.Survived,
		`if m == 0 { => if m == -1 {`:                                             mutate.Invalid,
	} {
		if got[change] != want {
			t.Errorf("%s: %q, want %q", change, got[change], want)
		}
	}
	justified := []mutate.Justification{{File: "judged/a.go", From: "if m == 0 {", To: "if m != 0 {", Reason: "nobody marks"}}
	if err := p.Justify(justified); err != nil {
		t.Error(err)
	}
	var out strings.Builder
	if score := p.Write(&out); score < 70 || score > 90 || !strings.Contains(out.String(), "1 justified") || strings.Contains(out.String(), "+\tif m != 0") {
		t.Errorf("score %v with\n%s", score, &out)
	}
	justified[0].To = "if m == 9 {"
	if err := p.Justify(justified); err == nil || !strings.Contains(err.Error(), "stale") {
		t.Errorf("a justification of no survivor: %v", err)
	}
}

func TestTestsThatFailAnyway(t *testing.T) {
	t.Parallel()
	p := load(t, strings.Replace(judgedTest, `"x", 3, 0`, `"x", 3, 1`, 1))
	if err := p.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "do not pass") {
		t.Errorf("tests that fail without a mutant: %v", err)
	}
}

func TestReadJustifications(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{
		"[]": true, "- {file: a.go, from: x, to: '', reason: because}": true,
		"- {file: a.go, from: x, to: y}": false, "- {file: a.go, from: x, reason: because, tool: z}": false, "file: a.go": false,
	} {
		if _, err := mutate.ReadJustifications([]byte(text)); (err == nil) != ok {
			t.Errorf("%s: %v", text, err)
		}
	}
}
