//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// lockFile waits for the lock of a file, which ends with the process too.
func lockFile(file string, patience time.Duration) (unlock func(), err error) {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, forOwner)
	if err != nil {
		return nil, lockError(file, patience, err, false)
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return func() { _ = f.Close() }, nil // closing gives up the lock
		case !errors.Is(err, syscall.EWOULDBLOCK), time.Now().After(deadline):
			_ = f.Close()
			return nil, lockError(file, patience, err, errors.Is(err, syscall.EWOULDBLOCK))
		}
	}
}
