package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// pathsFormChecks: a recording of a documented form is served, with slashes, with
// backslashes where the form has them, and whatever the case of the drive.
func pathsFormChecks(doc *spec.Document, g spec.Grammar) []engine.Check {
	pick := ofGrammar(doc, g.Name)
	form := func(id, title string, spell func(path string) string) engine.Check {
		return engine.Check{
			ID: id, Title: "a recording of the form " + g.Name + " is served " + title, Needs: served().WithRecording("of the form "+g.Name, pick),
			Body: func(t *engine.T) {
				s, rec := t.SignIn(0), t.Recording(pick)
				x := t.Download(s, rec, withParam(spec.RoleRecord, spell(rec.RecordID)))
				if upper := withDrive(strings.ToUpper, slashed(rec.RecordID)); id == "paths/lower-case-drive:"+g.Name && len(rules.Served(rec).Judge(x)) > 0 {
					t.Given(t.Download(s, rec, withParam(spec.RoleRecord, upper)), rules.Served(rec))
				}
				t.Then(x, rules.Served(rec))
			},
		}
	}
	checks := []engine.Check{
		form(g.Requirement+":"+g.Name+"-slash", "under its path", slashed),
		form("paths/upper-case-drive:"+g.Name, "with an upper-case drive letter", func(p string) string { return withDrive(strings.ToUpper, slashed(p)) }),
		form("paths/lower-case-drive:"+g.Name, "with a lower-case drive letter", func(p string) string { return withDrive(strings.ToLower, slashed(p)) }),
	}
	if slices.Contains(g.Separators, `\`) {
		checks = append(checks, form("paths/backslash-separators:"+g.Name, "with backslashes", backslashed))
	}
	return checks
}
