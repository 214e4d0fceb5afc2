package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
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
	removeParts(file, abandonedAfter)
	part := file + "." + rand.Text() + partEnd
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

// partEnd ends the name of a file that is not complete.
const partEnd = ".part"

// partForm is what stands in such a name after that of the file.
var partForm = lazyregexp.New(`^\.[A-Z2-7]{26}\.part$`)

// abandonedAfter is the age of a part whose writer was killed: writing takes moments.
const abandonedAfter = time.Minute

// removeParts removes what writers of a file left that were killed: parts of some age.
func removeParts(file string, age time.Duration) {
	entries, _ := os.ReadDir(filepath.Dir(file)) // a directory that cannot be read stays as it is
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), filepath.Base(file))
		if !ours || !partForm().MatchString(rest) {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) >= age {
			_ = os.Remove(filepath.Join(filepath.Dir(file), e.Name()))
		}
	}
}

// lockError says why a lock cannot be had, and what to do.
func lockError(file string, patience time.Duration, err error, held bool) error {
	if held {
		return fmt.Errorf("another process has held the lock %q for %s; end it, or give another --tls-dir", file, patience)
	}
	return fmt.Errorf("lock %q: %w; want a directory in which this user can write, see --tls-dir", file, err)
}
