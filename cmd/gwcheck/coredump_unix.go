//go:build unix

package main

import "syscall"

// inheritedCoreLimit is the limit that this process was started with.
var inheritedCoreLimit *syscall.Rlimit

// limitCoreDumps has the kernel write no core dump of this process.
func limitCoreDumps() {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_CORE, &limit) != nil || limit.Cur == 0 {
		return
	}
	inheritedCoreLimit = &syscall.Rlimit{Cur: limit.Cur, Max: limit.Max}
	limit.Cur = 0
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &limit) // lowering it is always allowed
}

// restoreCoreDumps gives a command that is about to start the limit back that
// its user chose.
func restoreCoreDumps() {
	if inheritedCoreLimit != nil {
		_ = syscall.Setrlimit(syscall.RLIMIT_CORE, inheritedCoreLimit)
	}
}
