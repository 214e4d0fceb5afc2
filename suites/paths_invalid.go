package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// pathsInvalidChecks: what is no path of a documented form is refused. Each starts
// from a recording that is there, so that only the form can be the reason.
func pathsInvalidChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		id, what string
		spell    func(path string) string
	}{
		{"paths/neither-grammar:word", "a word", func(string) string { return "no-recording-path" }},
		{"paths/neither-grammar:blank", "a space", func(string) string { return " " }},
		{"paths/neither-grammar:drive-only", "a drive letter alone", func(p string) string { return withDrive(strings.ToLower, p)[:2] }},
		{"paths/neither-grammar:name-only", "a drive and a file name", func(p string) string {
			drive, _ := engine.SplitDrive(p)
			_, name := splitName(p)
			return drive + ":/" + name
		}},
		{"paths/neither-grammar:encoded-twice", "a path that is percent-encoded twice", wire.Escape},
		{"paths/no-drive:absolute", "a path without its drive", func(p string) string { _, rest := engine.SplitDrive(slashed(p)); return rest }},
		{"paths/no-drive:relative", "a path without drive and first slash", func(p string) string { _, rest := engine.SplitDrive(slashed(p)); return strings.TrimPrefix(rest, "/") }},
		{"paths/no-drive:colon", "a path with a colon but no drive letter", func(p string) string { _, rest := engine.SplitDrive(slashed(p)); return ":" + rest }},
		{"paths/no-drive:two-letters", "a path with two letters for a drive", func(p string) string { return p[:1] + slashed(p) }},
	} {
		checks = append(checks, engine.Check{
			ID: v.id, Title: v.what + " is rejected as a path", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				t.Then(t.Download(s, rec, withParam(spec.RoleRecord, v.spell(rec.RecordID))), rules.Refused(t.Doc(), spec.PathInvalid))
			},
		})
	}
	return checks
}
