package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// DiffSchema is the value of the key schema of a difference in JSON.
const DiffSchema = "gwcheck/diff/v1"

// Difference is what changed from one run to another, and why.
type Difference struct {
	Schema string        `json:"schema"`
	From   RunFacts      `json:"from"`
	To     RunFacts      `json:"to"`
	Setup  []SetupChange `json:"setup"`  // what was different about the runs themselves
	Checks []CheckChange `json:"checks"` // regressions first

	Regressions int `json:"regressions"`
	Unjudged    int `json:"notJudged"`
	Fixed       int `json:"fixed"`
	Still       int `json:"stillFailing"`
}

// RunFacts name one of the runs.
type RunFacts struct {
	Overall Overall `json:"overall"`
	Target  string  `json:"target"`
	Build   string  `json:"build"`
	Tool    string  `json:"tool"`
	Started string  `json:"started"` // RFC 3339
	Counts  Counts  `json:"counts"`
}

// SetupChange is one difference between the circumstances of two runs.
type SetupChange struct {
	What Why    `json:"what"`
	Name string `json:"name"` // of the setting
	From string `json:"from"`
	To   string `json:"to"`
}

// Why is what may explain that a check has another verdict.
type Why string

// What may explain a change.
const (
	WhyTarget    Why = "target"    // what the target file declares
	WhyTool      Why = "tool"      // another version of gwcheck
	WhyRegister  Why = "register"  // other requirements or checks, or another edition
	WhySelection Why = "selection" // other checks were selected
	WhyWaivers   Why = "waivers"   // other failures are accepted, or none longer
	WhyBehavior  Why = "behavior"  // the gateway answers differently
)

// ChangeKind is what became of a check.
type ChangeKind string

// The kinds of changes.
const (
	Regression ChangeKind = "regression" // it fails and did not
	Unjudged   ChangeKind = "not-judged" // it passed and was not judged now
	Fixed      ChangeKind = "fixed"      // it failed and does not
	Differs    ChangeKind = "differs"    // it fails as before, but by other differences
	Changed    ChangeKind = "changed"    // any other change of its verdict
)

// CheckChange is a check whose verdict or failure is another one. A check that a run
// does not have has the verdict "".
type CheckChange struct {
	Kind        ChangeKind `json:"kind"`
	ID          string     `json:"id"`
	Requirement string     `json:"requirement"`
	Level       string     `json:"level"`
	Deployment  string     `json:"deployment"`
	RestsOn     *string    `json:"restsOn"` // the check that now found broken what this one rests on
	From        Verdict    `json:"from"`
	To          Verdict    `json:"to"`
	Why         []Why      `json:"why"` // each may explain it, the most certain first
	Was         string     `json:"was"` // the reason of the verdict before
	Is          string     `json:"is"`
}

// Diff compares two finished results of the same gateway or of two builds of it.
func Diff(from, to Result) Difference {
	d := Difference{Schema: DiffSchema, From: runFacts(from), To: runFacts(to), Setup: setupChanges(from, to), Checks: []CheckChange{}}
	before, after := checksByID(from), checksByID(to)
	for _, id := range slices.Sorted(keysOf(before, after)) {
		a, b := before[id], after[id]
		if a != nil && b != nil && a.failed(from.Strict) && b.failed(to.Strict) {
			d.Still++
		}
		kind := changeOf(from, to, a, b)
		switch kind {
		case "":
			continue
		case Regression:
			d.Regressions++
		case Unjudged:
			d.Unjudged++
		case Fixed:
			d.Fixed++
		}
		d.Checks = append(d.Checks, newChange(kind, a, b, whyOf(d.Setup, a, b)))
	}
	order := []ChangeKind{Regression, Unjudged, Fixed, Differs, Changed}
	slices.SortStableFunc(d.Checks, func(a, b CheckChange) int {
		return cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind))
	})
	return d
}

func runFacts(r Result) RunFacts {
	return RunFacts{
		Overall: r.Overall, Target: r.Target.Name, Build: buildText(r.Target.Build),
		Tool: strings.TrimSpace(r.Tool.Version + " " + r.Tool.Revision), Started: r.Started.UTC().Format("2006-01-02T15:04:05Z"), Counts: r.Counts,
	}
}

