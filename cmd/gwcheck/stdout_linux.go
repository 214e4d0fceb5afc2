package main

import (
	"os"
	"syscall"
)

// stdoutClosed reports whether stdout was closed when the program started. The
// Go runtime then opens /dev/null in its place, for reading and writing; shells
// open it for writing alone.
func stdoutClosed() bool {
	var out, null syscall.Stat_t
	if syscall.Fstat(int(os.Stdout.Fd()), &out) != nil || syscall.Stat(os.DevNull, &null) != nil || out.Rdev != null.Rdev || out.Mode&syscall.S_IFMT != syscall.S_IFCHR {
		return false
	}
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, os.Stdout.Fd(), syscall.F_GETFL, 0)
	return errno == 0 && flags&syscall.O_ACCMODE == syscall.O_RDWR
}
