package report_test

import (
	"encoding/json"
	"math/rand"
	"reflect"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

func TestOverallVerdictAndExitCodeFollowFromTheChecks(t *testing.T) {
	t.Parallel()
	for _, o := range outcomes() {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			if o.result.Overall != o.overall || o.result.ExitCode != o.code {
				t.Errorf("got %s and exit code %d, want %s and %d; reasons %q",
					o.result.Overall, o.result.ExitCode, o.overall, o.code, o.result.Reasons())
			}
			if o.overall != report.Conformant && len(o.result.Reasons()) == 0 {
				t.Error("nothing says why")
			}
			if o.result.Counts.Total() != len(o.result.Checks) {
				t.Errorf("counts %v add up to %d, want %d", o.result.Counts, o.result.Counts.Total(), len(o.result.Checks))
			}
		})
	}
}

func TestSecondFinishChangesNothing(t *testing.T) {
	t.Parallel()
	for _, o := range outcomes() {
		again := o.result
		report.Finish(&again)
		if !reflect.DeepEqual(again, o.result) {
			t.Errorf("%s: finishing twice changed the result", o.name)
		}
	}
}

func TestFinishDoesNotChangeSlicesOfTheCaller(t *testing.T) {
	t.Parallel()
	r := run(must("b/b", report.Fail), must("a/a", report.Pass))
	r.Checks[0].Assertions = []report.Assertion{{Mismatches: []report.Mismatch{{Got: strings.Repeat("x", 1<<20)}}}}
	r.Checks[0].Assertions[0].Params = map[string]string{"p": strings.Repeat("x", 1<<20)}
	before := r.Checks[0]
	copied := r
	report.Finish(&copied)
	if r.Checks[0].ID != "b/b" || len(before.Assertions[0].Mismatches[0].Got) != 1<<20 ||
		len(before.Assertions[0].Params["p"]) != 1<<20 {
		t.Error("Finish changed slices that are not its own")
	}
	if got := len(copied.Checks[1].Assertions[0].Params["p"]); got < 10<<10 || got > 20<<10 {
		t.Errorf("a parameter of %d bytes is left in the result", got)
	}
	if got := len(copied.Checks[1].Assertions[0].Mismatches[0].Got); got > 20<<10 {
		t.Errorf("a text of %d bytes is left in the result", got)
	}
}

func TestResultDoesNotDependOnTheOrderOfItsParts(t *testing.T) {
	t.Parallel()
	build := func(seed int64) string {
		r := run(must("a/a", report.Pass), must("a/b", report.Fail), should("c/c", report.Warning),
			must("a/a:two", report.Inconclusive))
		r.Checks[0].Exchanges = []string{"x10", "x9", "x2", "x9"}
		r.Observations = []report.Observation{{Requirement: "i/a", Value: "1"}, {Requirement: "i/a", Value: "2"}, {Requirement: "i/b"}}
		r.Waivers = []report.Waiver{waiver("a/b"), waiver("a/none"), waiver("a/a")}
		r.Requirements = []report.Requirement{{ID: "a/a"}, {ID: "z/z"}, {ID: "a/b"}}
		r.Target.NotClaimed = []string{"pool", "dynamic"}
		shuffle := rand.New(rand.NewSource(seed)).Shuffle
		shuffle(len(r.Checks), reflect.Swapper(r.Checks))
		shuffle(len(r.Observations), reflect.Swapper(r.Observations))
		shuffle(len(r.Waivers), reflect.Swapper(r.Waivers))
		shuffle(len(r.Requirements), reflect.Swapper(r.Requirements))
		shuffle(len(r.Target.NotClaimed), reflect.Swapper(r.Target.NotClaimed))
		report.Finish(&r)
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	want := build(0)
	if !strings.Contains(want, `["x2","x9","x10"]`) {
		t.Error("exchange ids are not in the order in which they were given")
	}
	for seed := int64(1); seed < 20; seed++ {
		if got := build(seed); got != want {
			t.Fatalf("seed %d: result depends on the order of its parts:\n%s\n%s", seed, got, want)
		}
	}
}

func TestAVerdictThatContradictsTheLevelIsAHarnessError(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		level         string
		verdict, want report.Verdict
	}{
		{string(spec.Should), report.Fail, report.Error},
		{string(spec.Should), report.Warning, report.Warning},
		{string(spec.Must), report.Warning, report.Error},
		{string(spec.Must), report.Fail, report.Fail},
		{"MUST", report.Pass, report.Pass},
		{"MUST", "", report.Error},
		{"MUST", "passed", report.Error},
		{"INFO", report.Fail, report.Error},
		{"", report.Pass, report.Error},
		{"INFO", report.Error, report.Error},
	} {
		r := finished(check("a/a", tt.level, tt.verdict))
		if got := r.Checks[0].Verdict; got != tt.want {
			t.Errorf("%s %q became %q, want %q", tt.level, tt.verdict, got, tt.want)
		}
		if tt.want == report.Error && tt.verdict != report.Error && !strings.Contains(r.Checks[0].Reason, "harness") {
			t.Errorf("%s %q: reason %q does not say that the harness erred", tt.level, tt.verdict, r.Checks[0].Reason)
		}
	}
}
