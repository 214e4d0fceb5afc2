//go:build unix

package report_test

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// Variables that name the directory for a child process of a test below.
const (
	fullDisk = "GWCHECK_TEST_FULL_DISK"
	umask    = "GWCHECK_TEST_UMASK"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(fullDisk); dir != "" {
		os.Exit(writeOnFullDisk(dir))
	}
	if dir := os.Getenv(umask); dir != "" {
		syscall.Umask(0o027)
		os.Exit(writeFiles(dir))
	}
	os.Exit(m.Run())
}

// writeFiles writes a report and is the exit code of the process.
func writeFiles(dir string) int {
	if err := report.WriteFiles(dir, full()); err != nil {
		fmt.Println(err)
		return 4
	}
	return 0
}

// writeOnFullDisk writes a report in a process that may write no more than 4
// KiB to any file, which fails as a full disk does: in the middle.
func writeOnFullDisk(dir string) int {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 4 << 10, Max: 4 << 10}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fmt.Println("cannot limit the file size:", err)
		return 2
	}
	return writeFiles(dir)
}

func TestFilesFollowTheUmask(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.Symlink(outside, filepath.Join(dir, "junit.xml")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), umask+"="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, name := range ls(t, dir) {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil || info.Mode() != 0o640 {
			t.Errorf("%s: got %v, %v; want mode 0640", name, info.Mode(), err)
		}
	}
	if _, err := os.Stat(outside); !os.IsNotExist(err) {
		t.Errorf("a symbolic link was followed: %v", err)
	}
}

func TestFullDiskLeavesTheEarlierReport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before := finished(must("a/a", report.Pass))
	if err := report.WriteFiles(dir, before); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fullDisk+"="+dir)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 4 || !strings.Contains(string(out), "result.json") {
		t.Fatalf("got %v and %q, want exit code 4 and the name of the file", err, out)
	}
	if got := ls(t, dir); len(got) != 5 {
		t.Errorf("the directory has %v", got)
	}
	data, err := os.ReadFile(filepath.Join(dir, "result.json"))
	if err != nil || string(data) != written(t, report.WriteJSON, before) {
		t.Errorf("the earlier result.json is gone (%v)", err)
	}
}
