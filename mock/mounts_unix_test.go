//go:build unix

package mock_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
)

func fifo(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
}

// inTime runs f and fails the test if it hangs.
func inTime(t *testing.T, f func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-ctx.Done():
		t.Fatal("it hangs")
	}
}

func TestMountMustBeADirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fifo(t, filepath.Join(dir, "fifo"))
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"fifo", "file", "absent"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inTime(t, func() {
				path := filepath.Join(dir, name)
				g, err := mock.New(mock.WithDirectory("y", path))
				if err == nil || g != nil || !strings.Contains(err.Error(), path) {
					t.Errorf("error %v, want one that names %s", err, path)
				}
			})
		})
	}
}

// A pipe is opened without waiting for its writer and judged after that.
func TestOnlyRegularFilesAreRecordings(t *testing.T) {
	t.Parallel()
	root := mountedTree(t)
	fifo(t, filepath.Join(root, "1", "0", "fifo.V3"))
	if err := os.Symlink("fifo.V3", filepath.Join(root, "1", "0", "link.V3")); err != nil {
		t.Fatal(err)
	}
	socket, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(root, "1", "0", "socket.V3"), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	g := newGateway(t, mock.WithDirectory("y", root))
	guid := signedIn(t, g)
	for _, name := range []string{"fifo.V3", "link.V3", "socket.V3"} {
		inTime(t, func() {
			re := serve(g, "GET", resource+"/recordfile/102", "recordId=y:/1/0/"+name, "", guid)
			if re.retcode() != "104-005" {
				t.Errorf("%s: %.100q, want 104-005", name, re.body)
			}
		})
	}
}
