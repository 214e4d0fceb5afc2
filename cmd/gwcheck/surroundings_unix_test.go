//go:build unix

package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// watchedRun is a run against a mock whose log tells of sessions.
type watchedRun struct {
	mock   *mockProcess
	target string
	seen   sessions
}

func newWatchedRun(t *testing.T) *watchedRun {
	t.Helper()
	dir := t.TempDir()
	m, err := startMock(dir, os.Environ(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.stop() })
	w := &watchedRun{mock: m, target: filepath.Join(dir, "target.yaml")}
	if err := os.WriteFile(w.target, []byte(targetFile(m.URL, m.CAFile)), 0o600); err != nil {
		t.Fatal(err)
	}
	return w
}

// command is a run that renews a Guid, which takes a minute of real time.
func (w *watchedRun) command(t *testing.T, flags ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(program, append([]string{"run", "--target", w.target, "--only", "auth/dynamic-guid-renewed"}, flags...)...)
	stuck := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() { stuck.Stop() })
	return cmd
}

// untilWaiting reads the log until the run polls.
func (w *watchedRun) untilWaiting(t *testing.T) {
	t.Helper()
	w.seen.read(t, w.mock, func(e logEntry) bool { return e.Operation == "getAgentEvent" })
}

// untilSignedOut reads the log until nobody is signed in.
func (w *watchedRun) untilSignedOut(t *testing.T) {
	t.Helper()
	if w.seen.in != w.seen.out {
		w.seen.read(t, w.mock, func(logEntry) bool { return w.seen.in == w.seen.out })
	}
}

// interruptedReport checks that result.json says that the run was interrupted.
func interruptedReport(t *testing.T, dir, problem string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "result.json"))
	if err != nil {
		t.Fatal(err)
	}
	var result struct {
		Interrupted bool
		ExitCode    int
	}
	if err := json.Unmarshal(data, &result); err != nil {
		t.Fatal(err)
	}
	if !result.Interrupted || result.ExitCode != 3 || !strings.Contains(string(data), problem) {
		t.Errorf("result.json says interrupted %t, exit code %d; want true, 3 and %q", result.Interrupted, result.ExitCode, problem)
	}
}

// skipIfIgnored skips a test where what it starts ignores the signal too, as below nohup.
func skipIfIgnored(t *testing.T, s os.Signal) {
	t.Helper()
	if signal.Ignored(s) {
		t.Skipf("%s is ignored here, and by what the test starts", s)
	}
}

func TestSignalsEndARunInOrder(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		signal syscall.Signal
		says   string
	}{
		{syscall.SIGINT, "Interrupted (Ctrl-C)"},
		{syscall.SIGTERM, "Interrupted (signal: terminated)"},
		{syscall.SIGHUP, "Interrupted (signal: hangup)"},
	} {
		t.Run(tc.signal.String(), func(t *testing.T) {
			t.Parallel()
			skipIfIgnored(t, tc.signal)
			w, out := newWatchedRun(t), t.TempDir()
			cmd := w.command(t, "--out", out)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			w.untilWaiting(t)
			if err := cmd.Process.Signal(tc.signal); err != nil {
				t.Fatal(err)
			}
			if got := exitCode(cmd.Wait()); got != 3 {
				t.Errorf("ended with %d, want 3", got)
			}
			interruptedReport(t, out, tc.says)
			w.untilSignedOut(t)
		})
	}
}

// A run that nohup started goes on when the terminal is gone.
func TestIgnoredHangupStaysIgnored(t *testing.T) {
	t.Parallel()
	w := newWatchedRun(t)
	run := w.command(t)
	cmd := exec.Command("sh", append([]string{"-c", `trap '' HUP; exec "$0" "$@"`}, run.Args...)...)
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.untilWaiting(t)
	for _, s := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM} {
		if err := cmd.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	if got := exitCode(cmd.Wait()); got != 3 || !strings.Contains(stdout.String(), "signal: terminated") {
		t.Errorf("ended with %d, want 3 because of SIGTERM:\n%s", got, &stdout)
	}
}

// A reader of progress that exits, such as a pager or a lost CI runner, ends the
// run; the report and stdout are still written.
func TestClosedStderrEndsARunInOrder(t *testing.T) {
	t.Parallel()
	w, out := newWatchedRun(t), t.TempDir()
	cmd := exec.Command(program, "run", "--target", w.target, "--verbose", "--out", out)
	stuck := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(stderr).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := stderr.Close(); err != nil {
		t.Fatal(err)
	}
	if got := exitCode(cmd.Wait()); got != 3 || !strings.Contains(stdout.String(), "Stderr was closed") {
		t.Errorf("ended with %d, want 3 because stderr was closed:\n%s", got, &stdout)
	}
	interruptedReport(t, out, "Stderr was closed")
	w.untilSignedOut(t)
}

