package engine

import (
	"testing"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

func TestVerdictFollowsFromEndingLevelAndContact(t *testing.T) {
	t.Parallel()
	const any = contact(-1)
	for _, row := range []struct {
		ending  ending
		level   spec.Level
		contact contact
		want    report.Verdict
	}{
		{completed, spec.Must, any, report.Pass},
		{completed, spec.Should, any, report.Pass},
		{violated, spec.Must, answering, report.Fail},
		{violated, spec.Should, answering, report.Warning},
		{violated, spec.Must, cancelled, report.Inconclusive},
		{violated, spec.Must, unreachable, report.Inconclusive},
		{violated, spec.Must, gone, report.Inconclusive},
		{violated, spec.Must, silent, report.Inconclusive},
		{violated, spec.Should, gone, report.Inconclusive},
		{unmet, spec.Must, any, report.Inconclusive},
		{unmet, spec.Should, any, report.Inconclusive},
		{notStarted, spec.Must, any, report.NotRun},
		{broken, spec.Must, any, report.Error},
	} {
		contacts := []contact{row.contact}
		if row.contact == any {
			contacts = []contact{answering, cancelled, unreachable, gone, silent}
		}
		for _, c := range contacts {
			if got := verdict(row.ending, row.level, c); got != row.want {
				t.Errorf("ending %d, level %s, contact %d: got %s, want %s", row.ending, row.level, c, got, row.want)
			}
		}
	}
}
