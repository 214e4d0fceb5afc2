package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
)

// docs/interpretations.md is written by hand; what it says of readings must exist.
func TestInterpretationsNameReadingsThatExist(t *testing.T) {
	text, err := os.ReadFile("../../docs/interpretations.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range mock.Readings() {
		known[r.Name] = true
	}
	named := 0
	for _, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 6 {
			continue
		}
		for _, m := range regexp.MustCompile("`([a-z0-9.-]+)`").FindAllStringSubmatch(cells[len(cells)-3], -1) {
			named++
			if !known[m[1]] {
				t.Errorf("%q is no reading of the mock", m[1])
			}
		}
	}
	if named < 50 {
		t.Errorf("only %d readings are named", named)
	}
}
