package main

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What a killed process left of a file holds passwords. The next one that writes the
// file removes it, and leaves alone what another one may be writing.
func TestPartsOfKilledProcessesAreRemoved(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "mock.env")
	abandoned, fresh := file+"."+rand.Text()+partEnd, file+"."+rand.Text()+partEnd
	for _, part := range []string{abandoned, fresh} {
		if err := os.WriteFile(part, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(abandoned, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(file, []byte("x"), forOwner); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(abandoned); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the part of a killed process is there: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("the part of another process is gone: %v", err)
	}
}
