package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/suites/target"
)

// recordTime bounds the command that makes a gateway record a call.
const recordTime = 2 * time.Minute

// recordVariables are the environment variables that every record command gets:
// what programs need to start, and what "gwcheck mock record" finds the mock by.
// The target file may name more. Nothing else is passed, since the environment of
// a run holds the passwords of agents.
var recordVariables = []string{"PATH", "HOME", "TMPDIR", "SystemRoot", "GWCHECK_ADMIN_URL", "GWCHECK_ADMIN_TOKEN"}

// recordCommand makes the gateway record a call through the command of the
// target file, which learns from its environment for whom and where.
func recordCommand(env Env, t *target.Target) func(ctx context.Context, d target.Deployment, agentID string) error {
	return func(ctx context.Context, d target.Deployment, agentID string) error {
		ctx, cancel := context.WithTimeout(ctx, recordTime)
		defer cancel()
		cmd := exec.CommandContext(ctx, t.Record[0], t.Record[1:]...)
		cmd.Dir, cmd.WaitDelay = t.Dir, time.Second
		cmd.Env = append(recordEnvironment(env, t.RecordEnv), "GWCHECK_DEPLOYMENT="+d.Name, "GWCHECK_URL="+d.URL, "GWCHECK_AGENT_ID="+agentID)
		said := &tail{limit: 4 << 10}
		cmd.Stdout, cmd.Stderr = said, said
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("record command %q: %w%s", t.Record[0], err, said.lastLine())
		}
		return nil
	}
}

// recordEnvironment is the part of the environment that a record command gets.
func recordEnvironment(env Env, more []string) []string {
	variables := []string{} // nil would mean the whole environment
	for _, name := range slices.Concat(recordVariables, more) {
		if value, ok := env.Lookup(name); ok {
			variables = append(variables, name+"="+value)
		}
	}
	return variables
}

// tail keeps the end of what is written to it.
type tail struct {
	limit int
	kept  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p...)
	if extra := len(t.kept) - t.limit; extra > 0 {
		t.kept = append(t.kept[:0], t.kept[extra:]...)
	}
	return len(p), nil
}

// lastLine is the last line in a form to append to an error, "" if there is none.
func (t *tail) lastLine() string {
	lines := strings.Split(strings.TrimSpace(string(bytes.ToValidUTF8(t.kept, []byte("?")))), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return fmt.Sprintf(", last output %q", last)
	}
	return ""
}
