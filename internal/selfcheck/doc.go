// Package selfcheck proves that the checks can fail. It has the suites run
// against a faithful gateway, against each legal reading of the interface and
// against each deviation from it, and compares what failed with what must. It
// starts no gateway and runs no check itself: a function that the caller passes does both.
package selfcheck

import (
	"context"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

// Kind says what is expected of the run of a case.
type Kind string

// The kinds of cases.
const (
	Faithful  Kind = "faithful"  // everything passes
	Reading   Kind = "reading"   // legal: nothing may fail
	Legal     Kind = "legal"     // generated and legal: nothing may fail
	Deviation Kind = "deviation" // a check of each violated requirement must fail
)

// Case is one gateway to run the suites against.
type Case struct {
	Name     string   // unique among the cases
	Kind     Kind     //
	Sentence string   // what the gateway does
	Seed     uint64   // of a legal gateway
	Violates []string // requirement ids; for each one at least one check must fail
	Suffers  []string // ids of requirements or checks, or globs over them, that may fail along
}

// RunFunc runs the suites against the gateway of a case. It is called from
// several goroutines at once.
type RunFunc func(ctx context.Context, c Case) (Result, error)

// Result is the result of a run, and how well the machine carried it out.
type Result struct {
	report.Result
	Stall time.Duration // the longest time for which the run did not get a processor
}

// longStall is a stall after which a failure may be the machine's: waits for
// real time have then passed without the gateway having had its share.
const longStall = 250 * time.Millisecond

// Outcome is the outcome of one case.
type Outcome struct {
	Case       Case
	Killers    []string // checks of violated requirements that failed
	Also       []string // other checks that failed, all of them declared
	Survived   []string // violated requirements of which no check failed
	Undeclared []string // checks that failed and should not have
	Problems   []string // anything else that should not be, a sentence each
	Outside    int      // checks of verdict fail outside the violated requirements
	NotJudged  bool     // the run failed, twice, while the machine was too busy to tell why
	Took       time.Duration

	must bool // a violated requirement is a MUST
}

// OK says whether the case went as it must.
func (o Outcome) OK() bool {
	return !o.NotJudged && len(o.Survived)+len(o.Undeclared)+len(o.Problems) == 0
}

// Killed says whether a check failed for each requirement that a deviation violates.
func (o Outcome) Killed() bool {
	return o.Case.Kind == Deviation && !o.NotJudged && len(o.Killers) > 0 && len(o.Survived) == 0
}

// Summary is the outcome of all cases.
type Summary struct {
	Outcomes   []Outcome // in the order of the cases
	Checks     int       // that were judged in the faithful run
	Idle       []string  // checks that no deviation of their requirement makes fail
	Outside    Outside   // how far the MUST deviations reach
	Deviations int
	Killed     int
	Partial    bool // only some cases were chosen, so nothing is said about idle checks
	Took       time.Duration
}

// OK says whether the suites are proven.
func (s Summary) OK() bool {
	for _, o := range s.Outcomes {
		if !o.OK() {
			return false
		}
	}
	return len(s.Idle) == 0
}

// notJudged counts the cases on which the machine was too busy.
func (s Summary) notJudged() (n int) {
	for _, o := range s.Outcomes {
		if o.NotJudged {
			n++
		}
	}
	return n
}

// Score is the mutation score: the share of deviations that were killed, in
// percent. Without deviations it is 0.
func (s Summary) Score() float64 {
	if s.Deviations == 0 {
		return 0
	}
	return 100 * float64(s.Killed) / float64(s.Deviations)
}
