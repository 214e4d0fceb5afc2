package selfcheck_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/selfcheck"
	"github.com/gwcheck/gwcheck/suites/report"
)

// result is a run with a verdict per check; a check's requirement is its id up
// to the colon.
func result(verdicts map[string]report.Verdict) report.Result {
	r := report.Result{Edition: "2023-09-27"}
	for id, v := range verdicts {
		req, _, _ := strings.Cut(id, ":")
		r.Checks = append(r.Checks, report.Check{ID: id, Requirement: req, Level: "MUST", Verdict: v, Reason: "because"})
	}
	report.Finish(&r)
	return r
}

// passing is a run in which all is well, but for some checks.
func passing(but map[string]report.Verdict) report.Result {
	verdicts := map[string]report.Verdict{
		"auth/guid": report.Pass, "paths/slash:one": report.Pass, "paths/slash:two": report.Pass, "success/bytes": report.Pass,
	}
	for id, v := range but {
		verdicts[id] = v
	}
	return result(verdicts)
}

type verdicts = map[string]report.Verdict

var faithful = selfcheck.Case{Name: "faithful", Kind: selfcheck.Faithful}

func deviation(name string, violates []string, suffers ...string) selfcheck.Case {
	return selfcheck.Case{Name: name, Kind: selfcheck.Deviation, Sentence: "does | <it>", Violates: violates, Suffers: suffers}
}

// run gives each case the result of its name.
func run(results map[string]report.Result) selfcheck.RunFunc {
	return func(_ context.Context, c selfcheck.Case) (selfcheck.Result, error) {
		r, ok := results[c.Name]
		if !ok {
			return selfcheck.Result{}, errors.New("no such gateway")
		}
		return selfcheck.Result{Result: r}, nil
	}
}

// all is a set of deviations that kills every check of passing.
func all() ([]selfcheck.Case, map[string]report.Result) {
	cases := []selfcheck.Case{
		faithful,
		{Name: "legal", Kind: selfcheck.Reading},
		deviation("no-guid", []string{"auth/guid"}),
		deviation("no-slash", []string{"paths/slash"}, "success/*"),
		deviation("no-bytes", []string{"success/bytes"}),
	}
	return cases, map[string]report.Result{
		"faithful": passing(nil),
		"legal":    passing(nil),
		"no-guid":  passing(verdicts{"auth/guid": report.Fail}),
		"no-slash": passing(verdicts{"paths/slash:one": report.Fail, "paths/slash:two": report.Fail, "success/bytes": report.Inconclusive}),
		"no-bytes": passing(verdicts{"success/bytes": report.Fail}),
	}
}

func TestKilledDeviationsProveTheChecks(t *testing.T) {
	t.Parallel()
	cases, results := all()
	s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: run(results), Parallel: 2})
	if !s.OK() || s.Killed != 3 || s.Deviations != 3 || s.Score() != 100 || s.Checks != 4 {
		t.Errorf("want all proven, got %+v", s)
	}
	if got := s.Outcomes[3].Killers; !slices.Equal(got, []string{"paths/slash:one", "paths/slash:two"}) {
		t.Errorf("no-slash was killed by %v, want both checks of paths/slash", got)
	}
}

