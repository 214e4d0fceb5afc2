package main

import (
	"slices"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
)

func TestLegalGatewaysFollowReadingsThatGoTogether(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for seed := range uint64(500) {
		g := drawLegal(seed)
		if err := mock.CheckReadings(g.readings...); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		for _, name := range g.readings {
			used[name] = true
			if g.front != nil && slices.Contains(ownWire, name) {
				t.Errorf("seed %d: %s behind a front end", seed, name)
			}
		}
	}
	for _, r := range mock.Readings() {
		if !used[r.Name] {
			t.Errorf("%s was never drawn", r.Name)
		}
	}
}

func TestReadingsThatWriteAnswersAreKnown(t *testing.T) {
	t.Parallel()
	for _, name := range ownWire {
		if !slices.ContainsFunc(mock.Readings(), func(v mock.Variant) bool { return v.Name == name }) {
			t.Errorf("there is no reading %q", name)
		}
	}
}
