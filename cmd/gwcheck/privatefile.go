package main

import (
	"crypto/rand"
	"errors"
	"os"
)

// Modes of files, less what the umask takes away.
const (
	forOwner  = 0o600 // holds secrets
	forAnyone = 0o666
)

// replaceFile writes a file, complete or not at all: under a random name that
// nobody else can have prepared, renamed when complete. It replaces a symbolic
// link and does not follow it.
func replaceFile(file string, data []byte, mode os.FileMode) error {
	part := file + "." + rand.Text() + ".part"
	err := writeNew(part, data, mode)
	if err == nil {
		err = os.Rename(part, file)
	}
	if err != nil {
		_ = os.Remove(part) // most often it is not there
		return broken("write %q: %w", file, err)
	}
	return nil
}

// writeNew writes a file that must not exist, not even as a symbolic link.
func writeNew(file string, data []byte, mode os.FileMode) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
