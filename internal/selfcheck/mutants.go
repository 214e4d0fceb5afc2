package selfcheck

import (
	"context"
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

// Mutant is a generated deviation: an operator at a place under a trigger; or a
// pair of those, whose parts have a plus sign between them.
type Mutant struct {
	ID                       string
	Operator, Place, Trigger string
	Sentence                 string
	Violates                 []string // ids of requirements; a mutant is killed for the right one if a check of one of them fails
	Must                     bool     // one of them is a MUST
	Deployments              []string // on which it can show
}

// Level is the level of the requirements that a mutant violates.
func (m Mutant) Level() string {
	if m.Must {
		return "MUST"
	}
	return "SHOULD"
}

// Trial is what is known of a mutant after the suites have run against it.
type Trial struct {
	Witness string         // the first exchange in which it differs from the faithful gateway, "" if there is none
	First   *report.Result // of the checks of the violated requirements, nil if not run
	Full    *report.Result // of all checks, nil if not run
	Stall   time.Duration  // see Result
}

// TrialFunc tries a mutant: looks for a witness, runs the checks of the violated
// requirements, and all checks if that does not kill it or if full is set. It is
// called from several goroutines at once.
type TrialFunc func(ctx context.Context, m Mutant, full bool) (Trial, error)

// Fate is what became of a mutant.
type Fate string

// The fates of mutants.
const (
	KilledRight Fate = "killed"             // a check of a violated requirement failed
	KilledOther Fate = "killed for another" // only checks of other requirements failed
	Survived    Fate = "survived"
	NoWitness   Fate = "no witness" // it does not count
	NotTried    Fate = "not tried"  // it could not be run
)

// Verdict is the outcome of one mutant.
type Verdict struct {
	Mutant  Mutant
	Fate    Fate
	Killers []string // checks of violated requirements that failed, otherwise other checks that failed
	Witness string
	InFull  bool   // all checks were run
	Missed  bool   // the checks of the violated requirements alone killed it, but the full run did not
	Problem string // why it could not be run
	Took    time.Duration
}

// Killers lists the checks of violated requirements that failed. For a mutant
// that violates a MUST a warning is not enough.
func (m Mutant) Killers(r *report.Result) []string {
	return m.failed(r, func(c report.Check) bool {
		return slices.Contains(m.Violates, c.Requirement) && (c.Verdict == report.Fail || !m.Must && c.Verdict == report.Warning)
	})
}

// others lists the other checks that failed, for a mutant that violates a MUST
// only those that make a run fail.
func (m Mutant) others(r *report.Result) []string {
	return m.failed(r, func(c report.Check) bool {
		return c.Verdict == report.Fail || !m.Must && c.Verdict == report.Warning
	})
}

func (m Mutant) failed(r *report.Result, counts func(report.Check) bool) (ids []string) {
	if r == nil {
		return nil
	}
	for _, c := range r.Checks {
		if counts(c) {
			ids = append(ids, c.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// verdict says what became of a mutant.
func verdict(m Mutant, t Trial) Verdict {
	v := Verdict{Mutant: m, Witness: t.Witness, InFull: t.Full != nil}
	first, full := m.Killers(t.First), m.Killers(t.Full)
	switch {
	case t.Witness == "":
		v.Fate = NoWitness
	case len(first) > 0:
		v.Fate, v.Killers, v.Missed = KilledRight, first, t.Full != nil && len(full) == 0
	case len(full) > 0:
		v.Fate, v.Killers = KilledRight, full
	default:
		v.Fate, v.Killers = KilledOther, m.others(t.Full)
		if len(v.Killers) == 0 {
			v.Fate = Survived
		}
	}
	return v
}

// GeneratedConfig says which mutants to try.
type GeneratedConfig struct {
	Mutants  []Mutant // to draw from
	Count    int      // of mutants that count
	Seed     uint64
	Parallel int
	Limit    time.Duration // on one mutant
	Try      TrialFunc
	Progress func(done int, v Verdict) // told of each mutant as it ends, one at a time; may be nil
}

// fullEvery: one mutant in so many runs all checks though it is killed already.
const fullEvery = 10

// RunGenerated draws mutants and tries them until enough of them have a witness.
func RunGenerated(ctx context.Context, cfg GeneratedConfig) []Verdict {
	next := draw(cfg.Mutants, cfg.Seed)
	type drawn struct {
		number int
		Mutant
	}
	jobs, ended := make(chan drawn), make(chan numbered)
	for range max(cfg.Parallel, 1) {
		go func() {
			for j := range jobs {
				ended <- numbered{j.number, cfg.try(ctx, j.Mutant, j.number%fullEvery == 0)}
			}
		}()
	}
	defer close(jobs)
	verdicts := map[int]Verdict{}
	for under, counted, started := 0, 0, 0; ; {
		for under < atLeastOne(cfg.Parallel) && counted+under < cfg.Count && ctx.Err() == nil {
			m, ok := next()
			if !ok {
				break
			}
			jobs <- drawn{started, m}
			started++
			under++
		}
		if under == 0 {
			return inOrder(verdicts)
		}
		n := <-ended
		under--
		verdicts[n.number] = n.Verdict
		if n.Fate != NoWitness {
			counted++
		}
		if cfg.Progress != nil {
			cfg.Progress(counted, n.Verdict)
		}
	}
}

type numbered struct {
	number int
	Verdict
}

func atLeastOne(parallel int) int { return max(parallel, 1) }

func inOrder(verdicts map[int]Verdict) (all []Verdict) {
	for i := range len(verdicts) {
		all = append(all, verdicts[i])
	}
	return all
}

// try tries a mutant, and again if it was not killed on a machine that was busy.
func (cfg GeneratedConfig) try(ctx context.Context, m Mutant, full bool) (v Verdict) {
	began := time.Now()
	for range 2 {
		limited, cancel := context.WithTimeout(ctx, cfg.Limit)
		t, err := cfg.Try(limited, m, full)
		cancel()
		if err != nil {
			v = Verdict{Mutant: m, Fate: NotTried, Problem: oneLine(err.Error())}
			continue
		}
		v = verdict(m, t)
		if v.Fate == KilledRight || v.Fate == NoWitness || t.Stall < longStall {
			break
		}
	}
	v.Took = time.Since(began)
	return v
}

// Pair is two mutants in one gateway.
func Pair(a, b Mutant) Mutant {
	m := Mutant{ID: a.ID + "+" + b.ID, Sentence: a.Sentence + " " + b.Sentence, Must: a.Must || b.Must}
	m.Violates = slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.Violates, b.Violates))))
	m.Deployments = slices.Compact(slices.Sorted(slices.Values(slices.Concat(a.Deployments, b.Deployments))))
	return m
}
