package engine

import (
	"math"
	"slices"
	"sync"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Basis is a property of a gateway that other checks rest on: while it is
// broken, they cannot tell what they are about.
type Basis string

// The bases, and what each rests on, is one small graph.
const (
	BasisSession    = Basis(rules.Session)
	BasisGuidForm   = Basis("form of the Guid") // a Guid can be sent back as it was delivered
	BasisFraming    = Basis("framing")          // answers are whole messages of HTTP/1.1
	BasisClaims     = Basis("claims")           // the deployment offers what the target claims
	BasisRight      = Basis("right recording")  // a recordId gets its own recording
	BasisRepeatable = Basis("repeatability")    // a download gets the same bytes each time
	BasisSuccess    = Basis(rules.SuccessForm)
	BasisFailure    = Basis(rules.FailureForm)
	BasisKinds      = Basis("kinds of recordings")          // a recording of each kind is served exactly
	BasisValues     = Basis("byte values")                  // bytes of every value are served unchanged
	BasisGuard      = Basis("check of who downloads")       // who has no Guid or session gets no recording
	BasisRefusal    = Basis("refusal of what is not there") // a path without a recording gets none
	BasisPaths      = Basis("refusal of invalid paths")     // what is no path gets no recording
	BasisCodes      = Basis("retcodes")                     // refusals of a Guid and of a missing session have the documented codes
)

// brokenSo says what it means that a basis is broken.
func (b Basis) brokenSo() string {
	switch b {
	case BasisFailure:
		return "refused, but not in the documented form"
	case BasisSuccess:
		return "recordings are not served as documented"
	case BasisFraming:
		return "the answer is not a valid message of HTTP/1.1"
	}
	return "rests on the " + string(b) + ", which is broken"
}

var basisRestsOn = map[Basis][]Basis{
	BasisFraming:    {BasisSession},
	BasisGuidForm:   {BasisFraming},
	BasisClaims:     {BasisGuidForm},
	BasisRight:      {BasisClaims},
	BasisSuccess:    {BasisRight},
	BasisFailure:    {BasisClaims},
	BasisRepeatable: {BasisSuccess},
	BasisKinds:      {BasisRepeatable},
	BasisValues:     {BasisRepeatable},
	BasisGuard:      {BasisSuccess, BasisFailure},
	BasisRefusal:    {BasisSuccess, BasisFailure},
	BasisPaths:      {BasisRefusal},
	BasisCodes:      {BasisGuard},
}

// depth is how far a basis is from one that rests on nothing.
func (b Basis) depth() int {
	deepest := -1
	for _, below := range basisRestsOn[b] {
		deepest = max(deepest, below.depth())
	}
	return deepest + 1
}

// base tells how deep the basis is that a check establishes, from 1; 0 for none.
func (c Check) base() int {
	if c.Establishes == "" {
		return 0
	}
	return c.Establishes.depth() + 1
}

// early orders checks that establish what others rest on before all others.
func (c Check) early() int {
	if c.Establishes == "" {
		return math.MaxInt
	}
	return c.stage()
}

// late reports whether a basis is one that only some checks rest on. Nobody waits
// for it but those of them that fail.
func (b Basis) late() bool { return b.depth() > BasisSuccess.depth() }

// barrier groups the checks that establish what nearly all others rest on: session,
// framing, claims, and the rest. A group starts when the one before has ended.
func (c Check) barrier() int {
	switch stage := c.stage(); {
	case stage <= BasisFraming.depth():
		return stage
	case stage <= BasisClaims.depth():
		return BasisGuidForm.depth()
	}
	return BasisClaims.depth()
}

// stage orders checks so that what others rest on is judged before them: the
// depth of what a check establishes, or one more than that of what it rests on.
func (c Check) stage() int {
	if c.Establishes != "" {
		return c.Establishes.depth()
	}
	stage := 0
	for _, b := range c.RestsOn {
		stage = max(stage, b.depth()+1)
	}
	return stage
}

// bases are those that a check rests on, directly or not, the deepest first.
func (c Check) bases() (all []Basis) {
	var visit func(b Basis)
	visit = func(b Basis) {
		for _, below := range basisRestsOn[b] {
			visit(below)
		}
		if !slices.Contains(all, b) {
			all = append(all, b)
		}
	}
	for _, b := range c.RestsOn {
		visit(b)
	}
	return all
}

// mostTries is how many checks may find out that what they rest on is broken,
// before the others are not tried.
const mostTries = 3

// breakages are the bases that the checks of a run found broken.
type breakages struct {
	mu sync.Mutex
	of map[Basis]*breakage
}

// breakage is what a check showed of a broken basis.
type breakage struct {
	check   string
	differs map[string]bool          // what differed, as the mismatches name it
	exact   map[report.Mismatch]bool // each difference as it was
	refused map[report.Mismatch]bool // the same, whatever was expected
	broken  []brokenRule
	answers map[answer]bool // that showed it
	partial bool            // it is broken in a part of the cases only
	tries   int
}

// brokenRule is a rule that an establishing check found broken.
type brokenRule struct {
	check string
	rule  rules.Rule
}

// add records what a check that establishes a basis found to differ.
func (b *breakages) add(basis Basis, check string, found []report.Mismatch, partial bool, showing ...*wire.Exchange) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.of == nil {
		b.of = map[Basis]*breakage{}
	}
	if b.of[basis] == nil {
		b.of[basis] = &breakage{check: check, differs: map[string]bool{}, exact: map[report.Mismatch]bool{}, refused: map[report.Mismatch]bool{}, answers: map[answer]bool{}}
	}
	for _, x := range showing {
		if x != nil && x.Response != nil {
			b.of[basis].answers[answerOf(x)] = true
		}
	}
	b.of[basis].partial = b.of[basis].partial || partial
	for _, m := range found {
		b.of[basis].differs[m.What] = true
		b.of[basis].exact[m] = true
		b.of[basis].refused[report.Mismatch{What: m.What, Got: m.Got}] = true
	}
}

