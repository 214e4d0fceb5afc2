package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// securityChecks: nothing outside the mounts, nothing without authentication.
func securityChecks(*spec.Document) []Check {
	var checks []Check
	for _, v := range traversals {
		checks = append(checks, Check{
			ID: v.id, Title: "a path that leaves the mount by " + v.title + " is refused", Needs: served(),
			Body: func(t *T) {
				s, rec := t.twin()
				x := t.Download(s, rec, withRawParam(spec.RoleRecord, v.spell(rec.RecordID)))
				t.Then(x, expect.Answered(), expect.NotServed(rec), expect.Failure(t.run.doc))
			},
		})
	}
	return checks
}

// traversals are spellings of a way out of the mount. Each starts as a path of
// a documented form, so that only the climbing part can be the reason.
var traversals = []struct {
	id, title string
	spell     func(path string) string
}{
	{"security/traversal:climb", "../", func(p string) string { return wire.Escape(climb(p, "../")) }},
	{"security/traversal-backslashes", `..\`, func(p string) string { return wire.Escape(climb(p, `..\`)) }},
	{"security/traversal-encoded", "twice encoded ../", func(p string) string { return wire.Escape(wire.Escape(climb(p, "../"))) }},
	{"security/absolute-paths:host", "an absolute path", func(string) string { return wire.Escape("/etc/hosts") }},
	{"security/absolute-paths:drive", "a drive and an absolute path", func(p string) string { return wire.Escape(p[:2] + "//etc/hosts") }},
	{"security/nul-and-control-characters:nul", "a NUL character", func(p string) string { return wire.Escape(p + "\x00.V3") }},
	{"security/traversal:return", "climbing and coming back", func(p string) string { return wire.Escape(p[:2] + "/../.." + p[2:] + "/../../../../../../etc/hosts") }},
}

// climb leaves the directory of a recording far enough to reach the root.
func climb(path, step string) string {
	return path[:strings.LastIndexAny(path, `/\`)+1] + strings.Repeat(step, 12) + "etc/hosts"
}
