package report_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/suites/report"
)

// A process that was killed while it wrote leaves files that the next report removes,
// and no others.
func TestTemporaryFilesOfKilledProcessesAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	abandoned, fresh, foreign := ".result.json."+rand.Text(), ".exchanges.har."+rand.Text(), ".notes.json."+rand.Text()
	for _, name := range []string{abandoned, fresh, foreign} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if name == fresh {
			continue
		}
		if err := os.Chtimes(filepath.Join(dir, name), time.Time{}, time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if err := report.WriteFiles(dir, full()); err != nil {
		t.Fatal(err)
	}
	var hidden []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name()[0] == '.' {
			hidden = append(hidden, e.Name())
		}
	}
	if want := []string{fresh, foreign}; !slices.Equal(hidden, want) {
		t.Errorf("left: got %q, want %q", hidden, want)
	}
}
