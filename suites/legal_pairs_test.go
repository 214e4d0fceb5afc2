package suites_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
)

// pairSample is how many of the sets short tests try: one in so many.
const pairSample = 14

// Every two readings that a gateway can follow together occur in one of the sets.
func TestReadingsInPairsAreConformant(t *testing.T) {
	skipTable(t)
	for i, set := range coveringSets() {
		if !everyCase && i%pairSample != 0 {
			continue
		}
		t.Run(fmt.Sprintf("set %d", i+1), func(t *testing.T) {
			t.Parallel()
			var names, warns []string
			for _, r := range set {
				names, warns = append(names, r.Name), append(warns, r.Warns...)
			}
			u := startMock(t, mock.WithReading(names...))
			cfg := u.config(t)
			if !everyCase {
				cfg.Only = sampleOfLegal
			}
			assertLegal(t, u.run(t, cfg), warns)
			if t.Failed() {
				t.Logf("the readings %q", names)
			}
		})
	}
}

func TestEveryCompatiblePairOfReadingsIsCovered(t *testing.T) {
	t.Parallel()
	all := mock.Readings()
	covered := map[[2]string]bool{}
	for _, set := range coveringSets() {
		for _, a := range set {
			for _, b := range set {
				covered[[2]string{a.Name, b.Name}] = true
			}
		}
	}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if got, want := covered[[2]string{a.Name, b.Name}], mock.CheckReadings(a.Name, b.Name) == nil; got != want {
				t.Errorf("%s and %s: covered %v, compatible %v", a.Name, b.Name, got, want)
			}
		}
	}
}

// coveringSets are sets of compatible readings so that each compatible pair is in
// one: each set begins with a pair that none has yet, and takes in what adds most
// new pairs.
var coveringSets = sync.OnceValue(func() (sets [][]mock.Variant) {
	all := mock.Readings()
	c := cover{compatible: make([][]bool, len(all)), left: map[[2]int]bool{}}
	for i, a := range all {
		for j, b := range all {
			ok := i != j && mock.CheckReadings(a.Name, b.Name) == nil
			c.compatible[i] = append(c.compatible[i], ok)
			if ok && i < j {
				c.left[[2]int{i, j}] = true
			}
		}
	}
	for len(c.left) > 0 {
		var set []mock.Variant
		for _, i := range c.next() {
			set = append(set, all[i])
		}
		sets = append(sets, set)
	}
	return sets
})

// cover is the state of the search, by the numbers of readings.
type cover struct {
	compatible [][]bool
	left       map[[2]int]bool // pairs that no set has, the smaller number first
}

// next returns one more set, and strikes out its pairs.
func (c *cover) next() []int {
	set := c.firstPair()
	for r := c.best(set); r >= 0; r = c.best(set) {
		set = append(set, r)
	}
	for _, a := range set {
		for _, b := range set {
			delete(c.left, [2]int{a, b})
		}
	}
	return set
}

func (c *cover) firstPair() []int {
	for i := range c.compatible {
		for j := range c.compatible {
			if c.left[[2]int{i, j}] {
				return []int{i, j}
			}
		}
	}
	return nil
}

// best is the reading that adds most new pairs to a set, -1 if none is compatible.
func (c *cover) best(set []int) int {
	best, most := -1, -1
	for r := range c.compatible {
		if gain := c.gain(set, r); gain > most {
			best, most = r, gain
		}
	}
	return best
}

func (c *cover) gain(set []int, r int) (gain int) {
	for _, chosen := range set {
		if !c.compatible[chosen][r] {
			return -1
		}
		if c.left[[2]int{min(chosen, r), max(chosen, r)}] {
			gain++
		}
	}
	return gain
}
