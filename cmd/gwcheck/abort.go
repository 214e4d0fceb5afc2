package main

import "runtime/debug"

// abortWithoutExitCode has the Go runtime end an aborted process by SIGABRT in
// place of exit code 2, which means wrong usage. It aborts on a panic of a
// goroutine, on fatal errors and on SIGQUIT. The kernel writes no core dump,
// which would hold passwords.
func abortWithoutExitCode() {
	debug.SetTraceback("crash")
	limitCoreDumps()
}
