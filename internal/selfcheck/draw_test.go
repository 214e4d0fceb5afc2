package selfcheck

import (
	"fmt"
	"slices"
	"testing"
)

// mutantsOf makes a mutant of each combination.
func mutantsOf(operators, places, triggers int) (all []Mutant) {
	for o := range operators {
		for p := range places {
			for t := range triggers {
				m := Mutant{Operator: fmt.Sprint("o", o), Place: fmt.Sprint("p", p), Trigger: fmt.Sprint("t", t), Violates: []string{"a/b"}, Must: true}
				m.ID = m.Operator + ":" + m.Place + ":" + m.Trigger
				all = append(all, m)
			}
		}
	}
	return all
}

func drawn(n int, seed uint64, of []Mutant) (ids []string) {
	next := draw(of, seed)
	for range n {
		m, ok := next()
		if !ok {
			break
		}
		ids = append(ids, m.ID)
	}
	return ids
}

func TestDrawsAreEven(t *testing.T) {
	t.Parallel()
	next, count := draw(mutantsOf(6, 5, 4), 3), counter{}
	for range 60 {
		m, _ := next()
		count[m.Operator]++
		count[m.Place]++
		count[m.Trigger]++
	}
	for name, n := range count {
		if want := map[byte]int{'o': 10, 'p': 12, 't': 15}[name[0]]; n != want {
			t.Errorf("%s was drawn %d times of 60, want %d", name, n, want)
		}
	}
}

func TestEachMutantIsDrawnOnce(t *testing.T) {
	t.Parallel()
	all := mutantsOf(3, 4, 5)
	ids := drawn(100, 1, all)
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(all) || len(ids) != len(all) {
		t.Errorf("%d draws of %d mutants", len(ids), len(all))
	}
}

func TestSeedDecidesWhatIsDrawn(t *testing.T) {
	t.Parallel()
	all := mutantsOf(5, 5, 5)
	if !slices.Equal(drawn(20, 7, all), drawn(20, 7, all)) {
		t.Error("one seed gave two orders")
	}
	if slices.Equal(drawn(20, 7, all), drawn(20, 8, all)) {
		t.Error("two seeds gave one order")
	}
}
