//go:build unix

package wire

import (
	"io"
	"syscall"
)

// tryRead reads the bytes that have arrived, without waiting.
func (c *rawConn) tryRead(p []byte) (n int, err error) {
	sys, ok := c.Conn.(syscall.Conn)
	if !ok {
		return c.shortRead(p)
	}
	fd, err := sys.SyscallConn()
	if err != nil {
		return 0, err
	}
	if failed := fd.Control(func(fd uintptr) { n, err = syscall.Read(int(fd), p) }); failed != nil {
		return 0, failed
	}
	switch {
	case err == syscall.EAGAIN || err == syscall.EINTR:
		return 0, errNothingYet
	case err != nil:
		return 0, err
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}
