package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Times of a gateway, about the twenty-fifth part of the documented ones. The
// longest observation takes ten seconds with them, so that a busy machine does
// not decide the test.
const scaledTimes = "guidInterval: 2500ms, guidTimeout: 5s, pollHold: 400ms, sessionTimeout: 4s"

var scaledFlags = []string{"--guid-interval", "2500ms", "--guid-timeout", "5s", "--poll-hold", "400ms", "--session-timeout", "4s"}

// What takes time in real time, and what all checks rest on.
const timedChecks = "claims,session,streaming/across-renewal,auth/guid-accepted,auth/*renew*,auth/replaced*,auth/idle*,auth/static-guid*"

// TestWaitsOverlap runs the real program against a mock in real time. With two
// agents a deployment, several observations that take time must be over in
// little more than the longest of them takes. It is not parallel to other tests
// of the package, which would take time from it.
func TestWaitsOverlap(t *testing.T) {
	file := scaledTarget(t)
	var plan struct{ LongestWaitMs, WaitsMs, BoundMs, Requests int }
	out, _ := gwcheck(t, "plan", "--target", file, "--only", timedChecks, "--format", "json")
	if err := json.Unmarshal(out, &plan); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	longest := time.Duration(plan.LongestWaitMs) * time.Millisecond
	if longest < 8*time.Second || longest > 12*time.Second || plan.WaitsMs < plan.LongestWaitMs || plan.BoundMs < plan.WaitsMs {
		t.Errorf("the plan says longest wait %d ms, all waits %d ms, bound %d ms", plan.LongestWaitMs, plan.WaitsMs, plan.BoundMs)
	}
	var took time.Duration
	for range attempts {
		began := time.Now()
		out, said := gwcheck(t, "run", "--target", file, "--only", timedChecks)
		took = time.Since(began)
		if !strings.Contains(string(out), "\nCONFORMANT (") {
			t.Errorf("the mock is not conformant:\n%s", out)
		}
		if !headline.Match(said) {
			t.Errorf("the run does not begin with its bound:\n%s", said)
		}
		t.Logf("longest wait %s, all waits %d ms, wall time %s: ratio %.2f", longest, plan.WaitsMs, took, float64(took)/float64(longest))
		if took <= longest*5/4 {
			return
		}
	}
	t.Errorf("the run took %s, more than 1.25 times the longest wait of %s", took, longest)
}

// attempts is how often a run may take too long: a busy machine can only make
// it slower.
const attempts = 4

var headline = regexp.MustCompile(`^running \d+ checks against Mock of a test, at most \d+ requests; longest wait [0-9.]+s.*, done by [0-9: -]+ at the latest\n`)

// scaledTarget starts a mock with the scaled times and describes it.
func scaledTarget(t *testing.T) (file string) {
	t.Helper()
	dir := t.TempDir()
	m, err := startMock(dir, os.Environ(), append([]string{"--log", "off"}, scaledFlags...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.stop() })
	text := strings.ReplaceAll(targetFile(m.URL, m.CAFile), "pollHold: 300ms", scaledTimes)
	file = filepath.Join(dir, "target.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// gwcheck runs the program, which must succeed, and returns what it wrote to
// stdout and stderr.
func gwcheck(t *testing.T, args ...string) (stdout, stderr []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var out, said bytes.Buffer
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("gwcheck %s: %v\n%s%s", strings.Join(args, " "), err, &out, &said)
	}
	return out.Bytes(), said.Bytes()
}
