//go:build unix

package redact_test

import (
	"syscall"
	"time"
)

// cpuTime is the time that the process has computed: unlike that of a clock, it
// does not count what others compute meanwhile.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
