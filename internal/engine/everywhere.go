package engine

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Invariant is a rule that holds on every exchange of a kind, whichever check
// makes it. The check that has the invariant judges them all when all other
// checks are over; it makes no request itself.
type Invariant struct {
	// Yields is whether an exchange that a check of another requirement failed by
	// is left to that check.
	Yields bool
	// Further is whether the requirement has checks that make such exchanges: if one of
	// them passed, a run without any other has nothing more to judge.
	Further bool
	// Kind names the exchanges in a few words, in the plural.
	Kind string
	// Rule is the rule for an exchange; false if the exchange is not of the kind.
	Rule func(s *Situation, x *wire.Exchange) (rules.Rule, bool)
}

// everywhere collects what invariants found.
type everywhere struct {
	mu    sync.Mutex
	found map[string]*findings // by check id
}

// findings are those of one invariant.
type findings struct {
	invariant *Invariant
	judged    int
	violated  []violation // the first keptViolations of them
	count     int         // of all violations
	broken    traits      // what all violations have in common
	held      heldTraits  // of the exchanges for which the rule held
	parts     parts       // all that was judged, to be judged again; empty if exchanges are not archived
}

// violation is one exchange for which an invariant does not hold.
type violation struct {
	gw    *gateway
	x     *wire.Exchange
	rule  rules.Rule
	found []report.Mismatch
}

// Bounds of what is kept per invariant.
const (
	keptViolations = 200
	listed         = 10 // exchanges in a result
)

func newEverywhere(planned []Planned) *everywhere {
	e := &everywhere{found: map[string]*findings{}}
	for _, p := range planned {
		if p.Runs() && p.Check.Everywhere != nil {
			e.found[p.Check.ID] = &findings{invariant: p.Check.Everywhere}
		}
	}
	return e
}

// judge applies all invariants to an exchange.
func (e *everywhere) judge(t *T, s *Situation, x *wire.Exchange) {
	if errors.Is(x.Err, wire.ErrCancelled) {
		return
	}
	var of traits
	for _, f := range e.found {
		rule, applies := f.invariant.Rule(s, x)
		if !applies {
			continue
		}
		found := t.judge(rule, x)
		if len(found) > 0 && t.contact(x) != answering {
			return
		}
		if of == nil {
			of = traitsOf(s, x)
		}
		e.mu.Lock()
		f.add(violation{gw: t.gw, x: shortened(x), rule: rule, found: found}, of)
		f.parts.add(t.run.recipes.idOf(rule), x.ID, len(found) > 0)
		e.mu.Unlock()
	}
}

func (f *findings) add(v violation, of traits) {
	f.judged++
	if len(v.found) == 0 {
		f.held.add(of)
		return
	}
	f.count++
	if f.broken == nil {
		f.broken = of
	} else {
		f.broken = f.broken.common(of)
	}
	if len(f.violated) < keptViolations {
		f.violated = append(f.violated, v)
	}
}

// EveryExchange judges what the invariant of the check found.
func EveryExchange(t *T) {
	f := t.run.everywhere.found[t.check.ID]
	if f == nil {
		t.broken("the check has no invariant")
	}
	if f.judged == 0 && f.invariant.Further && t.run.passed(t.check.Requirement()) {
		return
	}
	if f.judged == 0 {
		t.Inconclusive("the selected checks made no exchange of this kind: %s", f.invariant.Kind)
	}
	if f.count == 0 {
		return
	}
	first, elsewhere := t.run.firstOwn(t.check, f)
	basis, found, broken := t.run.breakages.brokenFor(t.check)
	switch {
	case f.invariant.Further && broken:
		t.conclude(outcome{ending: blocked, restsOn: found, reason: fmt.Sprintf("Not judged: %s, which %s found.", basis.brokenSo(), found)})
	case first == nil && t.run.warnedOnly(elsewhere):
		return // what is advice there is no more here
	case first == nil:
		t.conclude(outcome{ending: blocked, restsOn: elsewhere, reason: fmt.Sprintf("%s found it already.", elsewhere)})
	}
	t.report(f, first)
}

// firstOwn is the first violation that is not left to another check; if there is
// none, that check.
func (r *run) firstOwn(c Check, f *findings) (own *violation, elsewhere string) {
	if !f.invariant.Yields {
		return &f.violated[0], ""
	}
	by := r.failedBy()
	for i, v := range f.violated {
		id, known := by[v.x.ID]
		if !known || requirementOf(id) == c.Requirement() {
			return &f.violated[i], ""
		}
		elsewhere = id
	}
	return nil, elsewhere
}

// passed reports whether a check of a requirement passed.
func (r *run) passed(requirement string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, j := range r.results {
		if j.check.Requirement == requirement && j.check.Verdict == report.Pass {
			return true
		}
	}
	return false
}

// warnedOnly reports whether a check did not meet advice.
func (r *run) warnedOnly(check string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.results[check].check.Verdict == report.Warning
}

// failedBy maps exchanges to the checks that failed by them.
func (r *run) failedBy() map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	by := map[string]string{}
	for id, j := range r.results {
		if x := j.outcome.about; x != nil && j.outcome.ending == violated && j.outcome.contact == answering {
			if first, known := by[x.ID]; !known || id < first {
				by[x.ID] = id
			}
		}
	}
	return by
}

func requirementOf(checkID string) string {
	id, _, _ := strings.Cut(checkID, ":")
	return id
}

// report fails the check by a violation, and says what all of them have in common.
func (t *T) report(f *findings, v *violation) {
	a := report.Assertion{Rule: v.rule.Name, Params: v.rule.Params, Mismatches: v.found}
	for _, one := range f.violated[:min(len(f.violated), listed)] {
		a.Exchanges = append(a.Exchanges, one.x.ID)
	}
	t.assertions = append(t.assertions, a)
	reason := expected(v.rule, v.x, t.run.shown(v.found, longestGot))
	reason += fmt.Sprintf(" (%s on %s, first of %d among %d %s%s)", v.x.ID, v.gw.dep.Name, f.count, f.judged, f.invariant.Kind, f.broken.telling(f.held))
	t.gw = v.gw
	t.conclude(outcome{ending: violated, about: v.x, reason: reason, found: v.found, basis: Basis(v.rule.Property)})
}