// addRule records a rule that a check that establishes a basis found broken,
// so that other exchanges can be judged by it.
func (b *breakages) addRule(basis Basis, broken brokenRule) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.of[basis].broken = append(b.of[basis].broken, broken)
}

// explains returns the check that showed the same differences of a basis, if one
// did, and counts the try.
func (b *breakages) explains(basis Basis, found []report.Mismatch) (check string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	broken := b.of[basis]
	if broken == nil || slices.ContainsFunc(found, func(m report.Mismatch) bool { return !broken.differs[m.What] }) {
		return "", false
	}
	broken.tries++
	return broken.check, true
}

// unanswered reports whether nothing but the exchange itself failed.
func (b *breakage) unanswered() bool { return len(b.differs) == 1 && b.differs["transport"] }

// unansweredAlone reports the same of what one rule found.
func unansweredAlone(found []report.Mismatch) bool {
	return len(found) == 1 && found[0].What == "transport"
}

// exhausted returns the first of the bases of a check that was tried often enough,
// and the check that showed it to be broken.
func (b *breakages) exhausted(c Check) (basis Basis, check string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, one := range c.bases() {
		broken := b.of[one]
		if broken == nil || broken.tries < mostTries {
			continue
		}
		form := (one == BasisSuccess || one == BasisFailure) && !broken.partial && !c.AlwaysTried
		if form || one == BasisSession || broken.unanswered() {
			return one, broken.check, true
		}
	}
	return "", "", false
}

// brokenFor returns the check that found a base of another check broken, whatever the
// case.
func (b *breakages) brokenFor(c Check) (basis Basis, check string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, one := range c.bases() {
		if broken := b.of[one]; broken != nil && !broken.partial {
			return one, broken.check, true
		}
	}
	return "", "", false
}

// tried counts a check that found out that a basis is broken.
func (b *breakages) tried(basis Basis) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.of[basis].tries++
}
