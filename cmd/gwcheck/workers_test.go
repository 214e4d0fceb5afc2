//go:build unix

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/selfcheck"
)

// workersOf runs a shell script in the place of workers.
func workersOf(t *testing.T, script string) *workers {
	t.Helper()
	program := filepath.Join(t.TempDir(), "worker")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	w := newWorkers(Env{
		Environ:    os.Environ,
		Executable: func() (string, error) { return program, nil },
	}, 1)
	t.Cleanup(w.close)
	return w
}

func TestWorkerRunsSeveralCases(t *testing.T) {
	t.Parallel()
	w := workersOf(t, `while read -r task; do echo '{"result":{"overall":"conformant"}}'; done`)
	for range 3 {
		r, err := w.run(t.Context(), selfcheck.Case{Name: "one", Kind: selfcheck.Deviation})
		if err != nil || r.Overall != "conformant" {
			t.Fatalf("got %+v, %v, want the answer of the worker", r, err)
		}
	}
}

func TestFailureOfAWorkerIsTheErrorOfTheCase(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, script, want string }{
		{"crashes", `read -r task; echo 'panic: no luck' >&2; exit 2`, "no luck"},
		{"writes no JSON", `read -r task; echo hello; sleep 600`, "decode the answer of a worker"},
		{"reports an error", `read -r task; echo '{"error":"no such deviation"}'; sleep 600`, "no such deviation"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := workersOf(t, tc.script)
			for range 2 { // the second time with a new process
				_, err := w.run(t.Context(), selfcheck.Case{Name: "one"})
				if err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Errorf("got %v, want an error with %q", err, tc.want)
				}
			}
		})
	}
}

func TestWorkerThatHangsIsStopped(t *testing.T) {
	t.Parallel()
	w := workersOf(t, `sleep 600`)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := w.run(ctx, selfcheck.Case{Name: "one"})
	if err == nil || !strings.Contains(err.Error(), "stopped while running") {
		t.Errorf("got %v, want the case to be stopped", err)
	}
}

func TestWorkerThatCannotStartIsAnError(t *testing.T) {
	t.Parallel()
	w := newWorkers(Env{
		Environ:    os.Environ,
		Executable: func() (string, error) { return filepath.Join(t.TempDir(), "missing"), nil },
	}, 1)
	defer w.close()
	if _, err := w.run(t.Context(), selfcheck.Case{Name: "one"}); err == nil {
		t.Error("a worker that is not there was started")
	}
}
