package selfcheck

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// Generated is the outcome of a run over generated mutants.
type Generated struct {
	Seed         uint64
	Combinations int         // of operators, places and triggers
	Excluded     []Exclusion // by rule
	Verdicts     []Verdict   // in the order in which they were drawn
	Took         time.Duration
}

// Exclusion is how many combinations a rule excludes.
type Exclusion struct {
	Rule         string `json:"rule"`
	Combinations int    `json:"combinations"`
}

// Tally counts mutants by fate.
type Tally struct {
	Right    int `json:"killed"`
	Other    int `json:"killedForAnother"`
	Survived int `json:"survived"`
	NotTried int `json:"notTried"`
}

// Total is how many mutants count.
func (t Tally) Total() int { return t.Right + t.Other + t.Survived + t.NotTried }

// Rate is the share of those that were killed for the right requirement, in percent; 100 of none.
func (t Tally) Rate() float64 {
	if t.Total() == 0 {
		return 100
	}
	return 100 * float64(t.Right) / float64(t.Total())
}

func (t *Tally) add(f Fate) {
	switch f {
	case KilledRight:
		t.Right++
	case KilledOther:
		t.Other++
	case Survived:
		t.Survived++
	case NotTried:
		t.NotTried++
	}
}

// Row is the tally of the MUST mutants with one operator, place or trigger.
type Row struct {
	Name string `json:"name"`
	Tally
}

// Must and Should are the tallies by level. Mutants of a known blind spot are left out.
func (g Generated) tally(counts func(Verdict) bool) (t Tally) {
	for _, v := range g.Verdicts {
		if counts(v) {
			t.add(v.Fate)
		}
	}
	return t
}

func ofLevel(must bool) func(Verdict) bool {
	return func(v Verdict) bool { return v.Mutant.Must == must }
}

// by is the tally of MUST mutants by a part of theirs, the worst first.
func (g Generated) by(part func(Mutant) string) []Row {
	at := map[string]*Tally{}
	for _, v := range g.Verdicts {
		if !v.Mutant.Must || v.Fate == NoWitness {
			continue
		}
		name := part(v.Mutant)
		if at[name] == nil {
			at[name] = &Tally{}
		}
		at[name].add(v.Fate)
	}
	var rows []Row
	for name, t := range at {
		rows = append(rows, Row{name, *t})
	}
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Rate(), b.Rate()), cmp.Compare(a.Name, b.Name)) })
	return rows
}

func operatorOf(m Mutant) string { return m.Operator }
func placeOf(m Mutant) string    { return m.Place }
func triggerOf(m Mutant) string  { return m.Trigger }

func (g Generated) withoutWitness() int {
	return len(g.Verdicts) - g.tally(func(v Verdict) bool { return v.Fate != NoWitness }).Total()
}

// missed counts mutants that only the narrow run killed.
func (g Generated) missed() (n int) {
	for _, v := range g.Verdicts {
		if v.Missed {
			n++
		}
	}
	return n
}

const (
	wantRate = 99.0 // percent of the MUST mutants
)

// OK says whether enough MUST mutants were killed for the right requirement.
func (g Generated) OK() bool {
	return g.tally(ofLevel(true)).Rate() >= wantRate && g.tally(ofLevel(false)).NotTried == 0
}

// verdict is the outcome in one line.
func (g Generated) verdict() string {
	must, should := g.tally(ofLevel(true)), g.tally(ofLevel(false))
	word := "proven"
	if !g.OK() {
		word = "NOT proven"
	}
	return fmt.Sprintf("%s: of %d MUST mutants %d killed for the right requirement (%.1f %%), %d for another, %d survived, %d not tried; of %d SHOULD mutants %d killed (%.1f %%)",
		word, must.Total(), must.Right, must.Rate(), must.Other, must.Survived, must.NotTried, should.Total(), should.Right, should.Rate())
}

