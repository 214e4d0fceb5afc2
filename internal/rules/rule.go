// Package rules holds the rules by which exchanges are judged. A rule is a
// named, parameterised, pure function over recorded exchanges: it uses no
// network and no clock, so that a stored run can be judged again. Each rule
// reports every mismatch at once and is a Gomega matcher too.
//
// Mismatches hold values up to 4 KiB, in printable form. They are not masked:
// reports mask them first, then shorten them.
//
// Rules never compare message text, key order, header case, optional white
// space or parameter order.
package rules

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Rule is one expectation on an exchange.
type Rule struct {
	Name   string            // what follows "Expected": an object such as "status 200", without secrets
	Params map[string]string // the parameters of the rule, by name
	// Property is the base property that the rule looks at, if that is one.
	Property Property
	judge    func(x *wire.Exchange) []report.Mismatch
	made     recipe
}

// Judge returns all mismatches of x, none if the rule holds.
func (r Rule) Judge(x *wire.Exchange) []report.Mismatch { return r.judge(x) }

// New makes a rule of a judging function.
func New(name string, params map[string]string, judge func(x *wire.Exchange) []report.Mismatch) Rule {
	return Rule{Name: name, Params: params, judge: judge}
}

// For adds the case that a rule judges to its name.
func (r Rule) For(what string) Rule {
	r.Name += " for " + what
	return r
}

// All holds if every rule holds; the mismatches of all of them are reported.
func All(name string, rules ...Rule) Rule {
	params := map[string]string{}
	for _, r := range rules {
		for k, v := range r.Params {
			params[k] = v
		}
	}
	all := New(name, params, func(x *wire.Exchange) (all []report.Mismatch) {
		for _, r := range rules {
			all = append(all, r.Judge(x)...)
		}
		return dedupe(all)
	})
	all.made.of = rules
	return all
}

// Match implements Gomega's matcher interface for *wire.Exchange.
func (r Rule) Match(actual any) (bool, error) {
	x, ok := actual.(*wire.Exchange)
	if !ok {
		return false, fmt.Errorf("rule %q judges a *wire.Exchange, not a %T", r.Name, actual)
	}
	return len(r.Judge(x)) == 0, nil
}

// FailureMessage lists every mismatch, one per line.
func (r Rule) FailureMessage(actual any) string {
	x, _ := actual.(*wire.Exchange)
	return fmt.Sprintf("Expected %s from %s %s:\n%s", r.Name, x.Request.Method, x.ID, Lines(r.Judge(x)))
}

// NegatedFailureMessage is for Expect(x).NotTo(rule).
func (r Rule) NegatedFailureMessage(actual any) string {
	x, _ := actual.(*wire.Exchange)
	return fmt.Sprintf("Expected anything but %s from %s %s", r.Name, x.Request.Method, x.ID)
}

// Lines renders mismatches, one per line.
func Lines(found []report.Mismatch) string {
	var b strings.Builder
	for _, m := range found {
		fmt.Fprintf(&b, "  %s: expected %s, got %s\n", m.What, m.Expected, m.Got)
	}
	return b.String()
}

func dedupe(all []report.Mismatch) []report.Mismatch {
	seen := map[report.Mismatch]bool{}
	kept := all[:0]
	for _, m := range all {
		if !seen[m] {
			seen[m] = true
			kept = append(kept, m)
		}
	}
	return kept
}
