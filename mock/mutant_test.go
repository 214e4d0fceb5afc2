package mock_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
)

func TestMutantsAreComposedOfManyParts(t *testing.T) {
	t.Parallel()
	s := mock.Mutants()
	for _, part := range []struct {
		kind  string
		names []string
		least int
	}{{"operators", s.Operators, 40}, {"places", s.Places, 25}, {"triggers", s.Triggers, 15}} {
		if len(part.names) < part.least {
			t.Errorf("%d %s, want %d or more", len(part.names), part.kind, part.least)
		}
		if unique := slices.Compact(slices.Sorted(slices.Values(part.names))); len(unique) != len(part.names) {
			t.Errorf("%d %s with %d names", len(part.names), part.kind, len(unique))
		}
		for _, name := range part.names {
			if !kebab.MatchString(name) {
				t.Errorf("%q is not kebab-case", name)
			}
		}
	}
	excluded := 0
	for _, e := range s.Excluded {
		excluded += e.Combinations
	}
	if excluded+len(s.Mutants) != s.Combinations() {
		t.Errorf("%d excluded and %d mutants of %d combinations", excluded, len(s.Mutants), s.Combinations())
	}
}

func TestEveryPartIsInAMutant(t *testing.T) {
	t.Parallel()
	s := mock.Mutants()
	used := map[string]bool{}
	for _, m := range s.Mutants {
		used["operator "+m.Operator], used["place "+m.Place], used["trigger "+m.Trigger] = true, true, true
	}
	if want := len(s.Operators) + len(s.Places) + len(s.Triggers); len(used) != want {
		t.Errorf("mutants have %d parts of %d", len(used), want)
	}
}

func TestMutantsViolateJudgedRequirements(t *testing.T) {
	t.Parallel()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range mock.Mutants().Mutants {
		if len(m.Violates) == 0 || len(m.Deployments) == 0 || !strings.HasPrefix(m.Sentence, "The gateway ") {
			t.Errorf("%s: violates %q on %q: %s", m.ID, m.Violates, m.Deployments, m.Sentence)
		}
		for _, id := range m.Violates {
			if seen[id] {
				continue
			}
			seen[id] = true
			if r, ok := doc.Requirement(id); !ok || r.Excluded != "" || r.Level == spec.Info {
				t.Errorf("%s violates %q, which is no requirement that is judged", m.ID, id)
			}
		}
	}
}

func TestMutantsAreFoundByID(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ id, want string }{
		{"last-byte-lost:recording:always", ""},
		{"last-byte-lost:recording:always+page:guid-absent:static", ""},
		{"last-byte-lost:recording", "want OPERATOR:PLACE:TRIGGER"},
		{"last-byte-los:recording:always", `there is no operator "last-byte-los"`},
		{"last-byte-lost:record:always", `there is no place "record"`},
		{"last-byte-lost:recording:never", `there is no trigger "never"`},
		{"::", `there is no trigger "(empty)"`},
		{"last-byte-lost:sign-in:always", "excluded: The operator changes nothing that the place has."},
		{"status-404:guid-absent:always", "excluded: No requirement forbids the operator at the place."},
	} {
		found, err := mock.MutantNamed(tc.id)
		switch {
		case tc.want == "" && (err != nil || len(found) != 1+strings.Count(tc.id, "+")):
			t.Errorf("%s: found %d, error %v", tc.id, len(found), err)
		case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
			t.Errorf("%s: error %v, want %q", tc.id, err, tc.want)
		}
	}
}

// A mutant is on for the requests of its trigger, and off for all others.
func TestMutantShowsUnderItsTrigger(t *testing.T) {
	t.Parallel()
	call := recordingNamed(t, "agent-call")
	_, c := start(t, soon, mock.WithMutant("last-byte-lost:recording:later-agent"))
	for _, tc := range []struct {
		agent string
		lost  int
	}{{"102", 0}, {"103", 1}, {"102", 0}} {
		re := c.send("PUT", resource+"/onlineagent/"+tc.agent+"/forcelogin", signInBody(tc.agent))
		got := c.download(tc.agent, guidOf(re), "recordId", call.RecordID)
		if want := int(call.Size) - tc.lost; len(got.body) != want {
			t.Errorf("agent %s: %d bytes, want %d", tc.agent, len(got.body), want)
		}
	}
}
