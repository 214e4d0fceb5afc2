//go:build !unix

package main

import (
	"errors"
	"os"
)

// openNoLink opens a file to read that is no symbolic link: what was opened is what
// the name itself stands for.
func openNoLink(file string) (*os.File, error) {
	link, err := os.Lstat(file)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !os.SameFile(link, info) {
		return nil, errors.Join(unfit{errors.New("it is a symbolic link; want a regular file")}, err, f.Close())
	}
	return f, nil
}
