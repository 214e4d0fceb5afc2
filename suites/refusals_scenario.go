package suites

import (
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// refusals are failed downloads of one deployment, taken once for all checks
// of what a failure looks like.
type refusals struct {
	served []*wire.Exchange // the positive twin first, then one of each other kind; none where downloads are switched off
	other  target.Recording
	who    []refusal // refused for the Guid
	what   []refusal // refused for the parameters, or on this deployment in general
}

// refusal is one failed download, and the good one that followed it.
type refusal struct {
	way  string
	x    *wire.Exchange
	next *wire.Exchange // nil if there was none
}

var (
	refusalsScenario         = newRefusalScenario("failed-downloads", served(), observeRefusals)
	disabledRefusalsScenario = newRefusalScenario("failed-downloads-switched-off", engine.Requires(engine.DownloadOff).WithRecording("any", anyRecording), observeDisabled)
	poolRefusalsScenario     = newRefusalScenario("failed-downloads-in-pool", served(engine.PoolOn), observePool)
)

func newRefusalScenario(name string, needs engine.Needs, observe func(t *engine.T) refusals) *engine.Scenario {
	return &engine.Scenario{
		Name: name, Needs: needs,
		Takes:    func(target.Deployment) time.Duration { return 0 },
		Requests: measuredRequests("scenario/" + name),
		Run:      func(t *engine.T) any { return observe(t) },
	}
}

func observeRefusals(t *engine.T) refusals {
	s, rec := t.OwnSession(0), t.AgentCall()
	r := refusals{served: oneOfEachKind(t, s), other: otherThan(t, rec)}
	for _, w := range badRequests {
		if changes := w.changes(t); changes != nil {
			r.what = append(r.what, refuse(t, s, rec, r.other, w.name, changes...))
		}
	}
	r.who = append(r.who,
		refusal{way: "a download without a Guid", x: t.Download(s, rec, withoutGuid())},
		refusal{way: "a download with a Guid that was never issued", x: t.Download(s, rec, withGuid(strings.Repeat("0123456789abcdef", 3)+".AgentGateway0"))})
	if out := t.SignOut(s); len(rules.Succeeded(t.Doc()).Judge(out)) == 0 {
		r.who = append(r.who, refusal{way: "a download after the sign-out", x: t.Download(s, rec)})
	}
	return r
}

func observeDisabled(t *engine.T) refusals {
	s := t.OwnSession(0)
	return refusals{what: []refusal{{way: "a download while downloads are switched off", x: t.Download(s, t.AgentCall())}}}
}

func observePool(t *engine.T) refusals {
	s, rec := t.OwnSession(0), t.AgentCall()
	r := refusals{served: oneOfEachKind(t, s), other: otherThan(t, rec)}
	r.what = append(r.what, refuse(t, s, rec, r.other, "a download without locationId in pool mode", without(spec.RoleLocation)))
	return r
}

// oneOfEachKind downloads what a failure might contain by mistake.
func oneOfEachKind(t *engine.T, s *engine.Session) (served []*wire.Exchange) {
	for _, rec := range ofEachKind(t) {
		served = append(served, t.Download(s, rec))
	}
	return served
}

// refuse has a download refused, and then makes a good one.
func refuse(t *engine.T, s *engine.Session, rec, other target.Recording, way string, changes ...engine.RequestOption) refusal {
	return refusal{way: way, x: t.Download(s, rec, changes...), next: t.Download(s, other)}
}
