package target_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites/target"
)

func FuzzParse(f *testing.F) {
	f.Add([]byte(target.Example()))
	f.Add([]byte(good))
	f.Add([]byte("a: &x [*x, *x]\nagents: *x\ndeployments: *x\n"))
	f.Add([]byte("agents:\n- password: |\n    two\n    lines\n  pass: \"x\n   y\"\n"))
	f.Add([]byte("? [a]\n: b\n<<: *a\n!!set {a, b}\n--- b\n... \n%YAML 1.2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		none := target.WithFiles(func(string) ([]byte, error) { return nil, errors.New("no files here") })
		began := time.Now()
		got, err := target.Parse(data, "/dir", none)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%d bytes took %s", len(data), took)
		}
		var e *target.Error
		switch {
		case err == nil && (got == nil || len(got.Deployments) == 0):
			t.Error("no error, but no deployments either")
		case err != nil && !errors.As(err, &e):
			t.Errorf("error of type %T", err)
		case err != nil:
			printable(t, e)
		}
	})
}

// printable checks that a problem has a place and cannot drive a terminal.
func printable(t *testing.T, e *target.Error) {
	t.Helper()
	for _, p := range e.Problems {
		if p.Line < 1 || p.Column < 1 || p.Message == "" {
			t.Errorf("problem without a place: %+v", p)
		}
		if strings.ContainsFunc(strings.ReplaceAll(p.Error(), "\n", ""), func(c rune) bool { return c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0 }) {
			t.Errorf("problem with control characters: %q", p.Error())
		}
	}
}
