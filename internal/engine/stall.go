package engine

import (
	"errors"
	"fmt"
	"sync"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// A request stalls if it runs into a limit of the target. Each costs the run the
// whole limit, so that a run makes few of them: the limits below keep it within
// ten times the longest limit, however many checks there are.
const (
	mostStalls      = 7             // in a run
	mostStallsInRow = mostTries     // of one operation of one deployment
	mostStallsAtAll = mostTries + 2 // the same, of checks that establish a basis: they say what is broken
)

// stalls are the requests of a run that stalled.
type stalls struct {
	mu    sync.Mutex
	total int
	first string // check of the first one
	rows  map[stallKey]*stallRow
}

type stallKey struct{ deployment, operation string }

// stallRow is how many consecutive requests of an operation stalled.
type stallRow struct {
	n     int
	check string // of the first of them
	why   string
}

// add counts a request of a check, and returns how many consecutive ones stalled.
func (s *stalls) add(key stallKey, check string, x *wire.Exchange) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !stalled(x) {
		delete(s.rows, key)
		return 0
	}
	if s.total++; s.total == 1 {
		s.first = check
	}
	if s.rows == nil {
		s.rows = map[stallKey]*stallRow{}
	}
	if s.rows[key] == nil {
		s.rows[key] = &stallRow{check: check}
	}
	row := s.rows[key]
	row.n, row.why = row.n+1, x.Err.Error()
	return row.n
}

// hopeless returns the check that showed that a request of an operation would
// only stall, and why, if so many consecutive ones did. Once a run is out of stalls, nothing is sent
// but sign-outs, so that agents do not stay signed in.
func (s *stalls) hopeless(key stallKey, inRow int) (check, why string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	over, row := s.total >= mostStalls, s.rows[key]
	switch {
	case row != nil && (row.n >= inRow || over):
		return row.check, fmt.Sprintf("%d consecutive requests for %s got no complete answer: %s", row.n, key.operation, row.why), true
	case over && key.operation != spec.Logout:
		return s.first, fmt.Sprintf("%d requests of the run got no complete answer in time", s.total), true
	}
	return "", "", false
}

// exhausted is like hopeless for every operation but the sign-out.
func (s *stalls) exhausted() (check, why string, ok bool) {
	return s.hopeless(stallKey{}, mostStallsInRow)
}

// recordStall counts a request that stalled. It ends the scenarios of a gateway
// where nobody can sign in or poll, and opens the breaker where nobody can sign in.
func (t *T) recordStall(req *Request, x *wire.Exchange) {
	if errors.Is(x.Err, wire.ErrCancelled) {
		return
	}
	n := t.run.stalls.add(t.stallKey(req), t.reportedAs(), x)
	if n >= mostStallsInRow && isSignIn(req) {
		t.gw.openBreaker(fmt.Sprintf("%d consecutive sign-ins got no answer: %s", n, x.Err))
	}
	if n >= mostStallsInRow && (isSignIn(req) || req.Op.LogName == spec.GetAgentEvent) {
		t.gw.lose()
	}
	if _, _, over := t.run.stalls.exhausted(); over {
		for _, g := range t.run.gateways {
			g.lose()
		}
	}
}

// stopIfStalled ends the check before a request that would only stall.
func (t *T) stopIfStalled(req *Request) {
	if cause := t.gw.breakerCause(); cause != "" {
		t.Inconclusive("%s", givenUp(cause))
	}
	if check, why, ok := t.run.stalls.hopeless(t.stallKey(req), t.patience()); ok && !req.Attack {
		t.conclude(t.stalledOutcome(check, why))
	}
}

// patience is how many consecutive requests may stall before the check makes none.
func (t *T) patience() int {
	if t.check.Establishes != "" && !t.check.Establishes.late() {
		return mostStallsAtAll
	}
	return mostStallsInRow
}

// stalledOutcome blocks a check, unless it is the one that it would rest on.
func (t *T) stalledOutcome(check, why string) outcome {
	if check == t.reportedAs() {
		return outcome{ending: unmet, about: t.Last(), reason: "Not continued: " + why, stalled: true}
	}
	return outcome{ending: blocked, restsOn: check, reason: "Not tried: " + why, stalled: true}
}

// stalledScenario is the outcome of a check whose scenario ended as o. If requests
// of the scenario itself stalled, the checks of bases fail, since they are about
// whether documented requests are answered, and the others rest on the first.
func (t *T) stalledScenario(o outcome) outcome {
	if !o.stalled {
		return o
	}
	if o.restsOn == t.check.ID {
		o.ending, o.restsOn = unmet, ""
	}
	if x := o.about; o.ending == unmet && t.check.Establishes != "" && x != nil && stalled(x) {
		rule := rules.Answered()
		o.found = rule.Judge(x)
		o.ending, o.contact, o.reason = violated, t.contact(x), expected(rule, x, o.found)
	}
	return o
}

// cutShort reports whether a body ended because its context did.
func (o outcome) cutShort() bool {
	cancelled := o.about != nil && errors.Is(o.about.Err, wire.ErrCancelled)
	return o.ending == unmet && len(o.found) == 0 || o.ending != completed && cancelled
}

// lostOutcome is that of a scenario which ended as its gateway was given up.
func (t *T) lostOutcome() outcome {
	if cause := t.gw.breakerCause(); cause != "" {
		return outcome{ending: unmet, about: t.Last(), reason: givenUp(cause)}
	}
	for _, operation := range []string{"", spec.Login, spec.GetAgentEvent} {
		if check, why, ok := t.run.stalls.hopeless(stallKey{t.gw.dep.Name, operation}, mostStallsInRow); ok {
			return t.stalledOutcome(check, why)
		}
	}
	return t.outcome
}

func givenUp(cause string) string { return "the gateway does not answer any more: " + cause }

// stallKey treats both ways to sign in as one operation.
func (t *T) stallKey(req *Request) stallKey {
	key := stallKey{t.gw.dep.Name, req.Op.LogName}
	if isSignIn(req) {
		key.operation = spec.Login
	}
	return key
}

// reportedAs is the id of the check, or of the first that judges the scenario.
func (t *T) reportedAs() string {
	for _, p := range t.run.plan.Checks {
		if t.scenario != nil && p.Check.Scenario == t.scenario && p.Deployment == t.gw.dep.Name {
			return p.Check.ID
		}
	}
	return t.check.ID
}

// stalled reports whether an exchange ran into a limit.
func stalled(x *wire.Exchange) bool {
	for _, e := range []error{wire.ErrBodyTooLong, wire.ErrConnectTimeout, wire.ErrHandshakeTimeout} {
		if errors.Is(x.Err, e) {
			return true
		}
	}
	return timedOut(x)
}

// timedOut reports whether a limit of time ended an exchange.
func timedOut(x *wire.Exchange) bool {
	for _, e := range []error{wire.ErrFirstByteTimeout, wire.ErrIdleTimeout, wire.ErrExchangeTimeout, wire.ErrSendTimeout} {
		if errors.Is(x.Err, e) {
			return true
		}
	}
	return false
}
