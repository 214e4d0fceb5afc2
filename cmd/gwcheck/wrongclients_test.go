package main

import (
	"testing"

	"github.com/gwcheck/gwcheck/internal/wrongclients"
)

// A requirement on clients that no client of the proof breaks could be judged by a
// rule that never fails.
func TestEveryRequirementOnClientsHasAWrongClient(t *testing.T) {
	t.Parallel()
	doc, err := document()
	if err != nil {
		t.Fatal(err)
	}
	broken := map[string]bool{}
	for _, c := range wrongclients.Wrong() {
		broken[c.Requirement] = true
		_, gateway := doc.Requirement(c.Requirement)
		if _, client := doc.ClientRequirement(c.Requirement); !gateway && !client {
			t.Errorf("client %s breaks %q, which is in no register", c.Name, c.Requirement)
		}
	}
	for _, q := range doc.Client {
		if !broken[q.ID] {
			t.Errorf("no wrong client breaks %s", q.ID)
		}
	}
}