// buildText is a build in one line.
func buildText(build map[string]string) string {
	return strings.TrimSpace(build["version"] + " " + build["digest"])
}

func checksByID(r Result) map[string]*Check {
	all := make(map[string]*Check, len(r.Checks))
	for i := range r.Checks {
		all[r.Checks[i].ID] = &r.Checks[i]
	}
	return all
}

// keysOf are the keys of both maps, each once.
func keysOf(a, b map[string]*Check) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for id := range a {
			if !yield(id) {
				return
			}
		}
		for id := range b {
			if a[id] == nil && !yield(id) {
				return
			}
		}
	}
}

// changeOf is what became of a check, "" for nothing worth a line. Either may be nil.
func changeOf(from, to Result, a, b *Check) ChangeKind {
	broke := a != nil && a.breaksRun(from.Strict)
	breaks := b != nil && b.breaksRun(to.Strict)
	switch {
	case breaks && !broke:
		return Regression
	case a != nil && b != nil && a.Verdict == Pass && (b.Unjudged() || b.Verdict == Error):
		return Unjudged
	case a != nil && a.failed(from.Strict) && b != nil && b.Verdict == Pass:
		return Fixed
	case breaks && signature(*a) != signature(*b):
		return Differs
	case a == nil && b.Verdict == Pass, verdictOf(a) == verdictOf(b):
		return ""
	}
	return Changed
}

// signature is what differs in a failure, without values that vary from run to run.
func signature(c Check) string {
	var b strings.Builder
	for _, a := range c.Assertions {
		for _, m := range a.Mismatches {
			fmt.Fprintf(&b, "%s\x00%s\x00", m.What, m.Expected)
		}
	}
	return b.String()
}

func verdictOf(c *Check) Verdict {
	if c == nil {
		return ""
	}
	return c.Verdict
}

func reasonIn(c *Check) string {
	if c == nil {
		return ""
	}
	return c.Reason
}

func newChange(kind ChangeKind, a, b *Check, why []Why) CheckChange {
	c := cmp.Or(b, a)
	var restsOn *string
	if b != nil {
		restsOn = b.RestsOn
	}
	return CheckChange{
		RestsOn: restsOn, Kind: kind, ID: c.ID, Requirement: c.Requirement, Level: c.Level, Deployment: c.Deployment,
		From: verdictOf(a), To: verdictOf(b), Why: why, Was: reasonIn(a), Is: reasonIn(b),
	}
}

// whyOf is what may explain the change of a check.
func whyOf(setup []SetupChange, a, b *Check) []Why {
	differs := func(w Why) bool {
		return slices.ContainsFunc(setup, func(s SetupChange) bool { return s.What == w })
	}
	deselected := func(c *Check) bool { return c != nil && c.Verdict == NotRun && !c.Blocked }
	switch {
	case a == nil || b == nil:
		return []Why{WhyRegister}
	case deselected(a) != deselected(b):
		return []Why{WhySelection}
	case (a.Verdict == NotApplicable) != (b.Verdict == NotApplicable):
		return []Why{WhyTarget}
	case a.Verdict == b.Verdict && (a.Waiver == nil) != (b.Waiver == nil):
		return []Why{WhyWaivers}
	}
	why := []Why{WhyBehavior}
	if a.Level != b.Level {
		why = []Why{WhyRegister, WhyBehavior}
	}
	for _, w := range []Why{WhyTool, WhyTarget} {
		if differs(w) {
			why = append(why, w)
		}
	}
	return why
}

// Worse reports whether something fails that did not, or is not judged that passed.
func (d Difference) Worse() bool { return d.Regressions+d.Unjudged > 0 }

// Explain narrows down what a change is due to, by the verdicts that the tool of the
// second run gives to the stored exchanges of the first, by check id: with the same
// verdict as in the second run it is the tool, with that of the first it is not.
func (d *Difference) Explain(again map[string]Verdict) {
	for i := range d.Checks {
		c := &d.Checks[i]
		v, known := again[c.ID]
		if !known || !slices.Contains(c.Why, WhyTool) {
			continue
		}
		switch v {
		case c.To:
			c.Why = []Why{WhyTool}
		case c.From:
			c.Why = slices.DeleteFunc(slices.Clone(c.Why), func(w Why) bool { return w == WhyTool })
		}
	}
}
