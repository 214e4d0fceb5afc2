//go:build !unix

package main

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// lockFile waits until it can create a file, which it keeps open. Windows removes no
// file that is open, so that only one whose holder has ended can be removed.
func lockFile(file string, patience time.Duration) (unlock func(), err error) {
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, forOwner)
		switch {
		case err == nil:
			return func() { _ = f.Close(); _ = os.Remove(file) }, nil
		case time.Now().After(deadline):
			return nil, lockError(file, patience, err, errors.Is(err, fs.ErrExist))
		}
		_ = os.Remove(file)
	}
}
