package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
)

// securityDirectoryChecks: what names a directory is no recording.
func securityDirectoryChecks() []engine.Check {
	folder := func(path string) string { directory, _ := splitName(path); return directory }
	var checks []engine.Check
	for _, v := range []struct {
		variant, what string
		spell         func(path string) string
	}{
		{"folder", "the folder of a recording", func(p string) string { return strings.TrimRight(folder(p), "/") }},
		{"trailing-slash", "the folder of a recording with a slash at its end", folder},
		{"drive", "the root of a drive", func(p string) string { return driveOf(p) + "/" }},
	} {
		checks = append(checks, engine.Check{
			ID: "security/no-directory-listing:" + v.variant, Title: v.what + " is served neither as a recording nor as a listing", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				attacked(t, s, rec, "", escapedOnce(func(path, _ string) string { return v.spell(path) }))
			},
		})
	}
	return checks
}
