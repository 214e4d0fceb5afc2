package waiver_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/waiver"
	"github.com/gwcheck/gwcheck/suites/report"
)

var known = waiver.Known{
	Check:       func(id string) bool { return strings.HasPrefix(id, "paths/") },
	Requirement: func(id string) bool { return strings.HasPrefix(id, "auth/") },
}

const head = "gwcheck: waivers/v1\nwaivers:\n"

func TestWaiversAreRead(t *testing.T) {
	t.Parallel()
	got, err := waiver.Parse([]byte(head+`
  - check: paths/third-party-message:backslash
    reason: fixed in 8.16
    owner: Kim
    link: https://tracker.example/1
    expires: 2030-01-31
  - {requirement: auth/guid-of-another-agent, reason: r, owner: o, expires: "2024-02-29"}
`), known)
	if err != nil {
		t.Fatal(err)
	}
	want := []report.Waiver{
		{Check: "paths/third-party-message:backslash", Reason: "fixed in 8.16", Owner: "Kim", Link: "https://tracker.example/1", Expires: "2030-01-31"},
		{Requirement: "auth/guid-of-another-agent", Reason: "r", Owner: "o", Expires: "2024-02-29"},
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if got, err := waiver.Parse([]byte("gwcheck: waivers/v1\nwaivers: []\n"), known); len(got) != 0 || err != nil {
		t.Errorf("empty list: %v, %v", got, err)
	}
}

func TestProblemNamesPlaceAndRemedy(t *testing.T) {
	t.Parallel()
	const rest = "reason: r, owner: o, expires: 2030-01-31}\n"
	for text, want := range map[string]string{
		"waivers: []":                     `1:1: the key "gwcheck" is missing: write gwcheck: waivers/v1`,
		"gwcheck: target/v1\nwaivers: []": `1:10: gwcheck: is "target/v1"; allowed: waivers/v1`,
		"gwcheck: waivers/v1":             `1:1: the key "waivers" is missing`,
		head + "  - {check: paths/a, requirement: auth/a, " + rest: `3:5: waivers[0]: must have exactly one of the keys "check" and "requirement"`,
		head + "  - {" + rest:                                                    `3:5: waivers[0]: must have exactly one of the keys`,
		head + "  - {check: auth/a, " + rest:                                     `3:13: waivers[0].check: there is no check "auth/a"; "gwcheck list checks" shows all`,
		head + "  - {requirement: paths/a, " + rest:                              `waivers[0].requirement: there is no requirement "paths/a"`,
		head + "  - {check: paths/a, until: x, " + rest:                          `3:22: waivers[0]: unknown key "until"; allowed: check, requirement, reason, owner, link, expires`,
		head + "  - {check: paths/a, owner: o, expires: 2030-01-31}":             `the key "reason" is missing`,
		head + "  - {check: paths/a, reason: r, expires: 2030-01-31}":            `the key "owner" is missing`,
		head + "  - {check: paths/a, reason: r, owner: o}":                       `the key "expires" is missing`,
		head + "  - {check: paths/a, reason: '', owner: o, expires: 2030-01-31}": `waivers[0].reason: must not be empty`,
		head + "  - {check: paths/a, reason: r, owner: o, expires: 31.1.2030}":   `must be a date such as 2030-01-31, but is "31.1.2030"`,
		head + "  - {check: paths/a, reason: r, owner: o, expires: 2030-02-30}":  `"2030-02-30" is not in the calendar`,
		head + "  - {check: paths/a, reason: r, owner: o, expires: 20300131}":    `waivers[0].expires: must be text`,
		head + "  - {check: paths/a, link: 'javascript:x', " + rest:              `waivers[0].link: must be an http or https URL`,
		head + "  - {check: paths/a, " + rest + "  - {check: paths/a, " + rest:   `4:5: waivers[1]: "paths/a" is waived by an earlier entry`,
		head + "  - paths/a":                             `3:5: waivers[0]: must be a mapping with the keys check`,
		"gwcheck: waivers/v1\nwaivers: {check: paths/a}": `2:10: waivers: must be a list, but is a mapping`,
	} {
		_, err := waiver.Parse([]byte(text), known)
		var e *waiver.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
}

func TestAllProblemsAreListed(t *testing.T) {
	t.Parallel()
	_, err := waiver.Parse([]byte(head+"  - {check: x, reason: 1, owner: o, expires: never}\n"), known)
	var e *waiver.Error
	if !errors.As(err, &e) || len(e.Problems) != 3 {
		t.Errorf("want three problems, got %v", err)
	}
}

func TestLoadReadsAFileAndNamesItInProblems(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "w.yaml")
	if _, err := waiver.Load(name, waiver.Known{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
	if err := os.WriteFile(name, []byte(head+"  - {check: any, reason: r, owner: o, expires: 2030-01-31}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := waiver.Load(name, waiver.Known{}); err != nil || len(got) != 1 || got[0].Check != "any" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := waiver.Load(name, known); err == nil || !strings.HasPrefix(err.Error(), name+":3:13: ") {
		t.Errorf("error %v, want one that begins with the place", err)
	}
	if err := os.WriteFile(name, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := waiver.Load(name, known); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("error %v, want that the file is too large", err)
	}
}
