//go:build unix

package main_test

import (
	"bufio"
	"errors"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMockStops ends a mock as a supervisor does: that is no failure. With a
// command, the end is that of the command.
func TestMockStops(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		command []string
		begun   string // what the last line says before the signal is sent
		want    int
	}{
		{"alone", nil, `"event":"ready"`, 0},
		{"with a command", []string{"--", "sh", "-c", "echo begun; exec sleep 600"}, "begun", 130},
		{"with a command that tidies up", []string{"--", "sh", "-c", `trap 'exit 5' INT; echo begun; while :; do sleep 0.01; done`}, "begun", 5},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"mock", "--listen", "127.0.0.1:0", "--admin", "off", "--log", "off", "--tls-dir", t.TempDir()}, tc.command...)
			cmd := exec.Command(program, args...)
			stdout, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			stuck := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
			defer stuck.Stop()
			out := bufio.NewReader(stdout)
			for line := ""; !strings.Contains(line, tc.begun); {
				if line, err = out.ReadString('\n'); err != nil {
					t.Fatalf("it ended before it said %q: %v", tc.begun, err)
				}
			}
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, out); err != nil {
				t.Fatal(err)
			}
			if got := exitCode(cmd.Wait()); got != tc.want {
				t.Errorf("ended with %d, want %d", got, tc.want)
			}
		})
	}
}

// exitCode is the exit code that Wait tells of, -1 if none.
func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -1
}
