// Command gwcheck certifies the recording download of a CC-Gateway, and serves
// a faithful mock of one. The README describes its commands, exit codes and files.
package main

import "os"

func main() { os.Exit(exitCode()) }

func exitCode() int {
	abortWithoutExitCode()
	ctx, end, stop := interruptible()
	defer stop()
	env := processEnv()
	env.Stderr = &diagnostics{to: env.Stderr, closed: func() { end(errStderrClosed) }}
	return run(ctx, env)
}
