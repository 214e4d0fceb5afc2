package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestAPanicIsAFailureOfTheHarness(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	env := Env{
		Args: []string{"version"}, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Lookup: func(string) (string, bool) { panic("lookup is broken") },
	}
	if got := run(t.Context(), env); got != exitBroken || !strings.Contains(stderr.String(), "internal error: lookup is broken") {
		t.Errorf("ended with %d, want %d:\n%s", got, exitBroken, &stderr)
	}
}
