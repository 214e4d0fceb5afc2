package suites

import (
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// answers are samples of every kind of answer, taken once for all checks of
// how messages are written.
type answers struct {
	recordings []*wire.Exchange
	failures   []*wire.Exchange
	session    []*wire.Exchange // sign-in, the poll after it if there was one, sign-out
}

var watchAnswers = &Watch{
	Name:     "kinds-of-answers",
	Needs:    served(),
	Takes:    func(target.Deployment) time.Duration { return 0 },
	Requests: func(target.Deployment) int { return 20 },
	Run:      func(t *T) any { return observeAnswers(t) },
}

func observeAnswers(t *T) answers {
	s := t.OwnSession(0)
	a := answers{session: slices.Clone(t.exchanges)}
	for _, rec := range t.sampleRecordings() {
		a.recordings = append(a.recordings, t.Download(s, rec))
	}
	t.noteLeftover()
	for _, w := range requestWays {
		if changes := w.changes(t); changes != nil {
			a.failures = append(a.failures, t.Download(s, t.AgentCall(), changes...))
		}
	}
	t.noteLeftover()
	a.session = append(a.session, t.SignOut(s))
	a.failures = append(a.failures, t.Download(s, t.AgentCall()))
	return a
}

// sampleRecordings are one of each kind, the smallest, and one that no usual
// buffer holds.
func (t *T) sampleRecordings() []target.Recording {
	chosen := t.ofEachKind()
	for _, pick := range []func(recording) bool{sized(1, 1), sized(mib, 4*mib)} {
		if rec, ok := smallest(t.dep(), pick); ok {
			chosen = append(chosen, rec)
		}
	}
	return chosen
}

// ofEachKind is the recording that checks use mostly, and a small one for each
// path grammar that it does not match.
func (t *T) ofEachKind() []target.Recording {
	chosen := []target.Recording{t.AgentCall()}
	for _, g := range t.run.doc.Grammars {
		pick := ofGrammar(t.run.doc, g.Name)
		if rec, ok := smallest(t.dep(), pick); ok && !pick(chosen[0]) {
			chosen = append(chosen, rec)
		}
	}
	return chosen
}

// smallest is the smallest recording that is not empty for which pick says yes.
func smallest(d target.Deployment, pick func(target.Recording) bool) (target.Recording, bool) {
	return best(d, pick, func(a, b target.Recording) bool { return a.Size < b.Size })
}

// largest is the largest recording for which pick says yes.
func largest(d target.Deployment, pick func(target.Recording) bool) (target.Recording, bool) {
	return best(d, pick, func(a, b target.Recording) bool { return a.Size > b.Size })
}

func best(d target.Deployment, pick func(target.Recording) bool, better func(a, b target.Recording) bool) (found target.Recording, ok bool) {
	for _, rec := range d.Recordings {
		if rec.Size > 0 && pick(rec) && (!ok || better(rec, found)) {
			found, ok = rec, true
		}
	}
	return found, ok
}

// lateBytes is how long bytes are waited for that nobody asked for: they come
// at once or, from a confused server, a moment later.
const lateBytes = 10 * time.Millisecond

// noteLeftover looks once more at the connection of the check, and enters what
// came unasked into the exchange before.
func (t *T) noteLeftover() {
	c, x := t.conns[t.gw.dep.Name], t.last()
	if c == nil || x == nil {
		return
	}
	for _, f := range c.Leftover(t.ctx, lateBytes).Faults {
		if _, known := x.Fault(f.Kind); !known {
			x.Faults = append(x.Faults, f)
		}
	}
}

// way is one way of having a download refused.
type way struct {
	name    string
	changes func(t *T) []change // nil where the target does not tell how
}

// requestWays are refused for what they ask for, each in a place of its own
// inside of a gateway.
var requestWays = []way{
	{"a download without recordId", always(without(spec.RoleRecord))},
	{"a download of what is no path", always(withParam(spec.RoleRecord, "no-recording-path"))},
	{"a download of a recording that does not exist", func(t *T) []change {
		if t.dep().Absent.RecordID == "" {
			return nil
		}
		return []change{without(spec.RoleFiletype), withParam(spec.RoleRecord, t.dep().Absent.RecordID)}
	}},
	{"a download from a drive without a mapping", func(t *T) []change {
		if t.dep().Absent.Drive == "" {
			return nil
		}
		return []change{withParam(spec.RoleRecord, t.dep().Absent.Drive+t.AgentCall().RecordID[1:])}
	}},
}

func always(changes ...change) func(*T) []change { return func(*T) []change { return changes } }
