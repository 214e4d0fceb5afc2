package mutate

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"
)

// Outcome is the result of testing a mutant.
type Outcome string

// The outcomes. A late mutant let the tests run for ever, which they notice too.
// An invalid one does not compile and says nothing about the tests; a justified
// one is a survivor that no test need tell from the code.
const (
	Killed    Outcome = "killed"
	Late      Outcome = "late"
	Survived  Outcome = "survived"
	Invalid   Outcome = "invalid"
	Justified Outcome = "justified"
)

// Justification says why no test need tell mutants from the code: those of the
// file that turn the line From into the line To.
type Justification struct {
	File, From, To, Reason string
}

// ReadJustifications reads a YAML list of justifications.
func ReadJustifications(text []byte) (list []Justification, err error) {
	if err := yaml.UnmarshalWithOptions(text, &list, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("justifications: %w", err)
	}
	for _, j := range list {
		if j.File == "" || j.From == "" || j.Reason == "" {
			return nil, fmt.Errorf("justification of %q in %q: file, from and reason are needed", j.From, j.File)
		}
	}
	return list, nil
}

// Justify marks the survivors that are justified. A justification of a file
// that was changed here without such a survivor is stale, and an error.
func (p *Package) Justify(list []Justification) error {
	for _, j := range list {
		own := p.pick(func(m *Mutant) bool {
			return m.Outcome == Survived && m.File == j.File && m.From == j.From && m.To == j.To
		})
		if len(own) == 0 && p.src[j.File] != nil {
			return fmt.Errorf("stale justification: in %s no mutant survives that turns %q into %q", j.File, j.From, j.To)
		}
		for _, m := range own {
			m.Outcome = Justified
		}
	}
	return nil
}

// Write writes each survivor as a change of a line and the score of each file.
// It returns the score of the package: the share of mutants that the tests
// noticed, in percent, without those that are invalid or justified.
func (p *Package) Write(w io.Writer) float64 {
	total, files := map[Outcome]int{}, map[string]map[Outcome]int{}
	for _, m := range p.Mutants {
		if files[m.File] == nil {
			files[m.File] = map[Outcome]int{}
		}
		files[m.File][m.Outcome]++
		total[m.Outcome]++
		if m.Outcome == Survived {
			fmt.Fprintf(w, "%s:%d survived\n-\t%s\n+\t%s\n", m.File, m.Line, m.From, m.To)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		writeScore(w, file, files[file])
	}
	return writeScore(w, p.Dir, total)
}

func writeScore(w io.Writer, what string, n map[Outcome]int) float64 {
	score := 100 - 100*float64(n[Survived])/float64(max(1, n[Killed]+n[Late]+n[Survived]))
	fmt.Fprintf(w, "%6.2f %%  %-34s %d killed, %d late, %d survived, %d justified, %d invalid\n",
		score, what, n[Killed], n[Late], n[Survived], n[Justified], n[Invalid])
	return score
}
