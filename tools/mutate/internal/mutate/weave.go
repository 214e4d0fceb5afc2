// Package mutate changes Go code in one small place at a time and asks the
// tests of the package whether they notice: a test that passes all the same
// would pass with that bug in the code. The files themselves stay untouched.
package mutate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Mutant is one small change to one file.
type Mutant struct {
	File     string // below the root of the module, with slashes
	Line     int
	From, To string // the line before and after, without indentation; of many lines the first
	Outcome  Outcome
	id       int    // within its package, from 1
	at, end  int    // the bytes that are replaced
	text     string // what stands there instead
	form     form
	host     [2]int // the bytes that stand twice in a woven file
	alone    bool   // needs a build of its own
}

// form is how a woven file, which holds many mutants, chooses between the text
// as it is changed and as it was. The verbs are the number of the mutant and
// the changed text; the text as it was stands in place of the at sign.
type form string

const (
	condition form = "(mutantOn(%[1]d) && (%[2]s) || !mutantOn(%[1]d) && %[3]s(@))"
	value     form = "mutantPick(%[1]d, %[2]s, %[3]s@)"
	statement form = "if mutantOn(%[1]d) { %[2]s } else { %[3]s@}"
)

// helpers is the file that a woven package gets; the environment chooses the mutant.
const helpers = `package %s

import ("os"; "strconv")

var mutantActive, _ = strconv.Atoi(os.Getenv("` + variable + `"))

func mutantOn(n int) bool { return n == mutantActive }

func mutantPick[T any](n int, changed, was T) T {
	if mutantOn(n) {
		return changed
	}
	return was
}
`

const variable = "ACTIVE_MUTANT"

// apply returns the file with the change.
func (m *Mutant) apply(src []byte) []byte {
	return slices.Concat(src[:m.at], []byte(m.text), src[m.end:])
}

// halves are what stands before and after the host. The text keeps its line
// numbers, so that the compiler names those of the file.
func (m *Mutant) halves(src []byte) (before, after string) {
	changed := string(m.apply(src[:m.host[1]])[m.host[0]:])
	back := ""
	if strings.Contains(changed, "\n") {
		back = fmt.Sprintf("/*line :%d:1*/", m.line(src))
	}
	before, after, _ = strings.Cut(string(m.form), "@")
	return fmt.Sprintf(before, m.id, changed, back), after
}

// line is where the host begins.
func (m *Mutant) line(src []byte) int { return 1 + strings.Count(string(src[:m.host[0]]), "\n") }

// weave writes a file that holds all these mutants.
func weave(src []byte, mutants []*Mutant) []byte {
	type insertion struct {
		at, rank int
		text     string
	}
	var all []insertion
	for rank, m := range slices.SortedFunc(slices.Values(mutants), outerFirst) {
		before, after := m.halves(src)
		all = append(all, insertion{m.host[0], rank, before}, insertion{m.host[1], -1 - rank, after})
	}
	slices.SortFunc(all, func(a, b insertion) int { return cmp.Or(a.at-b.at, a.rank-b.rank) })
	var out []byte
	done := 0
	for _, i := range all {
		out = append(append(out, src[done:i.at]...), i.text...)
		done = i.at
	}
	return append(out, src[done:]...)
}

// outerFirst puts outer hosts before inner ones, and a statement around the
// expression of which it consists.
func outerFirst(a, b *Mutant) int {
	inner := map[form]int{condition: 1, value: 1}
	return cmp.Or(a.host[0]-b.host[0], b.host[1]-a.host[1], inner[a.form]-inner[b.form], a.id-b.id)
}
