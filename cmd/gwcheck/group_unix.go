//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// detach puts a child and its own children into a group of their own, which an
// interrupt at the terminal does not reach: the parent decides.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killAll ends a detached child and its own children. An error means that
// there are none left.
func killAll(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
