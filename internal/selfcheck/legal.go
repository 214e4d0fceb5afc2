package selfcheck

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// LegalSummary is the outcome of a run over generated legal gateways.
type LegalSummary struct {
	Summary
	Used map[string]int // readings and variations, by how many gateways had them; 0 for those that none had
}

// refused lists the gateways that were not accepted.
func (s LegalSummary) refused() (all []Outcome) {
	for _, o := range s.Outcomes {
		if !o.OK() {
			all = append(all, o)
		}
	}
	return all
}

// unused lists the readings and variations that no gateway had.
func (s LegalSummary) unused() (names []string) {
	for name, n := range s.Used {
		if n == 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// verdict is the whole outcome in a line, without times.
func (s LegalSummary) verdict() string {
	word := "proven"
	if len(s.refused()) > 0 {
		word = "NOT proven"
	}
	return fmt.Sprintf("%s: %d of %d legal gateways accepted, with %d of %d readings and variations",
		word, len(s.Outcomes)-len(s.refused()), len(s.Outcomes), len(s.Used)-len(s.unused()), len(s.Used))
}

// WriteText writes what is wrong with each gateway that was refused, and the
// command that repeats it. The verdict is the last line.
func (s LegalSummary) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, o := range s.refused() {
		fmt.Fprintf(out, "%s: %s\n", o.Case.Name, o.Case.Sentence)
		for _, id := range o.Undeclared {
			fmt.Fprintf(out, "  %s failed\n", id)
		}
		for _, p := range o.Problems {
			fmt.Fprintf(out, "  %s\n", p)
		}
		fmt.Fprintf(out, "  gwcheck selfcheck --legal 1 --seed %d\n", o.Case.Seed)
	}
	for _, name := range s.unused() {
		fmt.Fprintf(out, "not used: %s\n", name)
	}
	fmt.Fprintln(out, s.verdict())
	return out.Flush()
}

// LegalSchema identifies the JSON form.
const LegalSchema = "gwcheck/selfcheck-legal/v1"

// WriteJSON writes everything that is known.
func (s LegalSummary) WriteJSON(w io.Writer) error {
	type gateway struct {
		Seed       uint64   `json:"seed"`
		Sentence   string   `json:"sentence"`
		OK         bool     `json:"ok"`
		Failed     []string `json:"failed"`
		Problems   []string `json:"problems"`
		DurationMs int64    `json:"durationMs"`
	}
	j := struct {
		Schema     string         `json:"schema"`
		OK         bool           `json:"ok"`
		Accepted   int            `json:"accepted"`
		Used       map[string]int `json:"used"`
		Gateways   []gateway      `json:"gateways"`
		DurationMs int64          `json:"durationMs"`
	}{LegalSchema, s.OK(), len(s.Outcomes) - len(s.refused()), s.Used, []gateway{}, s.Took.Milliseconds()}
	for _, o := range s.Outcomes {
		j.Gateways = append(j.Gateways, gateway{o.Case.Seed, o.Case.Sentence, o.OK(), list(o.Undeclared), list(o.Problems), o.Took.Milliseconds()})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(j)
}
