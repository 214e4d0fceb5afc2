package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Rejudged is a result whose verdicts were derived again from the stored exchanges.
type Rejudged struct {
	Result       report.Result // as judged now, finished
	Recomputed   int           // checks whose rules were all judged again
	Planned      int           // checks that did not run: not claimed, or not selected
	Insufficient []Insufficient
	Differences  []Difference
}

// Insufficient is a check that cannot be judged again, or not by all its rules; its
// verdict is the stored one.
type Insufficient struct {
	Check string `json:"check"`
	Why   string `json:"why"`
}

// Difference is a verdict that the stored exchanges do not support.
type Difference struct {
	Check  string         `json:"check"` // "" for the whole run
	Stored report.Verdict `json:"stored"`
	Now    report.Verdict `json:"now"`
	Why    string         `json:"why"`
}

// ErrNoEvidence is the error for a result that has no evidence to judge again.
var ErrNoEvidence = errors.New("the result has no evidence")

// Rejudge derives every verdict of a stored result again, from the exchanges and from how
// rules were made, by the rules and levels of this version. It deletes the stored verdicts
// first and uses none of them, but for checks whose evidence does not suffice, which it
// names. The error wraps ErrNoEvidence if the result has none.
func Rejudge(doc *spec.Document, stored report.Result) (Rejudged, error) {
	if len(stored.Exchanges) == 0 || len(stored.Rules) == 0 {
		return Rejudged{}, fmt.Errorf("%w: it has %d exchanges and %d rules; a run with --out stores both", ErrNoEvidence, len(stored.Exchanges), len(stored.Rules))
	}
	j := newRejudge(doc, stored)
	out := Rejudged{Result: withoutVerdicts(stored)}
	for i := range out.Result.Checks {
		j.judge(&out.Result.Checks[i])
	}
	for i := range out.Result.Checks {
		j.resolveBlocked(&out.Result.Checks[i])
	}
	j.report(&out, stored)
	report.Finish(&out.Result)
	if out.Result.Overall != stored.Overall {
		out.Differences = append(out.Differences, Difference{Stored: report.Verdict(stored.Overall), Now: report.Verdict(out.Result.Overall), Why: "the verdict on the run"})
	}
	return out, nil
}

// withoutVerdicts is a copy without anything that was judged.
func withoutVerdicts(r report.Result) report.Result {
	r.Overall, r.ExitCode, r.Counts, r.WaiverProblems = "", 0, report.Counts{}, nil
	r.Checks, r.Requirements, r.Waivers = slices.Clone(r.Checks), slices.Clone(r.Requirements), slices.Clone(r.Waivers)
	for i := range r.Checks {
		c := &r.Checks[i]
		c.Verdict, c.Blocked, c.Reason, c.Detail, c.Waiver = "", false, "", "", nil
		c.Assertions = slices.Clone(c.Assertions)
		for k := range c.Assertions {
			c.Assertions[k].Mismatches = nil
		}
	}
	for i := range r.Requirements {
		r.Requirements[i].Verdict = ""
	}
	for i := range r.Waivers {
		r.Waivers[i].State = ""
	}
	return r
}

// rejudge is the state of one derivation.
type rejudge struct {
	doc       *spec.Document
	stored    map[string]report.Exchange
	exchanges map[string]*wire.Exchange // rebuilt
	rules     map[string]report.Recipe
	verdicts  map[string]report.Verdict // by check id, as judged now
	lacking   map[string]string         // by check id, why the evidence does not suffice
	why       map[string]string         // by check id, what decided the verdict
	before    map[string]report.Check   // only for what the evidence does not decide
}

func newRejudge(doc *spec.Document, r report.Result) *rejudge {
	j := &rejudge{
		doc: doc, rules: r.Rules, stored: map[string]report.Exchange{}, exchanges: map[string]*wire.Exchange{},
		verdicts: map[string]report.Verdict{}, lacking: map[string]string{}, why: map[string]string{}, before: map[string]report.Check{},
	}
	for _, x := range r.Exchanges {
		j.stored[x.ID] = x
	}
	for _, c := range r.Checks {
		j.before[c.ID] = c
	}
	return j
}

// mostCached is the size of the largest body that is kept between rules, in bytes.
const mostCached = 64 << 10

// exchange makes a stored exchange again, nil if it is not stored.
func (j *rejudge) exchange(id string) *wire.Exchange {
	if x := j.exchanges[id]; x != nil {
		return x
	}
	stored, ok := j.stored[id]
	if !ok || stored.Wire == nil {
		return nil
	}
	x := rebuilt(stored)
	if x.Response == nil || len(x.Response.Body.Head) <= mostCached {
		j.exchanges[id] = x
	}
	return x
}

// state is what became of a rule for an exchange.
type state int

const (
	holds state = iota
	broke
	unknown
)

// apply judges an exchange by a stored rule again.
func (j *rejudge) apply(by, id string) (s state, why string) {
	defer func() {
		if p := recover(); p != nil { // somebody else may have written the file
			s, why = unknown, fmt.Sprintf("the rule cannot judge what is stored of %s", id)
		}
	}()
	made, ok := j.rules[by]
	if !ok {
		return unknown, "how the rule was made is not stored"
	}
	x, ok := j.stored[id]
	if !ok {
		return unknown, "the exchange " + id + " is not stored"
	}
	rule, needs, err := rules.Remake(j.doc, made, j.exchange)
	if err != nil {
		return unknown, err.Error()
	}
	if why := suffices(x, needs); why != "" {
		return unknown, why
	}
	if found := rule.Judge(j.exchange(id)); len(found) > 0 {
		return broke, fmt.Sprintf("%s: %s expected %s, got %s", id, found[0].What, found[0].Expected, found[0].Got)
	}
	return holds, ""
}

