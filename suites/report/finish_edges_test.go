package report_test

import (
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

func TestCountsKnowNoOtherVerdict(t *testing.T) {
	t.Parallel()
	if got := finished(must("a/a", report.Pass)).Counts.Of("passed"); got != 0 {
		t.Errorf("%d checks have a verdict that there is not", got)
	}
}

// A result may be finished again without its waivers, or with other ones.
func TestAWaiverThatIsGoneMarksNothing(t *testing.T) {
	t.Parallel()
	r := with(run(must("a/a", report.Fail)), func(r *report.Result) { r.Waivers = []report.Waiver{waiver("a/a")} })
	if r.Checks[0].Waiver == nil {
		t.Fatal("the failure is not waived")
	}
	r.Waivers = nil
	report.Finish(&r)
	if r.Checks[0].Waiver != nil || r.Overall != report.Nonconformant {
		t.Errorf("without the waiver the run is %s, waived by %v", r.Overall, r.Checks[0].Waiver)
	}
}
