//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// openNoLink opens a file to read that is no symbolic link. It does not wait for
// the other end of a pipe.
func openNoLink(file string) (*os.File, error) {
	f, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	switch {
	case errors.Is(err, syscall.ELOOP), errors.Is(err, syscall.EMLINK): // the latter on FreeBSD
		return nil, unfit{errors.New("it is a symbolic link; want a regular file")}
	case errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.EOPNOTSUPP):
		return nil, unfit{errors.New("it is a socket or a device; want a regular file")}
	}
	return f, err
}
