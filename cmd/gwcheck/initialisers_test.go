package main_test

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// maxInitBytes is what a package of ours may allocate before main begins:
// enough for small tables, too little for a regular expression, a template or
// a register.
const maxInitBytes = 4 << 10

// moreInitBytes are packages that may allocate more: the tables of checks are
// values.
var moreInitBytes = map[string]int{"suites": 8 << 10}

var initLine = regexp.MustCompile(`(?m)^init github\.com/gwcheck/gwcheck/(\S+) .* (\d+) bytes, \d+ allocs$`)

// Every command pays for what packages do before main begins.
func TestPackagesDoNoWorkBeforeMain(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(program, "version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatalf("gwcheck version: %v\n%s", err, &trace)
	}
	if !strings.Contains(trace.String(), "init runtime ") {
		t.Fatalf("no trace of initialisers:\n%s", &trace)
	}
	for _, m := range initLine.FindAllStringSubmatch(trace.String(), -1) {
		pkg := m[1]
		n, err := strconv.Atoi(m[2])
		if limit := max(maxInitBytes, moreInitBytes[pkg]); err != nil || n > limit {
			t.Errorf("package %s allocates %d bytes before main begins (%v), want at most %d: make its variables lazy with sync.OnceValue", pkg, n, err, limit)
		}
	}
}
