package waiver_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/waiver"
	"github.com/gwcheck/gwcheck/suites/report"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "waivers.yaml")
	text := `gwcheck: waivers/v1
waivers:
  - {check: "paths/backslashes:ivr", reason: fixed soon, owner: A. Person, link: "https://tracker.example/1", expires: 2026-12-31}
  - {requirement: auth/lapse, reason: "not ours", owner: B, expires: "2024-02-29"}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := waiver.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []report.Waiver{
		{Check: "paths/backslashes:ivr", Reason: "fixed soon", Owner: "A. Person", Link: "https://tracker.example/1", Expires: "2026-12-31"},
		{Requirement: "auth/lapse", Reason: "not ours", Owner: "B", Expires: "2024-02-29"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("Load gave %+v, want %+v", got, want)
	}
}

func TestLoadWithoutFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "none.yaml")
	if _, err := waiver.Load(file); err == nil || !strings.Contains(err.Error(), "none.yaml") {
		t.Errorf("Load of a file that is not there: %v, want an error that names it", err)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	head := "gwcheck: waivers/v1\nwaivers:\n"
	for _, tc := range []struct{ name, text, want string }{
		{"unknown key", head + "  - {check: a/b, reason: r, owner: o, expires: 2026-12-31, until: x}\n", "until"},
		{"no owner", head + "  - {check: a/b, reason: r, expires: 2026-12-31}\n", "owner"},
		{"no subject", head + "  - {reason: r, owner: o, expires: 2026-12-31}\n", "neither a check nor a requirement"},
		{"no date", head + "  - {check: a/b, reason: r, owner: o, expires: soon}\n", "2026-12-31"},
		{"no such day", head + "  - {check: a/b, reason: r, owner: o, expires: 2026-02-30}\n", "no day of the calendar"},
		{"empty list", "gwcheck: waivers/v1\nwaivers: []\n", "one waiver or more"},
		{"other version", "gwcheck: waivers/v2\nwaivers:\n  - {check: a/b, reason: r, owner: o, expires: 2026-12-31}\n", "waivers/v1"},
		{"no YAML", "{", "w.yaml:1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := waiver.Parse("w.yaml", []byte(tc.text))
			if err == nil {
				t.Fatalf("Parse(%q) gave %+v, want an error", tc.text, got)
			}
			if !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "w.yaml:") {
				t.Errorf("Parse(%q): %v, want one with place and %q", tc.text, err, tc.want)
			}
		})
	}
}