// Results that nobody could read are no success, whatever they say.
func TestOutputThatCannotBeWrittenIsNoSuccess(t *testing.T) {
	t.Parallel()
	run := []string{"run", "--mock", "--only", "success/status", "--quiet"}
	commands := [][]string{
		run, append(slices.Clone(run), "--format", "json"), append(slices.Clone(run), "--format", "github"),
		{"version"}, {"spec"}, {"list", "checks"}, {"plan", "--mock"}, {"--help"}, {"run", "--help"},
		{"target", "init"}, {"target", "init", "new.yaml"}, {"fixtures", "export", "recordings"},
		{"mock", "--listen", "127.0.0.1:0", "--admin", "off", "--tls-dir", "tls"},
	}
	for _, args := range commands {
		t.Run(strings.Join(args[:min(2, len(args))], " "), func(t *testing.T) {
			t.Parallel()
			for name, stdout := range map[string]func(*testing.T) *os.File{"a reader that went away": pipeWithoutReader, "a full disk": fullDevice} {
				cmd := exec.Command(program, args...)
				cmd.Dir = t.TempDir()
				var stderr bytes.Buffer
				cmd.Stdout, cmd.Stderr = stdout(t), &stderr
				if got := exitCode(cmd.Run()); got != 4 || !strings.Contains(stderr.String(), "/dev/stdout: ") {
					t.Errorf("with %s it ended with %d and %q; want 4 and why stdout cannot be written", name, got, &stderr)
				}
			}
		})
	}
}

func pipeWithoutReader(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return w
}

func fullDevice(t *testing.T) *os.File {
	t.Helper()
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// The message says what of the result there is.
func TestUnwrittenOutputIsNamed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, script string
		says         []string
	}{
		{"stdout, no files", `"$0" "$@" >/dev/full`, []string{"stdout is incomplete", "--out"}},
		{"stdout, but files", `"$0" "$@" --out "$DIR" >/dev/full`, []string{"stdout is incomplete", "report files are complete"}},
		{"files, but stdout", `"$0" "$@" --out "$DIR"`, []string{"result.json", "stdout is complete"}},
		{"neither", `"$0" "$@" --out "$DIR" >/dev/full`, []string{"result.json", "stdout is incomplete"}},
		{"closed stdout", `"$0" "$@" >&-`, []string{"stdout is closed", "--out"}},
		{"closed stdout, but files", `"$0" "$@" --out "$DIR" >&-`, []string{"stdout is closed", "report files are complete"}},
		{"closed stdout and no files", `"$0" "$@" --out "$DIR" >&-`, []string{"result.json", "stdout is incomplete", "stdout is closed"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if strings.Contains(tc.says[0], "result.json") { // it cannot be replaced
				if err := os.MkdirAll(filepath.Join(dir, "result.json", "x"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command("sh", "-c", tc.script, program, "run", "--mock", "--only", "success/status")
			cmd.Env = append(os.Environ(), "DIR="+dir)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			if got := exitCode(cmd.Run()); got != 4 {
				t.Errorf("ended with %d, want 4", got)
			}
			for _, want := range tc.says {
				if !strings.Contains(stderr.String(), want) {
					t.Errorf("stderr lacks %q:\n%s", want, &stderr)
				}
			}
		})
	}
}

// An abort of the Go runtime is no wrong usage.
func TestQuitIsNoWrongUsage(t *testing.T) {
	t.Parallel()
	w := newWatchedRun(t)
	cmd := w.command(t)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.untilWaiting(t)
	if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // what it ended with is below
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !ok || !status.Signaled() || status.Signal() != syscall.SIGABRT || status.CoreDump() {
		t.Errorf("ended with %v, want SIGABRT and no core dump", cmd.ProcessState)
	}
	if !strings.Contains(stderr.String(), "SIGQUIT") || strings.Contains(stderr.String(), "102-password") {
		t.Errorf("no stack, or one with a password:\n%.2000s", &stderr)
	}
}

// After kill -9 agents stay signed in. The next run says so, and signs in by force.
func TestRunAfterAKillSignsInByForce(t *testing.T) {
	t.Parallel()
	w := newWatchedRun(t)
	killed := w.command(t)
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	w.untilWaiting(t)
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait() // it was killed
	go func() { _, _ = io.Copy(io.Discard, w.mock.logs) }()

	out := t.TempDir()
	again := exec.Command(program, "run", "--target", w.target, "--only", "success/status,session/sign-in", "--quiet", "--out", out)
	var stdout bytes.Buffer
	again.Stdout = &stdout
	if got := exitCode(again.Run()); got != 0 {
		t.Errorf("the next run ended with %d, want 0:\n%s", got, &stdout)
	}
	said := map[string]string{"stdout": stdout.String()}
	for _, name := range []string{"result.json", "summary.md", "report.html", "junit.xml"} {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		said[name] = string(data)
	}
	for name, text := range said {
		if !strings.Contains(text, "agent 102 was signed in already; gwcheck signed it in by force") {
			t.Errorf("%s does not say that agent 102 was signed in by force", name)
		}
	}
}
