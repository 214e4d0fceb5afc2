// Command gwcheck certifies the recording download of a CC-Gateway, and serves
// a faithful mock of one. The README describes its commands, exit codes and files.
package main

import "os"

func main() {
	ctx, stop := interruptible()
	code := run(ctx, processEnv())
	stop()
	os.Exit(code)
}
