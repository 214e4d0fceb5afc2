package selfcheck_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/selfcheck"
	"github.com/gwcheck/gwcheck/suites/report"
)

// One deviation in twenty fails two checks along the way, and one fails one.
func TestFailuresOutsideTheViolatedRequirementsAreCounted(t *testing.T) {
	t.Parallel()
	cases, results := []selfcheck.Case{faithful}, map[string]report.Result{"faithful": passing(nil)}
	for i := range 20 {
		name := fmt.Sprintf("d%02d", i)
		cases = append(cases, deviation(name, []string{"success/bytes"}, "*/*"))
		failed := verdicts{"success/bytes": report.Fail}
		if i == 3 {
			failed["paths/slash:one"], failed["paths/slash:two"] = report.Fail, report.Fail
		}
		if i == 7 {
			failed["auth/guid"], failed["paths/slash:one"] = report.Fail, report.Inconclusive
		}
		results[name] = passing(failed)
	}
	s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: run(results), Partial: true})
	m := s.Outside
	worst := []selfcheck.Reach{{Deviation: "d03", Checks: 2}, {Deviation: "d07", Checks: 1}}
	if m.Deviations != 20 || m.Median != 0 || m.Percentile95 != 1 || !slices.Equal(m.Worst, worst) {
		t.Errorf("got %+v, want 20 deviations, median 0, 95th percentile 1 and %v", m, worst)
	}
	var text, doc strings.Builder
	if err := s.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if err := s.WriteJSON(&doc); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "median 0, 95th percentile 1") || !strings.Contains(doc.String(), `"percentile95": 1`) {
		t.Errorf("the measure is missing in\n%s\n%s", &text, &doc)
	}
}

// A deviation that violates only advice is not counted.
func TestAdviceIsNotCountedAmongTheMustDeviations(t *testing.T) {
	t.Parallel()
	cases, results := all()
	res := passing(verdicts{"success/bytes": report.Warning})
	for i, c := range res.Checks {
		if c.Requirement == "success/bytes" {
			res.Checks[i].Level = "SHOULD"
		}
	}
	results["no-bytes"] = res
	s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: run(results)})
	if s.Outside.Deviations != 2 {
		t.Errorf("%d deviations counted, want 2", s.Outside.Deviations)
	}
}
