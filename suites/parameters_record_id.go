package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func parametersRecordIDChecks() []engine.Check {
	return []engine.Check{
		{ID: "parameters/record-id-missing", Title: "a download without recordId is rejected", Needs: served(), Body: recordIDMissing},
		{ID: "parameters/record-id-empty", Title: "a download with an empty recordId is rejected", Needs: served(),
			Body: refused(spec.RecordIDMissing, withParam(spec.RoleRecord, ""))},
		{ID: "parameters/record-id-empty:no-value", Title: "a download with the bare name recordId is rejected", Needs: served(),
			Body: refused(spec.RecordIDMissing, bareName(spec.RoleRecord))},
	}
}

func recordIDMissing(t *engine.T) {
	s, rec := t.Twin()
	t.Then(t.Download(s, rec, without(spec.RoleRecord)), rules.Refused(t.Doc(), spec.RecordIDMissing))
	p, _ := t.Operation(spec.DownloadRecordFile).Param(spec.RoleRecord)
	observeDownload(t, "parameters/record-id-repeated", "a recording and then one that does not exist", s, rec, appendParam(p.Name, absent(t).RecordID))
	observeDownload(t, "parameters/record-id-repeated", "one that does not exist and then a recording", s, rec, prependParam(p.Name, absent(t).RecordID))
}
