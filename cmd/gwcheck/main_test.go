package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// program is the gwcheck binary that tests run, with the race detector if they
// have it; plain is the one that users have, which the scripts run.
var program, plain string

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
	program, plain = filepath.Join(dir, "race", "gwcheck"), filepath.Join(dir, "gwcheck")
	for _, b := range []struct{ flag, to string }{{raceFlag, program}, {"-race=false", plain}} {
		build := exec.Command("go", "build", b.flag, "-ldflags", "-X main.version=1.2.3-test -X main.revision=abcdef", "-o", b.to, ".")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build gwcheck: %v\n%s", err, out)
			return 1
		}
	}
	return tests()
}
