//go:build !unix

package main

import "os/exec"

// detach does nothing where there are no process groups.
func detach(*exec.Cmd) {}

// killAll ends a child. An error means that it has ended.
func killAll(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
