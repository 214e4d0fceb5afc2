//go:build !unix

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// lockFile waits until it can create a file. One that is older than the patience
// was left behind.
func lockFile(file string, patience time.Duration) (unlock func(), err error) {
	for deadline := time.Now().Add(2 * patience); ; time.Sleep(10 * time.Millisecond) {
		f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, forOwner)
		switch {
		case err == nil:
			return func() { _ = f.Close(); _ = os.Remove(file) }, nil
		case !errors.Is(err, fs.ErrExist), time.Now().After(deadline):
			return nil, fmt.Errorf("lock %q: %w", file, err)
		}
		if info, err := os.Stat(file); err == nil && time.Since(info.ModTime()) > patience {
			_ = os.Remove(file)
		}
	}
}
