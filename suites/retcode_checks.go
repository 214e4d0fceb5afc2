package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// retcodeChecks: which retcode a gateway gives for which condition.
func retcodeChecks(*spec.Document) []Check {
	return []Check{
		{ID: "retcodes/download-disabled", Title: "a download is refused where it is switched off", Needs: need(downloadOff), Body: downloadDisabled},
	}
}

func downloadDisabled(t *T) {
	s := t.SignIn(0)
	rec := recording{Name: "any", RecordID: t.dep().Absent.RecordID}
	if len(t.dep().Recordings) > 0 {
		rec = t.dep().Recordings[0]
	}
	t.Then(t.Download(s, rec), expect.Refused(t.run.doc, spec.DownloadDisabled))
}