func TestWhatIsNotProvenIsReported(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		edit func(results map[string]report.Result)
		want string // in the text
	}{
		{"survivor", func(r map[string]report.Result) { r["no-bytes"] = passing(nil) },
			"no check of success/bytes failed"},
		{"idle check", func(r map[string]report.Result) {
			r["no-slash"] = passing(verdicts{"paths/slash:one": report.Fail})
		}, "check paths/slash:two: no deviation of its requirement"},
		{"undeclared failure", func(r map[string]report.Result) {
			r["no-bytes"] = passing(verdicts{"success/bytes": report.Fail, "auth/guid": report.Fail})
		}, "auth/guid failed, which is not declared"},
		{"advice refused", func(r map[string]report.Result) {
			res := passing(verdicts{"paths/slash:one": report.Fail, "paths/slash:two": report.Fail, "success/bytes": report.Fail})
			for i, c := range res.Checks {
				if c.Requirement == "paths/slash" {
					res.Checks[i].Verdict, res.Checks[i].Level = report.Warning, "SHOULD"
				}
			}
			r["no-slash"] = res
		}, "only SHOULD requirements, but the MUST checks success/bytes failed"},
		{"undeclared warning", func(r map[string]report.Result) {
			res := passing(verdicts{"success/bytes": report.Fail})
			res.Checks[0].Verdict, res.Checks[0].Level = report.Warning, "SHOULD"
			r["no-bytes"] = res
		}, "which is not declared"},
		{"faithful fails", func(r map[string]report.Result) { r["faithful"] = passing(verdicts{"auth/guid": report.Fail}) },
			"faithful faithful: auth/guid failed"},
		{"faithful inconclusive", func(r map[string]report.Result) { r["faithful"] = passing(verdicts{"auth/guid": report.Inconclusive}) },
			"faithful faithful: auth/guid is inconclusive: because"},
		{"faithful without checks", func(r map[string]report.Result) { r["faithful"] = result(nil) },
			"no check was run"},
		{"faithful without judged checks", func(r map[string]report.Result) {
			r["faithful"] = result(verdicts{"auth/guid": report.NotApplicable})
		}, "the run is incomplete"},
		{"reading refused", func(r map[string]report.Result) { r["legal"] = passing(verdicts{"auth/guid": report.Fail}) },
			"reading legal: auth/guid failed"},
		{"harness breaks", func(r map[string]report.Result) {
			r["no-bytes"] = passing(verdicts{"success/bytes": report.Fail, "auth/guid": report.Error})
		}, "the harness broke in auth/guid: because"},
		{"run impossible", func(r map[string]report.Result) { delete(r, "no-bytes") },
			"could not be run: no such gateway"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			cases, results := all()
			tc.edit(results)
			s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: run(results)})
			var text, page strings.Builder
			if err := errors.Join(s.WriteText(&text), s.WriteMarkdown(&page)); err != nil {
				t.Fatal(err)
			}
			if s.OK() || !strings.Contains(text.String(), tc.want) || !strings.Contains(page.String(), tc.want) {
				t.Errorf("OK is %t, want false and %q in\n%s\n%s", s.OK(), tc.want, &text, &page)
			}
			if !strings.Contains(text.String(), "NOT proven") {
				t.Errorf("the text gives no verdict:\n%s", &text)
			}
		})
	}
}

// A deviation that only suffers somewhere does not prove the check that fails.
func TestFailureAlongTheWayProvesNoCheck(t *testing.T) {
	t.Parallel()
	cases, results := all()
	cases = slices.DeleteFunc(cases, func(c selfcheck.Case) bool { return c.Name == "no-bytes" })
	results["no-slash"] = passing(verdicts{"paths/slash:one": report.Fail, "paths/slash:two": report.Fail, "success/bytes": report.Fail})
	s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: run(results)})
	if !slices.Equal(s.Idle, []string{"success/bytes"}) {
		t.Errorf("idle checks are %v, want success/bytes", s.Idle)
	}
}

func TestPartialRunReportsNoIdleChecks(t *testing.T) {
	t.Parallel()
	cases, results := all()
	s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases[:3], Run: run(results), Partial: true})
	if !s.OK() || len(s.Idle) > 0 {
		t.Errorf("want a partial proof to hold, got %+v", s)
	}
}

func TestScoreWithoutDeviationsIsZero(t *testing.T) {
	t.Parallel()
	cases, results := all()
	s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases[:2], Run: run(results)})
	if s.OK() || s.Score() != 0 {
		t.Errorf("without deviations: OK %t, score %v, want false and 0", s.OK(), s.Score())
	}
}

// A case that hangs ends at its limit, and the others are not held up.
func TestHungCaseIsStopped(t *testing.T) {
	t.Parallel()
	cases, results := all()
	given := run(results)
	hung := func(ctx context.Context, c selfcheck.Case) (selfcheck.Result, error) {
		if c.Name == "no-bytes" {
			<-ctx.Done()
			return selfcheck.Result{}, ctx.Err()
		}
		return given(ctx, c)
	}
	s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: hung, Parallel: 2, Limit: 20 * time.Millisecond})
	if s.OK() || s.Killed != 2 {
		t.Errorf("want two of three killed, got %+v", s)
	}
}

