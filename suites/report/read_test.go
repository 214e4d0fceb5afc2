package report_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// stored is a result that was written into a directory and read from it.
func stored(t *testing.T, r report.Result) (again report.Result, dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := report.WriteFiles(dir, r); err != nil {
		t.Fatal(err)
	}
	again, err := report.ReadFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	return again, dir
}

func TestEveryFormatOfAStoredResultIsTheOneOfTheRun(t *testing.T) {
	t.Parallel()
	results := map[string]report.Result{"every field": full()}
	for _, o := range outcomes() {
		results[o.name] = o.result
	}
	for name, r := range results {
		again, _ := stored(t, r)
		for format, write := range writers() {
			if got, want := written(t, write, again), written(t, write, r); got != want {
				t.Errorf("%s: %s differs: got\n%s\nwant\n%s", name, format, got, want)
			}
		}
	}
}

func TestAResultWithoutItsExchangesCanBeRead(t *testing.T) {
	t.Parallel()
	_, dir := stored(t, full())
	if err := os.Remove(filepath.Join(dir, "exchanges.har")); err != nil {
		t.Fatal(err)
	}
	r, err := report.ReadFiles(filepath.Join(dir, "result.json"))
	if err != nil || len(r.Exchanges) != 0 || len(r.Checks) != len(full().Checks) {
		t.Errorf("got %d checks, %d exchanges, error %v", len(r.Checks), len(r.Exchanges), err)
	}
}

func TestAStoredResultThatContradictsItselfIsRefused(t *testing.T) {
	t.Parallel()
	text := written(t, report.WriteJSON, full())
	for _, tc := range []struct{ old, new, want string }{
		{`"overall": "nonconformant"`, `"overall": "conformant"`, "overall does not follow"},
		{`"exitCode": 1`, `"exitCode": 0`, "exitCode does not follow"},
		{`"pass": 1,`, `"pass": 2,`, "counts does not follow"},
		{`"schema": "gwcheck/result/v1"`, `"schema": "gwcheck/result/v9"`, `want "gwcheck/result/v1"`},
		{`"checks": [`, `"checks": {`, "not the JSON of a report"},
		{`"verdict": "fail"`, `"verdict": "pass"`, "does not follow"},
	} {
		changed := strings.Replace(text, tc.old, tc.new, 1)
		if changed == text {
			t.Fatalf("the result has no %s", tc.old)
		}
		_, err := report.ReadJSON(strings.NewReader(changed))
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %s", tc.new, err, tc.want)
		}
	}
}

func TestFilesThatAreNoReportAreRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ text, want string }{
		{"", "not the JSON of a report"},
		{"{}", "not an archive"},
		{`{"log": {"creator": {"name": "browser"}}}`, "not an archive"},
		{`{"log": {"creator": {"name": "gwcheck"}, "entries": [{}]}}`, "entry 1: startedDateTime"},
		{`{"log": {"creator": {"name": "gwcheck"}, "entries": [{"startedDateTime": "2026-01-01T00:00:00Z"}]}}`, "entry 1: the member _id"},
		{`{"log": {"creator": {"name": "gwcheck"}, "entries": [{"startedDateTime": "2026-01-01T00:00:00Z", "_id": "x1"}, {"startedDateTime": "2026-01-01T00:00:00Z", "_id": "x1"}]}}`, "entry 2: the id"},
	} {
		_, err := report.ReadHAR(bytes.NewReader([]byte(tc.text)))
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %s", tc.text, err, tc.want)
		}
	}
	if _, err := report.ReadFiles(t.TempDir()); err == nil || !strings.Contains(err.Error(), "result.json") {
		t.Errorf("a directory without a report: got %v", err)
	}
}
