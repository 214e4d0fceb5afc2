package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// claimsChecks run before all others, on every deployment: does the gateway have
// what the target file declares? What else it has is noted, not judged.
func claimsChecks(*spec.Document) []engine.Check {
	return []engine.Check{
		{ID: "claims/download", Title: "downloads are enabled where the target declares it", EachDeployment: true, Needs: served(), Body: claimedDownload},
		{ID: "claims/no-download", Title: "downloads are disabled where the target declares it", EachDeployment: true, Needs: engine.Requires(engine.DownloadOff), Body: claimedNoDownload},
		{ID: "claims/pool", Title: "a download needs a locationId where the target declares pool mode", EachDeployment: true, Needs: served(engine.PoolOn), Body: claimedPool},
	}
}

// claimedDownload tells a gateway without the feature from one with defects.
func claimedDownload(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	x := t.Download(s, rec)
	t.Given(x, rules.Answered())
	t.Then(x, rules.DownloadsEnabled(t.Doc()))
	if !t.Deployment().Pool && t.Doc().Accepts(spec.LocationMissing).Has(rules.Retcode(x)) {
		t.Observe("claims/not-claimed", "CTI pool mode: a download without locationId is refused with %s", rules.Retcode(x))
	}
}

func claimedNoDownload(t *engine.T) {
	s, rec := t.SignIn(0), recording{Name: "absent", RecordID: t.Deployment().Absent.RecordID}
	if len(t.Deployment().Recordings) > 0 {
		rec = t.AgentCall()
	}
	x := t.Download(s, rec)
	t.Given(x, rules.Answered())
	t.Then(x, rules.NoneOf(t.Deployment().Recordings...))
}

func claimedPool(t *engine.T) {
	s, rec := t.Twin()
	x := t.Download(s, rec, without(spec.RoleLocation))
	t.Then(x, rules.NoneOf(t.Deployment().Recordings...))
}
