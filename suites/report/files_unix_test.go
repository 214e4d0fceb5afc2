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

// fullDisk names the directory for the child process of the test below.
const fullDisk = "GWCHECK_TEST_FULL_DISK"

func TestMain(m *testing.M) {
	if dir := os.Getenv(fullDisk); dir != "" {
		os.Exit(writeOnFullDisk(dir))
	}
	os.Exit(m.Run())
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
	if err := report.WriteFiles(dir, full()); err != nil {
		fmt.Println(err)
		return 4
	}
	return 0
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
