package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// securityInternalsChecks provoke refusals in different places inside of a gateway.
func securityInternalsChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		variant, what string
		request       func(t *engine.T, s *engine.Session, rec recording, changes ...engine.RequestOption) *wire.Exchange
		changes       func(t *engine.T) [][]engine.RequestOption
	}{
		{"recording", "an unavailable recording", (*engine.T).Download, func(t *engine.T) [][]engine.RequestOption {
			return [][]engine.RequestOption{
				{withParam(spec.RoleRecord, neverRecorded(t.AgentCall()).RecordID)},
				{withParam(spec.RoleRecord, "no-recording-path")},
				{withParam(spec.RoleRecord, onDrive(t.AgentCall(), "q").RecordID)},
			}
		}},
		{"parameter", "an invalid parameter", (*engine.T).Attack, func(*engine.T) [][]engine.RequestOption {
			return [][]engine.RequestOption{{withRawParam(spec.RoleRecord, "%zz")}, {withParam(spec.RoleFiletype, "x")}, {withParam(spec.RoleLocation, "x")}}
		}},
		{"guid", "a rejected Guid", (*engine.T).Download, func(*engine.T) [][]engine.RequestOption {
			return [][]engine.RequestOption{{withoutGuid()}, {withGuid(inventedGuid)}}
		}},
		{"address", "an unknown path or method", (*engine.T).Attack, func(t *engine.T) [][]engine.RequestOption {
			path := t.Operation(spec.DownloadRecordFile).PathFor(t.Agent(0).ID)
			return [][]engine.RequestOption{{withPath(path + "/none")}, {withPath(strings.Replace(path, "recordfile", "none", 1))}, {withMethod("FETCH")}}
		}},
	} {
		checks = append(checks, engine.Check{
			ID: "security/no-server-internals:" + v.variant, Title: "the response to " + v.what + " shows no server internals", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				for _, changes := range v.changes(t) {
					if x := v.request(t, s, rec, changes...); x.Response != nil {
						t.Then(x, rules.NoInternals())
					}
				}
			},
		})
	}
	return checks
}
