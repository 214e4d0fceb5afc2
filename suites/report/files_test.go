package report_test

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/suites/report"
)

// ls lists the names in a directory.
func ls(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestReportHasFiveFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "build", "report")
	for range 2 { // the second time over the first
		if err := report.WriteFiles(dir, full()); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"exchanges.har", "junit.xml", "report.html", "result.json", "summary.md"}
	if got := ls(t, dir); !slices.Equal(got, want) {
		t.Errorf("the directory has %v, want %v", got, want)
	}
	for file, write := range map[string]func(io.Writer, report.Result) error{
		"exchanges.har": report.WriteHAR, "junit.xml": report.WriteJUnit, "report.html": report.WriteHTML,
		"result.json": report.WriteJSON, "summary.md": report.WriteMarkdown,
	} {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil || string(data) != written(t, write, full()) {
			t.Errorf("%s is not what its writer writes (%v)", file, err)
		}
	}
}

func TestErrorNamesTheFileThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	file := filepath.Join(base, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := report.WriteFiles(filepath.Join(file, "out"), full()); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("below a file: error %v", err)
	}
	dir := filepath.Join(base, "out")
	if err := os.MkdirAll(filepath.Join(dir, "junit.xml", "in the way"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := report.WriteFiles(dir, full()); err == nil || !strings.Contains(err.Error(), "junit.xml") {
		t.Errorf("with a directory in the way: error %v", err)
	}
	for _, name := range ls(t, dir) {
		if strings.HasPrefix(name, ".") {
			t.Errorf("temporary file %s is left", name)
		}
	}
}

func TestFilesThatAreInTheWayAreFoundBeforeAnyIsReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before := finished(must("a/a", report.Pass))
	if err := report.WriteFiles(dir, before); err != nil {
		t.Fatal(err)
	}
	last := filepath.Join(dir, "exchanges.har")
	if err := os.Remove(last); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(last, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	err := report.WriteFiles(dir, full())
	if err == nil || !strings.Contains(err.Error(), "exchanges.har") {
		t.Errorf("got %v, want an error that names exchanges.har", err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "result.json"))
	if err != nil || string(data) != written(t, report.WriteJSON, before) {
		t.Errorf("result.json is not the earlier one (%v)", err)
	}
}
