package suites

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
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

var answersScenario = &engine.Scenario{
	Name:     "kinds-of-answers",
	Needs:    served(),
	Takes:    func(target.Deployment) time.Duration { return 0 },
	Requests: measuredRequests("scenario/kinds-of-answers"),
	Run:      func(t *engine.T) any { return observeAnswers(t) },
}

func observeAnswers(t *engine.T) answers {
	s := t.OwnSession(0)
	a := answers{session: t.Exchanges()}
	for _, rec := range sampleRecordings(t) {
		a.recordings = append(a.recordings, t.Download(s, rec))
	}
	t.RecordLeftover()
	for _, w := range badRequests {
		if changes := w.changes(t); changes != nil {
			a.failures = append(a.failures, t.Download(s, t.AgentCall(), changes...))
		}
	}
	t.RecordLeftover()
	a.session = append(a.session, t.SignOut(s))
	a.failures = append(a.failures, t.Download(s, t.AgentCall()))
	return a
}

// way is one way of having a download refused.
type way struct {
	name    string
	changes func(t *engine.T) []engine.RequestOption // nil where the target does not tell how
}

// badRequests are refused for their parameters, each at another stage
// inside of a gateway.
var badRequests = []way{
	{"a download without recordId", always(without(spec.RoleRecord))},
	{"a download of what is no path", always(withParam(spec.RoleRecord, "no-recording-path"))},
	{"a download of a recording that does not exist", func(t *engine.T) []engine.RequestOption {
		if t.Deployment().Absent.RecordID == "" {
			return nil
		}
		return []engine.RequestOption{without(spec.RoleFiletype), withParam(spec.RoleRecord, t.Deployment().Absent.RecordID)}
	}},
	{"a download from a drive without a mapping", func(t *engine.T) []engine.RequestOption {
		if t.Deployment().Absent.Drive == "" {
			return nil
		}
		return []engine.RequestOption{withParam(spec.RoleRecord, t.Deployment().Absent.Drive+t.AgentCall().RecordID[1:])}
	}},
}

func always(changes ...engine.RequestOption) func(*engine.T) []engine.RequestOption {
	return func(*engine.T) []engine.RequestOption { return changes }
}