// WriteText writes the tables and every mutant that was not killed for the right
// requirement. The verdict is the last line.
func (g Generated) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, table := range []struct {
		head string
		part func(Mutant) string
	}{{"OPERATOR", operatorOf}, {"PLACE", placeOf}, {"TRIGGER", triggerOf}} {
		t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintf(t, "%s\tMUST MUTANTS\tKILLED\tFOR ANOTHER\tSURVIVED\tRATE\n", table.head)
		for _, r := range g.by(table.part) {
			fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%.1f %%\n", r.Name, r.Total(), r.Right, r.Other, r.Survived, r.Rate())
		}
		t.Flush() //nolint:errcheck // bufio keeps the error
		fmt.Fprintln(out)
	}
	for _, v := range g.Verdicts {
		if line := v.line(); line != "" {
			fmt.Fprintln(out, line)
		}
	}
	fmt.Fprintf(out, "%d combinations of operators, places and triggers\n", g.Combinations)
	for _, e := range g.Excluded {
		fmt.Fprintf(out, "  %6d  %s\n", e.Combinations, e.Rule)
	}
	fmt.Fprintf(out, "seed %d: %d mutants drawn, %d of them without a witness\n", g.Seed, len(g.Verdicts), g.withoutWitness())
	if n := g.missed(); n > 0 {
		fmt.Fprintf(out, "%d mutants were killed by the checks of their requirement alone, but not in the full run\n", n)
	}
	fmt.Fprintln(out, g.verdict())
	return out.Flush()
}

// line is what is to be said of a mutant that was not killed for the right
// requirement, with the command that repeats it.
func (v Verdict) line() string {
	repeat := "; gwcheck selfcheck --mutant " + v.Mutant.ID
	switch v.Fate {
	case Survived:
		return "survived, " + v.Mutant.Level() + ": " + v.Mutant.Sentence + " Violates " + few(v.Mutant.Violates) + repeat
	case KilledOther:
		return "killed by " + few(v.Killers) + ", " + v.Mutant.Level() + ": " + v.Mutant.Sentence + " Violates " + few(v.Mutant.Violates) + repeat
	case NotTried:
		return "not tried: " + v.Problem + repeat
	}
	return ""
}

// GeneratedSchema identifies the JSON form.
const GeneratedSchema = "gwcheck/selfcheck-generated/v1"

// WriteJSON writes everything that is known.
func (g Generated) WriteJSON(w io.Writer) error {
	type mutant struct {
		ID         string   `json:"id"`
		Sentence   string   `json:"sentence"`
		Level      string   `json:"level"`
		Violates   []string `json:"violates"`
		Fate       Fate     `json:"fate"`
		Killers    []string `json:"killers"`
		Witness    string   `json:"witness,omitempty"`
		Problem    string   `json:"problem,omitempty"`
		InFull     bool     `json:"inFull"`
		DurationMs int64    `json:"durationMs"`
	}
	j := struct {
		Schema       string      `json:"schema"`
		OK           bool        `json:"ok"`
		Seed         uint64      `json:"seed"`
		Combinations int         `json:"combinations"`
		Excluded     []Exclusion `json:"excluded"`
		NoWitness    int         `json:"withoutWitness"`
		Must         Tally       `json:"must"`
		Should       Tally       `json:"should"`
		Operators    []Row       `json:"operators"`
		Places       []Row       `json:"places"`
		Triggers     []Row       `json:"triggers"`
		Mutants      []mutant    `json:"mutants"`
		DurationMs   int64       `json:"durationMs"`
	}{GeneratedSchema, g.OK(), g.Seed, g.Combinations, g.Excluded, g.withoutWitness(), g.tally(ofLevel(true)), g.tally(ofLevel(false)),
		g.by(operatorOf), g.by(placeOf), g.by(triggerOf), []mutant{}, g.Took.Milliseconds()}
	for _, v := range g.Verdicts {
		j.Mutants = append(j.Mutants, mutant{v.Mutant.ID, v.Mutant.Sentence, v.Mutant.Level(), list(v.Mutant.Violates), v.Fate, list(v.Killers), v.Witness, v.Problem, v.InFull, v.Took.Milliseconds()})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(j)
}
