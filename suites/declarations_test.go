package suites_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// What a target does not declare makes checks not applicable; it never makes a
// right gateway look wrong, or leaves a check without a verdict.
func TestTargetsThatDeclareLittle(t *testing.T) {
	skipTable(t)
	for name, change := range map[string]func(d *target.Deployment){
		"the three example recordings": func(d *target.Deployment) { d.Recordings = d.Recordings[:3] },
		"one recording":                func(d *target.Deployment) { d.Recordings = d.Recordings[:1] },
		"nothing that is absent":       func(d *target.Deployment) { d.Absent = target.Absent{} },
		"small recordings only":        func(d *target.Deployment) { d.Recordings = upTo(d.Recordings, 4096) },
		"capital drives only": func(d *target.Deployment) {
			d.Recordings = slices.Clone(d.Recordings)
			for i, r := range d.Recordings {
				d.Recordings[i].RecordID = strings.ToUpper(r.RecordID[:1]) + r.RecordID[1:]
			}
		},
		"one agent": func(d *target.Deployment) { d.Agents = d.Agents[:1] },
	} {
		t.Run(name, func(t *testing.T) {
			u := startMock(t)
			for i := range u.target.Deployments {
				change(&u.target.Deployments[i])
			}
			cfg := u.config(t)
			cfg.Only = []string{"success", "streaming", "failure"}
			for _, c := range u.run(t, cfg).Checks {
				switch c.Verdict {
				case report.Pass, report.NotApplicable, report.NotRun:
				case report.Inconclusive:
					if !strings.Contains(c.Reason, "needs 2 agents, the target declares 1") {
						t.Errorf("%s: %s: %s", c.ID, c.Verdict, c.Reason)
					}
				default:
					t.Errorf("%s: %s: %s", c.ID, c.Verdict, c.Reason)
				}
			}
		})
	}
}

func upTo(all []target.Recording, size int64) (small []target.Recording) {
	for _, r := range all {
		if r.Size <= size {
			small = append(small, r)
		}
	}
	return small
}
