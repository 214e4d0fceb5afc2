package main

import (
	"slices"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
)

var everyDeployment = []string{"disabled", "dynamic", "pool", "static"}

// The script is the same each time, so what differs is the gateway.
func TestFaithfulMockDiffersFromItselfNowhere(t *testing.T) {
	t.Parallel()
	doc, err := document()
	if err != nil {
		t.Fatal(err)
	}
	w := newWitnesses(doc)
	for range 2 {
		found, err := w.find(t.Context(), nil, everyDeployment)
		if found != "" || err != nil {
			t.Errorf("got witness %q and error %v, want none", found, err)
		}
	}
}

// Each operator, place and trigger does something in one mutant at least, without
// help of a further condition where there is one without.
func TestEveryPartOfMutantsHasAWitness(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("drives some two hundred gateways")
	}
	doc, err := document()
	if err != nil {
		t.Fatal(err)
	}
	w, left := newWitnesses(doc), partsOfMutants()
	for _, always := range []bool{true, false} {
		for _, m := range mock.Mutants().Mutants {
			if always != (m.Trigger == "always") || !anyLeft(left, m) {
				continue
			}
			for _, part := range partsOf(m) {
				if _, is := left[part]; !is {
					continue
				}
				if left[part]++; left[part] > mostTries {
					delete(left, part)
					t.Errorf("%s: no mutant with it differs from the faithful mock", part)
				}
			}
			found, err := w.find(t.Context(), []string{m.ID}, m.Deployments)
			if err != nil {
				t.Fatal(m.ID, err)
			}
			if found != "" {
				for _, part := range partsOf(m) {
					delete(left, part)
				}
			}
		}
	}
}

// mostTries bounds how many mutants with a part are tried.
const mostTries = 12

// neverSeen are places that the mock does not have with its usual settings.
var neverSeen = []string{"place guid-expired"}

func partsOf(m mock.Mutant) []string {
	return []string{"operator " + m.Operator, "place " + m.Place, "trigger " + m.Trigger}
}

func partsOfMutants() map[string]int {
	all := map[string]int{}
	for _, m := range mock.Mutants().Mutants {
		for _, part := range partsOf(m) {
			all[part] = 0
		}
	}
	return all
}

func anyLeft(left map[string]int, m mock.Mutant) bool {
	return slices.ContainsFunc(partsOf(m), func(part string) bool { _, is := left[part]; return is && !slices.Contains(neverSeen, part) })
}
