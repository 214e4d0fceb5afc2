package selfcheck

import (
	"math/rand/v2"
)

// draw returns mutants one after another, each once, so that operators, places
// and triggers are drawn equally often, as far as they occur. The same seed gives
// the same order.
func draw(mutants []Mutant, seed uint64) (next func() (Mutant, bool)) {
	order := rand.New(rand.NewPCG(seed, 1)).Perm(len(mutants)) //nolint:gosec // it is no secret
	d := &drawer{left: map[string]map[string]map[string]Mutant{}, operators: counter{}, places: counter{}, triggers: counter{}, perOperator: map[string]counter{}}
	for _, i := range order {
		d.add(mutants[i])
	}
	return d.next
}

// drawer keeps the mutants that were not drawn, by operator, place and trigger.
type drawer struct {
	left                        map[string]map[string]map[string]Mutant
	operators, places, triggers counter
	perOperator                 map[string]counter // places, by operator
	names                       [3][]string        // of operators, places and triggers, in an order that the seed decides
}

// counter counts how often something was drawn.
type counter map[string]int

func (d *drawer) add(m Mutant) {
	d.names[0] = appendOnce(d.names[0], m.Operator, d.operators)
	d.names[1] = appendOnce(d.names[1], m.Place, d.places)
	d.names[2] = appendOnce(d.names[2], m.Trigger, d.triggers)
	if d.left[m.Operator] == nil {
		d.left[m.Operator] = map[string]map[string]Mutant{}
		d.perOperator[m.Operator] = counter{}
	}
	if d.left[m.Operator][m.Place] == nil {
		d.left[m.Operator][m.Place] = map[string]Mutant{}
	}
	d.left[m.Operator][m.Place][m.Trigger] = m
}

func appendOnce(names []string, name string, seen counter) []string {
	if _, ok := seen[name]; ok {
		return names
	}
	seen[name] = 0
	return append(names, name)
}

// next draws the operator that was drawn least often, of its places the one that
// was, and of the triggers there the one that was.
func (d *drawer) next() (Mutant, bool) {
	operator, ok := least(d.names[0], d.left, d.operators)
	if !ok {
		return Mutant{}, false
	}
	places := d.left[operator]
	place, _ := least(d.names[1], places, d.perOperator[operator], d.places)
	trigger, _ := least(d.names[2], places[place], d.triggers)
	m := places[place][trigger]
	delete(places[place], trigger)
	if len(places[place]) == 0 {
		delete(places, place)
	}
	if len(places) == 0 {
		delete(d.left, operator)
	}
	d.operators[operator]++
	d.perOperator[operator][place]++
	d.places[place]++
	d.triggers[trigger]++
	return m, true
}

// least is the first name with something left that was drawn least often by the
// first counter, and then by the next.
func least[T any](names []string, left map[string]T, by ...counter) (found string, ok bool) {
	for _, name := range names {
		if _, has := left[name]; has && (!ok || less(name, found, by)) {
			found, ok = name, true
		}
	}
	return found, ok
}

func less(a, b string, by []counter) bool {
	for _, c := range by {
		if c[a] != c[b] {
			return c[a] < c[b]
		}
	}
	return false
}
