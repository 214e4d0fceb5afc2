package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// program is the gwcheck binary that all tests run.
var program string

func TestMain(m *testing.M) {
	if slices.Contains(os.Args, "-test.fuzzworker") { // fuzz targets do without the program
		os.Exit(m.Run())
	}
	os.Exit(withProgram(m.Run))
}

// withProgram builds the real thing once.
func withProgram(tests func() int) int {
	dir, err := os.MkdirTemp("", "gwcheck-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "gwcheck")
	build := exec.Command("go", "build", raceFlag, "-ldflags", "-X main.version=1.2.3-test -X main.revision=abcdef", "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build gwcheck: %v\n%s", err, out)
		return 1
	}
	return tests()
}
