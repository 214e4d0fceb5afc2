//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// detach keeps an interrupt at the terminal from a child: the parent decides.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
