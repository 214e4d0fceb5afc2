package selfcheck

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

func failing(requirement string, v report.Verdict) *report.Result {
	return &report.Result{Checks: []report.Check{{ID: requirement + ":check", Requirement: requirement, Verdict: v}, {ID: "z/z", Requirement: "z/z", Verdict: report.Pass}}}
}

func TestFateOfMutants(t *testing.T) {
	t.Parallel()
	must, should := Mutant{Violates: []string{"a/b"}, Must: true}, Mutant{Violates: []string{"a/b"}}
	for _, tc := range []struct {
		name  string
		m     Mutant
		trial Trial
		want  Fate
	}{
		{"without a witness", must, Trial{}, NoWitness},
		{"killed at once", must, Trial{Witness: "x", First: failing("a/b", report.Fail)}, KilledRight},
		{"killed in full", must, Trial{Witness: "x", First: failing("a/b", report.Pass), Full: failing("a/b", report.Fail)}, KilledRight},
		{"warned of though it is a MUST", must, Trial{Witness: "x", First: failing("a/b", report.Warning), Full: failing("a/b", report.Warning)}, Survived},
		{"warned of", should, Trial{Witness: "x", First: failing("a/b", report.Warning)}, KilledRight},
		{"killed for another", must, Trial{Witness: "x", First: failing("a/b", report.Pass), Full: failing("c/d", report.Fail)}, KilledOther},
		{"inconclusive", must, Trial{Witness: "x", First: failing("a/b", report.Inconclusive), Full: failing("a/b", report.Inconclusive)}, Survived},
	} {
		if v := verdict(tc.m, tc.trial); v.Fate != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, v.Fate, tc.want)
		}
	}
}

func TestAFullRunThatKillsLessIsReported(t *testing.T) {
	t.Parallel()
	m := Mutant{Violates: []string{"a/b"}, Must: true}
	v := verdict(m, Trial{Witness: "x", First: failing("a/b", report.Fail), Full: failing("a/b", report.Pass)})
	if v.Fate != KilledRight || !v.Missed {
		t.Errorf("got %s, missed %v", v.Fate, v.Missed)
	}
}

// Mutants without a witness are replaced by others, and every tenth runs in full.
func TestMutantsAreDrawnUntilEnoughCount(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	full := 0
	got := RunGenerated(t.Context(), GeneratedConfig{
		Mutants: mutantsOf(4, 5, 6), Count: 30, Seed: 1, Parallel: 3, Limit: time.Minute,
		Try: func(_ context.Context, m Mutant, inFull bool) (Trial, error) {
			mu.Lock()
			defer mu.Unlock()
			if inFull {
				full++
			}
			if m.Place == "p0" {
				return Trial{}, nil
			}
			return Trial{Witness: "x", First: failing("a/b", report.Fail)}, nil
		},
	})
	g := Generated{Verdicts: got}
	if total := g.tally(ofLevel(true)).Total(); total != 30 || g.withoutWitness() == 0 || len(got) != 30+g.withoutWitness() {
		t.Errorf("%d count of %d, %d without a witness", total, len(got), g.withoutWitness())
	}
	if want := (len(got) + fullEvery - 1) / fullEvery; full != want {
		t.Errorf("%d ran in full, want %d", full, want)
	}
	if !g.OK() {
		t.Error("all were killed, and that is not enough")
	}
}

func TestAMutantThatCannotBeTriedIsReported(t *testing.T) {
	t.Parallel()
	got := RunGenerated(t.Context(), GeneratedConfig{
		Mutants: mutantsOf(1, 1, 1), Count: 1, Limit: time.Minute,
		Try: func(context.Context, Mutant, bool) (Trial, error) { return Trial{}, errors.New("no gateway") },
	})
	g := Generated{Verdicts: got}
	var out bytes.Buffer
	if err := g.WriteText(&out); err != nil || g.OK() || !strings.Contains(out.String(), "not tried: no gateway; gwcheck selfcheck --mutant o0:p0:t0") {
		t.Errorf("error %v, ok %v:\n%s", err, g.OK(), out.String())
	}
}

func TestSurvivorsAreListedWithTheCommandThatRepeatsThem(t *testing.T) {
	t.Parallel()
	m := mutantsOf(1, 1, 1)[0]
	m.Sentence = "The gateway sleeps."
	g := Generated{Verdicts: []Verdict{{Mutant: m, Fate: Survived}}}
	var out bytes.Buffer
	if err := g.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"survived, MUST: The gateway sleeps. Violates a/b; gwcheck selfcheck --mutant o0:p0:t0", "NOT proven: of 1 MUST mutants 0 killed"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
