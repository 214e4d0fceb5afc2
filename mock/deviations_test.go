package mock_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
)

// Every deviation changes what some scene of the script sees on the wire.
func TestEveryDeviationChangesAnAnswer(t *testing.T) {
	t.Parallel()
	baseline := baselines(t)
	for _, d := range mock.Deviations() {
		if d.Name == onlyOverTLS {
			continue
		}
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			for _, s := range scenesFor(d) {
				want := baseline(s)
				if got := s.play(t, want, mock.WithDeviation(d.Name)); !slices.Equal(got, want) {
					t.Logf("%s: %s", s.name(), firstDifference(want, got))
					return
				}
			}
			t.Fatal("no scene sees another answer than without it")
		})
	}
}

// The scenes are repeatable: without a deviation each sees the same twice.
func TestScenesAreRepeatable(t *testing.T) {
	t.Parallel()
	baseline := baselines(t)
	for _, s := range scenes() {
		t.Run(s.name(), func(t *testing.T) {
			t.Parallel()
			want := baseline(s)
			if got := s.play(t, want); !slices.Equal(got, want) {
				t.Error(firstDifference(want, got))
			}
		})
	}
}

// baselines plays a scene without any deviation, each once.
func baselines(t *testing.T) func(scene) []string {
	known := map[string]func() []string{}
	for _, s := range scenes() {
		known[s.name()] = sync.OnceValue(func() []string { return s.play(t, nil) })
	}
	return func(s scene) []string { return known[s.name()]() }
}

// likely are the parts of the script that a breach of an area shows in most
// often. They are tried first; all others follow.
var likely = map[string][]string{
	"auth":       {"wrong Guids", "intrusions", "renewals", "passing time", "sign-outs", "sign-ins"},
	"claims":     {"downloads"},
	"events":     {"events"},
	"failure":    {"downloads"},
	"method":     {"methods"},
	"parameters": {"addresses", "spellings", "downloads"},
	"paths":      {"spellings", "traversal", "downloads"},
	"retcodes":   {"downloads", "wrong Guids", "spellings"},
	"security":   {"traversal", "spellings", "wrong Guids", "downloads", "addresses"},
	"session":    {"sign-ins", "sign-outs", "events", "renewals", "passing time"},
	"streaming":  {"downloads", "parallel downloads"},
	"success":    {"downloads"},
}

// scenesFor orders the scenes for a deviation, those likely to show it first:
// likely parts before others, and deployments that its name mentions before
// the dynamic one.
func scenesFor(d mock.Deviation) []scene {
	list := scenes()
	rank := func(s scene) int {
		r := slices.Index(likely[path.Dir(d.Violates[0])], s.part)
		if r < 0 {
			r = len(likely)
		}
		switch about := fmt.Sprint(d.Name, d.Sentence, d.Violates); {
		case s.deployment.word == "":
		case strings.Contains(about, s.deployment.word):
			r -= 50
		default:
			r += 50
		}
		return r
	}
	slices.SortStableFunc(list, func(a, b scene) int { return rank(a) - rank(b) })
	return list
}

func firstDifference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("\n%.300q\n%.300q", a[i], b[i])
		}
	}
	return "one is longer"
}
