package suites_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/suites"
)

// BenchmarkFaithfulRun runs all checks against the mock; besides the time of a
// run it reports what one check costs.
func BenchmarkFaithfulRun(b *testing.B) {
	u := startMock(b)
	cfg := u.config(b)
	checks := 0
	for b.Loop() {
		res, err := suites.Run(b.Context(), cfg)
		if err != nil {
			b.Fatal(err)
		}
		checks = len(res.Checks)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*checks), "µs/check")
}
