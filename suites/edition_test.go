package suites_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// judged runs some checks under each edition.
func judged(t *testing.T, only []string, see func(edition string, res report.Result), opts ...mock.Option) {
	t.Helper()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, edition := range doc.EditionIDs() {
		u := startMock(t, opts...)
		u.target.Edition = edition
		cfg := u.config(t)
		cfg.Only = only
		see(edition, u.run(t, cfg))
	}
}

// verdictsOf are the verdicts that checks of a requirement got, without repetition.
func verdictsOf(res report.Result, requirement string) (all []string) {
	for _, c := range res.Checks {
		if c.Requirement == requirement && !slices.Contains(all, string(c.Verdict)) {
			all = append(all, string(c.Verdict))
		}
	}
	return all
}

// seen are the values observed of a requirement.
func seen(res report.Result, requirement string) string {
	var all []string
	for _, o := range res.Observations {
		if o.Requirement == requirement {
			all = append(all, o.Value)
		}
	}
	return strings.Join(all, "\n")
}

func rowOf(res report.Result, requirement string) (row report.Requirement, ok bool) {
	i := slices.IndexFunc(res.Requirements, func(r report.Requirement) bool { return r.ID == requirement })
	if i < 0 {
		return row, false
	}
	return res.Requirements[i], true
}

// The first edition has backslashes in an example, so they must work. Later ones
// have none, so that a gateway may reject them.
func TestBackslashesByEdition(t *testing.T) {
	judged(t, []string{"paths"}, func(edition string, res report.Result) {
		verdict, overall, later := "not-applicable", report.Conformant, true
		if edition == "2023-09-27" {
			verdict, overall, later = "fail", report.Nonconformant, false
		}
		if got := verdictsOf(res, "paths/backslash-separators"); !slices.Equal(got, []string{verdict}) || res.Overall != overall {
			t.Errorf("edition %s: backslashes refused: %v and %s, want %s and %s", edition, got, res.Overall, verdict, overall)
		}
		if observed := seen(res, "paths/backslashes-in-later-editions"); strings.Contains(observed, "backslashes: retcode 104-003") != later {
			t.Errorf("edition %s: observed %q", edition, observed)
		}
		if row, ok := rowOf(res, "paths/backslash-separators"); !ok || string(row.Verdict) != verdict || row.Source == "" {
			t.Errorf("edition %s: the report has %+v", edition, row)
		}
		if _, ok := rowOf(res, "paths/backslashes-in-later-editions"); ok != later {
			t.Errorf("edition %s: the report has rows of other editions", edition)
		}
	}, mock.WithDeviation("backslashes-refused"))
}

// The first edition shows an agent call in an example only, later ones state its
// form. The checks judge it in all.
func TestAgentCallsByEdition(t *testing.T) {
	judged(t, []string{"paths", "parameters/filetype-default"}, func(edition string, res report.Result) {
		for _, id := range []string{"paths/agent-call", "paths/slash-separators", "paths/upper-case-drive", "parameters/filetype-default"} {
			if got := verdictsOf(res, id); !slices.Equal(got, []string{"pass"}) {
				t.Errorf("edition %s: %s: %v, want pass", edition, id, got)
			}
		}
	})
}

// The checks observe the agent IDs next to the range of the edition.
func TestAgentRangeByEdition(t *testing.T) {
	judged(t, []string{"parameters/address"}, func(edition string, res report.Result) {
		observed, beyond := seen(res, "parameters/agentid-range"), "agent 60000:"
		if edition >= "2025-11-13" {
			beyond = "agent 1000000:"
		}
		if !strings.Contains(observed, "agent 100:") || !strings.Contains(observed, beyond) || strings.Count(observed, "\n") != 3 {
			t.Errorf("edition %s: observed\n%s\nwant agent 100 and %s", edition, observed, beyond)
		}
	})
}

// Events have a time from edition 2025-11-13 on.
func TestEventTimeByEdition(t *testing.T) {
	judged(t, []string{"session/sign-in", "session/poll-after-sign-out", "auth/guid-accepted:dynamic"}, func(edition string, res report.Result) {
		observed := seen(res, "events/event-time")
		_, row := rowOf(res, "events/event-time")
		if stated := edition >= "2025-11-13"; row != stated || (observed != "") != stated {
			t.Errorf("edition %s: the report has the row: %t, observed %q", edition, row, observed)
		}
	})
}

func TestTargetWithoutEditionMeansTheFirst(t *testing.T) {
	u := startMock(t)
	u.target.Edition = ""
	cfg := u.config(t)
	cfg.Only = []string{"paths/backslash-separators"}
	res := u.run(t, cfg)
	if first := cfg.Document.EditionIDs()[0]; res.Edition != first || res.Overall != report.Conformant {
		t.Errorf("edition %q, verdict %s; want %q and %s", res.Edition, res.Overall, first, report.Conformant)
	}
}
