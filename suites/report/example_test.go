package report_test

import (
	"fmt"
	"os"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

func ExampleFinish() {
	r := report.Result{
		Started: time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC),
		Checks: []report.Check{
			{ID: "auth/guid-absent", Requirement: "auth/guid-absent", Level: "MUST", Verdict: report.Pass},
			{ID: "paths/no-file", Requirement: "paths/no-file", Level: "MUST", Verdict: report.Fail},
		},
		Waivers: []report.Waiver{{Check: "paths/no-file", Reason: "fixed in 8.16", Owner: "Kim", Expires: "2026-06-30"}},
	}
	report.Finish(&r)
	fmt.Println(r.Overall, r.ExitCode, r.Checks[1].Waiver.Owner)
	// Output: conformant-with-waivers 0 Kim
}

func ExampleWriteText() {
	r := report.Result{Checks: []report.Check{
		{ID: "auth/guid-absent", Requirement: "auth/guid-absent", Level: "MUST", Verdict: report.Pass},
	}}
	report.Finish(&r)
	if err := report.WriteText(os.Stdout, r, report.TextOptions{Quiet: true}); err != nil {
		fmt.Println(err)
	}
	// Output: CONFORMANT (1 pass)
}