// The faithful gateway runs first, and progress reports each case once.
func TestFaithfulCaseRunsFirst(t *testing.T) {
	t.Parallel()
	cases, results := all()
	slices.Reverse(cases)
	var mu sync.Mutex
	var seen []string
	s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: run(results), Parallel: 3, Progress: func(o selfcheck.Outcome) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, o.Case.Name)
	}})
	if len(seen) != len(cases) || seen[0] != "faithful" {
		t.Errorf("progress reported %v, want each of %d cases once, the faithful one first", seen, len(cases))
	}
	for i, o := range s.Outcomes {
		if o.Case.Name != cases[i].Name {
			t.Errorf("outcome %d is of %q, want the order of the cases", i, o.Case.Name)
		}
	}
}

// The page of documentation must be the same for each run.
func TestMarkdownIsReproducible(t *testing.T) {
	t.Parallel()
	var pages [2]strings.Builder
	for i := range pages {
		cases, results := all()
		s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: run(results), Parallel: 1 + i})
		for k := range s.Outcomes {
			s.Outcomes[k].Took = time.Duration(i) * time.Hour
		}
		if err := s.WriteMarkdown(&pages[i]); err != nil {
			t.Fatal(err)
		}
	}
	if pages[0].String() != pages[1].String() {
		t.Errorf("two pages differ:\n%s\n%s", &pages[0], &pages[1])
	}
	if !strings.Contains(pages[0].String(), `does \| &lt;it>`) {
		t.Errorf("a sentence breaks the table:\n%s", &pages[0])
	}
}

func TestJSONHasTheWholeOutcome(t *testing.T) {
	t.Parallel()
	cases, results := all()
	results["no-bytes"] = passing(nil)
	s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: run(results)})
	var out strings.Builder
	if err := s.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"schema": "gwcheck/selfcheck/v1"`, `"ok": false`, `"survived": [`, `"idleChecks": [`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in\n%s", want, &out)
		}
	}
}

// A deviation that seems to survive while the machine is busy is tried once
// more; one that survives on a quiet machine is not.
func TestABusyMachineIsNotTakenForASurvivor(t *testing.T) {
	t.Parallel()
	const stall = time.Second
	for _, tc := range []struct {
		name   string
		stalls []time.Duration // of the runs that survive, one after another
		runs   int
		killed int
		says   string
	}{
		{"quiet", []time.Duration{0, 0}, 1, 2, "no check of success/bytes failed"},
		{"busy once", []time.Duration{stall}, 2, 3, "proven: 3 of 3"},
		{"busy, then quiet, and survives", []time.Duration{stall, 0}, 2, 2, "no check of success/bytes failed"},
		{"busy twice", []time.Duration{stall, stall}, 2, 2, "not judged, the machine was too busy"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			cases, results := all()
			given, runs := run(results), 0
			busy := func(ctx context.Context, c selfcheck.Case) (selfcheck.Result, error) {
				if c.Name != "no-bytes" {
					return given(ctx, c)
				}
				if runs++; runs <= len(tc.stalls) {
					return selfcheck.Result{Result: passing(nil), Stall: tc.stalls[runs-1]}, nil
				}
				return given(ctx, c)
			}
			s := selfcheck.Run(t.Context(), selfcheck.Config{Cases: cases, Run: busy, Parallel: 1})
			var text strings.Builder
			if err := s.WriteText(&text); err != nil {
				t.Fatal(err)
			}
			if runs != tc.runs || s.Killed != tc.killed || !strings.Contains(text.String(), tc.says) {
				t.Errorf("%d runs, %d killed, want %d and %d, saying %q:\n%s", runs, s.Killed, tc.runs, tc.killed, tc.says, text.String())
			}
			if tc.name == "busy twice" && strings.Contains(text.String(), "no check of") {
				t.Errorf("a case that was not judged counts as a survivor:\n%s", text.String())
			}
		})
	}
}
