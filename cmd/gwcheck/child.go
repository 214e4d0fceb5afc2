package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Exit codes of shells for commands that cannot be run.
const (
	exitNotExecutable = 126
	exitNotFound      = 127
	exitSignal        = 128 // plus the number of the signal
)

// runChild runs a command with further variables in its environment; its exit
// code becomes ours. An interrupt is passed on to it.
func runChild(ctx context.Context, env Env, command, variables []string) error {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(env.Environ(), variables...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = env.Stdin, forChild(env.Stdout), forChild(env.Stderr)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	restoreCoreDumps()
	err := cmd.Start()
	limitCoreDumps()
	if err == nil {
		err = cmd.Wait()
	}
	if cmd.ProcessState == nil && err != nil {
		code := exitNotExecutable
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
			code = exitNotFound
		}
		return &failure{code, err}
	}
	if code := exitCodeOf(cmd.ProcessState); code != exitOK {
		return &failure{code: code}
	}
	return nil
}

// exitCodeOf is the exit code as a shell shows it.
func exitCodeOf(p *os.ProcessState) int {
	if status, ok := p.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return exitSignal + int(status.Signal())
	}
	return p.ExitCode()
}
