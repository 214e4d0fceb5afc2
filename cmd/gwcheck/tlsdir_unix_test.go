//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What is no regular file is never read, waited for or followed, and is told of.
func TestOtherKindsOfFilesAreReplaced(t *testing.T) {
	t.Parallel()
	for _, name := range []string{caFileName, chainFileName, keyFileName} {
		for kind, make := range map[string]func(file string) error{
			"link":          func(file string) error { return os.Symlink(filepath.Join(filepath.Dir(file), "elsewhere"), file) },
			"dangling link": func(file string) error { return os.Symlink("nowhere", file) },
			"pipe":          func(file string) error { return syscall.Mkfifo(file, 0o600) },
		} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				d := testDir(t)
				if _, err := d.certificate(sharedHosts); err != nil {
					t.Fatal(err)
				}
				elsewhere := d.file("elsewhere")
				if err := os.Rename(d.file(name), elsewhere); err != nil {
					t.Fatal(err)
				}
				before := string(read(t, elsewhere))
				if err := make(d.file(name)); err != nil {
					t.Fatal(err)
				}
				said := warningsOf(&d)
				pair, err := d.certificate(sharedHosts)
				if err != nil {
					t.Fatal(err)
				}
				verified(t, read(t, d.file(caFileName)), pair, sharedHosts...)
				if info, err := os.Lstat(d.file(name)); err != nil || !info.Mode().IsRegular() {
					t.Errorf("%s is no regular file: %v", name, err)
				}
				if string(read(t, elsewhere)) != before {
					t.Error("a link was followed")
				}
				if len(*said) != 1 || !strings.Contains((*said)[0], "want a regular file") && !strings.Contains((*said)[0], "no regular file; want one") {
					t.Errorf("warnings: got %q, want one of what would be right", *said)
				}
			})
		}
	}
}

// A file that cannot be read is an error: it may be that of somebody else.
func TestFilesOfOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root reads every file")
	}
	d := testDir(t)
	if _, err := d.certificate(sharedHosts); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(d.file(keyFileName), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := d.certificate(sharedHosts); err == nil {
		t.Error("a key that cannot be read was replaced")
	}
}

func TestALockThatIsHeldIsAnErrorThatSaysWhatToDo(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), lockFileName)
	unlock, err := lockFile(file, lockPatience)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if _, err := lockFile(file, 0); err == nil || !strings.Contains(err.Error(), "another process has held the lock") {
		t.Errorf("got %v, want an error that says who holds the lock", err)
	}
}
