package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestInterruptSignsOut interrupts a run that waits for time to pass. Agents
// must be signed out, and the run is incomplete.
func TestInterruptSignsOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	m, err := startMock(dir, os.Environ(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.stop() })
	file := filepath.Join(dir, "target.yaml")
	if err := os.WriteFile(file, []byte(targetFile(m.URL, m.CAFile)), 0o600); err != nil {
		t.Fatal(err)
	}
	// Renewal takes a minute of real time, so the run is waiting when the first
	// poll that is held shows up.
	var stdout, stderr bytes.Buffer
	run := exec.Command(program, "run", "--target", file, "--only", "auth/dynamic-guid-renewed")
	run.Stdout, run.Stderr = &stdout, &stderr
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(patience, func() { _ = run.Process.Kill() })
	defer stuck.Stop()

	var seen sessions
	seen.read(t, m, func(e logEntry) bool { return e.Operation == "getAgentEvent" })
	if err := run.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err = run.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("an interrupted run ended with %v, want exit code 3\n%s", err, &stderr)
	}
	if !strings.Contains(stdout.String(), "INCOMPLETE") || !strings.Contains(stdout.String(), "Interrupted (Ctrl-C)") {
		t.Errorf("the result does not say that the run was interrupted:\n%s", &stdout)
	}
	seen.read(t, m, func(logEntry) bool { return seen.in == seen.out })
}

// logEntry is one request in the log of a mock.
type logEntry struct {
	Operation string `json:"msg"`
	Retcode   string `json:"retcode"`
}

// sessions counts what a log tells of sessions.
type sessions struct{ in, out int }

// read reads a mock's log until the condition holds.
func (s *sessions) read(t *testing.T, m *mockProcess, until func(logEntry) bool) {
	t.Helper()
	late := time.AfterFunc(patience, func() { _ = m.stop() })
	defer late.Stop()
	for {
		line, err := m.logs.ReadBytes('\n')
		if err != nil {
			t.Fatalf("the log of the mock ended with %d sign-ins and %d sign-outs: %v", s.in, s.out, err)
		}
		var e logEntry
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("log line %q: %v", line, err)
		}
		switch {
		case e.Retcode != "0":
		case e.Operation == "login" || e.Operation == "forceLogin":
			s.in++
		case e.Operation == "logout":
			s.out++
		}
		if until(e) {
			return
		}
	}
}
