package main_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the scripts below testdata/script against the real program.
// In addition to the usual commands a script has:
//
//	exits CODE COMMAND ARG...   run a command, which must exit with the code
//	within DURATION ...         the same as the command after it, in bounded time
//	mock FLAG...                start a mock: $URL, $ADDRESS, $ADMIN, $CA and target.yaml
//	target URL                  write target.yaml for another address
//	keypair NAME                write a new key: NAME.pem and, to verify with, NAME.pub
//	asproduct FILE              make a stored result of the mock one of a build with the digest $DIGEST
//	changestatus FILE           change one byte of an archive: a recording with status 200 now has 300
//	sum VAR FILE                the SHA-256 of a file
//	closedport VAR              an address at which nobody listens
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			path := filepath.Dir(plain) + string(os.PathListSeparator) + env.Getenv("PATH")
			env.Setenv("PATH", path)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "within": within, "mock": mock, "target": writeTarget, "closedport": closedPort,
			"keypair": keyPair, "sum": sumOf, "asproduct": asProduct, "changestatus": changeStatus,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("%s exited with %d, want %d\n%s", strings.Join(args[1:], " "), got, want, ts.ReadFile("stderr"))
	}
}

func within(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || args[1] != "exits" {
		ts.Fatalf("usage: within DURATION exits CODE COMMAND ARG...")
	}
	limit, err := time.ParseDuration(args[0])
	ts.Check(err)
	began := time.Now()
	exits(ts, false, args[2:])
	if took := time.Since(began); took > limit {
		ts.Fatalf("took %s, want at most %s", took, limit)
	}
}

func mock(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: mock FLAG...")
	}
	environ := []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME")}
	m, err := startMock(ts.Getenv("WORK"), environ, args)
	ts.Check(err)
	drained := make(chan struct{})
	go func() { // so that the mock never waits for its log to be read
		defer close(drained)
		_, _ = m.logs.WriteTo(discard{})
	}()
	ts.Defer(func() {
		ts.Check(m.stop())
		<-drained
	})
	ts.Setenv("URL", m.URL)
	ts.Setenv("ADDRESS", m.address())
	ts.Setenv("ADMIN", m.AdminURL)
	ts.Setenv("CA", m.CAFile)
	writeTarget(ts, false, []string{m.URL})
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func writeTarget(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: target URL")
	}
	text := targetFile(args[0], ts.Getenv("CA"))
	ts.Check(os.WriteFile(ts.MkAbs("target.yaml"), []byte(text), 0o600))
}

// closedPort finds an address that nobody listens on: one that was just given up.
func closedPort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: closedport VAR")
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], fmt.Sprint(ln.Addr()))
	ts.Check(ln.Close())
}
