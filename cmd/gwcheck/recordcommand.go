package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/suites/target"
)

// recordTime bounds the command that makes a gateway record a call.
const recordTime = 2 * time.Minute

// recordCommand makes the gateway record a call through the command of the
// target file, which learns from its environment for whom and where.
func recordCommand(env Env, t *target.Target) func(ctx context.Context, d target.Deployment, agentID string) error {
	return func(ctx context.Context, d target.Deployment, agentID string) error {
		ctx, cancel := context.WithTimeout(ctx, recordTime)
		defer cancel()
		cmd := exec.CommandContext(ctx, t.Record[0], t.Record[1:]...)
		cmd.Dir, cmd.WaitDelay = t.Dir, time.Second
		cmd.Env = append(env.Environ(), "GWCHECK_DEPLOYMENT="+d.Name, "GWCHECK_URL="+d.URL, "GWCHECK_AGENT_ID="+agentID)
		said := &tail{limit: 4 << 10}
		cmd.Stdout, cmd.Stderr = said, said
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("record command %q: %w%s", t.Record[0], err, said.lastLine())
		}
		return nil
	}
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
		return fmt.Sprintf(", it said %q", last)
	}
	return ""
}