// judge derives the verdict of one check, but for those that rest on another one.
func (j *rejudge) judge(c *report.Check) {
	if c.Basis == nil {
		j.keep(c, "its basis is not stored")
		return
	}
	switch c.Basis.Ending {
	case notApplicable:
		j.set(c, report.NotApplicable, "")
	case notSelected:
		j.set(c, report.NotRun, "")
	case endingNames[notStarted]:
		j.set(c, verdict(notStarted, j.level(*c), answering), "")
		c.Blocked = true
	case endingNames[broken]:
		j.set(c, verdict(broken, j.level(*c), answering), "")
	case endingNames[blocked]: // when the check it rests on is judged
	default:
		j.derive(c)
	}
}

// derive derives the verdict of a check that ran to an end of its own.
func (j *rejudge) derive(c *report.Check) {
	end, why, lacking := j.ending(*c)
	switch {
	case lacking != "" && end == completed:
		j.keep(c, lacking)
	default:
		j.set(c, verdict(end, j.level(*c), contactOf(c.Basis.Contact)), why)
	}
}

// ending is how the body of a check ended, judging by its rules: by the first that is
// broken. Lacking says which evidence is missing if none is.
func (j *rejudge) ending(c report.Check) (end ending, why, lacking string) {
	if len(c.Basis.Judged) > 0 {
		return j.invariant(c.Basis.Judged)
	}
	for _, a := range c.Assertions {
		for _, id := range a.Exchanges {
			switch s, told := j.apply(a.By, id); {
			case s == broke && a.Given:
				return unmet, told, ""
			case s == broke:
				return violated, told, ""
			case s == unknown:
				lacking = cmp.Or(lacking, told)
			}
		}
	}
	if d := c.Basis.Decided; d != nil && lacking == "" && len(d.Exchanges) > 0 {
		switch s, told := j.apply(d.By, d.Exchanges[0]); {
		case s == broke && c.Basis.Ending == endingNames[unmet]:
			return unmet, told, ""
		case s == broke:
			return violated, told, ""
		case s == unknown:
			lacking = told
		default:
			return completed, "", "" // what ended it holds
		}
	}
	if lacking == "" && c.Basis.Ending == endedByBody {
		lacking = "its body ended it, no rule"
	}
	if lacking == "" && len(c.Assertions) == 0 {
		lacking = "no rule of it is stored"
	}
	return completed, "", lacking
}

// invariant judges every exchange again that an invariant judged.
func (j *rejudge) invariant(parts []report.Part) (end ending, why, lacking string) {
	for _, p := range parts {
		for _, id := range p.Exchanges {
			switch s, told := j.apply(p.By, id); {
			case s == broke && !slices.Contains(p.Excused, id):
				return violated, told, ""
			case s == unknown:
				lacking = cmp.Or(lacking, told)
			}
		}
	}
	return completed, "", lacking
}

// resolveBlocked judges a check that was not judged since another one failed: that one
// must fail still.
func (j *rejudge) resolveBlocked(c *report.Check) {
	if c.Basis == nil || c.Basis.Ending != endingNames[blocked] {
		return
	}
	if c.RestsOn == nil || j.verdicts[*c.RestsOn] == report.Pass {
		c.RestsOn = nil
		j.derive(c)
		return
	}
	j.set(c, verdict(blocked, j.level(*c), answering), "")
	c.Blocked = true
}

func (j *rejudge) set(c *report.Check, v report.Verdict, why string) {
	c.Verdict, c.Reason, c.Level = v, why, string(j.level(*c))
	j.verdicts[c.ID], j.why[c.ID] = v, why
}

// keep leaves a check at its stored verdict.
func (j *rejudge) keep(c *report.Check, lacking string) {
	was := j.before[c.ID]
	c.Verdict, c.Blocked, c.Reason = was.Verdict, was.Blocked, was.Reason
	j.verdicts[c.ID], j.lacking[c.ID] = c.Verdict, lacking
}

// level is that of the requirement in the document of this version.
func (j *rejudge) level(c report.Check) spec.Level {
	if q, ok := j.doc.Requirement(c.Requirement); ok {
		return q.Level
	}
	return spec.Level(c.Level)
}

func contactOf(name string) contact {
	for c, n := range contactNames {
		if n == name {
			return c
		}
	}
	return answering
}

// report counts what was judged again and compares it with what is stored.
func (j *rejudge) report(out *Rejudged, stored report.Result) {
	for i, c := range out.Result.Checks {
		was := stored.Checks[i]
		switch why, lacks := j.lacking[c.ID]; {
		case lacks:
			out.Insufficient = append(out.Insufficient, Insufficient{c.ID, why})
		case c.Basis.Ending == notApplicable || c.Basis.Ending == notSelected:
			out.Planned++
		default:
			out.Recomputed++
		}
		if c.Verdict != was.Verdict {
			out.Differences = append(out.Differences, Difference{c.ID, was.Verdict, c.Verdict, cmp.Or(j.why[c.ID], "no rule is broken")})
		}
		if c.Verdict == was.Verdict { // the words and details stay those of the run
			out.Result.Checks[i].Reason, out.Result.Checks[i].Detail, out.Result.Checks[i].Assertions = was.Reason, was.Detail, was.Assertions
		}
	}
}
