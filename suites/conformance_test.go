package suites_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestTheFaithfulMockIsConformant(t *testing.T) {
	u := startMock(t)
	for i := range u.target.Deployments {
		u.target.Deployments[i].Recordings = allRecordings()
	}
	cfg := u.config(t)
	cfg.ResumeTLS = false // as with a real gateway
	res := u.run(t, cfg)
	for _, c := range res.Checks {
		if c.Verdict != report.Pass && c.Verdict != report.NotApplicable {
			t.Errorf("%s on %s: %s: %s\n%s", c.ID, c.Deployment, c.Verdict, c.Reason, c.Detail)
		}
	}
	if res.Overall != report.Conformant {
		t.Errorf("overall verdict: got %s, want %s", res.Overall, report.Conformant)
	}
	t.Logf("%d checks, %d requests, %d ms", len(res.Checks), res.Requests, res.DurationMs)
}
