package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// claimChecks run before all others, on every deployment: does the gateway have
// what the target file says of it? What it has besides is noted, not judged.
func claimChecks(*spec.Document) []Check {
	return []Check{
		{ID: "claims/download", Title: "the download is switched on where the target declares it", Each: true, Needs: served(), Body: claimedDownload},
		{ID: "claims/no-download", Title: "the download is switched off where the target declares that", Each: true, Needs: need(downloadOff), Body: claimedNoDownload},
		{ID: "claims/pool", Title: "a download needs a locationId where the target declares pool mode", Each: true, Needs: served(poolOn), Body: claimedPool},
	}
}

// claimedDownload tells a gateway without the feature from one with defects.
func claimedDownload(t *T) {
	s, rec := t.SignIn(0), t.AgentCall()
	x := t.Download(s, rec)
	t.Given(x, expect.Answered())
	t.Then(x, expect.RetcodeNotIn(t.run.doc.Accepts(spec.DownloadDisabled)))
	if !t.dep().Pool && t.run.doc.Accepts(spec.LocationMissing).Has(expect.Retcode(x)) {
		t.observe("claims/not-claimed", "CTI pool mode: a download without locationId is refused with %s", expect.Retcode(x))
	}
}

func claimedNoDownload(t *T) {
	s, rec := t.SignIn(0), recording{Name: "absent", RecordID: t.dep().Absent.RecordID}
	if len(t.dep().Recordings) > 0 {
		rec = t.AgentCall()
	}
	x := t.Download(s, rec)
	t.Given(x, expect.Answered())
	t.Then(x, expect.NoneOf(t.dep().Recordings...))
}

func claimedPool(t *T) {
	s, rec := t.twin()
	x := t.Download(s, rec, without(spec.RoleLocation))
	t.Then(x, expect.NoneOf(t.dep().Recordings...))
}
