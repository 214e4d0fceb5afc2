//go:build unix

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Files with secrets are for their owner alone, whatever the umask and whatever
// somebody put in their place; no other file is written through a link.
func TestFilesWithSecretsAreReplacedAndPrivate(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "outside")
	for _, name := range []string{"mock.env", "ready.json", "mock.env.part", "ready.json.part", "ca.pem"} {
		if err := os.Symlink(outside, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("sh", "-c", `umask 000 && exec "$0" "$@"`, program, "mock", "--judge-client", "off", "--listen", "127.0.0.1:0", "--admin", "off",
		"--tls-dir", dir, "--env-file", filepath.Join(dir, "mock.env"), "--ready-file", filepath.Join(dir, "ready.json"), "--", program, "version")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, mode := range map[string]os.FileMode{"mock.env": 0o600, "ready.json": 0o600, "ca.pem": 0o666} {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		} else if info.Mode() != mode {
			t.Errorf("%s has mode %v, want a regular file of mode %v", name, info.Mode(), mode)
		}
	}
	if _, err := os.Stat(outside); !os.IsNotExist(err) {
		t.Errorf("a symbolic link was followed: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*.part")); err != nil || len(left) != 2 {
		t.Errorf("temporary files: %v, %v; want the two links of the test only", left, err)
	}
}
