package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// hostFiles are what the ways out try to reach: one file of any Unix and one of
// any Windows, neither of them secret. A gateway that opens one answers with a
// stream, or with what it found; which that is, nobody knows from outside, so
// that a canary of the target shows more.
var hostFiles = []string{"etc/hosts", "windows/win.ini"}

// escape is one spelling of a path that leads out of the mounted drives. Where
// it can, it starts as the path of a recording that is there, so that only the
// rest can be the reason of a refusal.
type escape struct {
	id, title string
	// spell returns recordIds as they stand in the query, for a recording's
	// path and a file of the host, both with slashes.
	spell func(path, file string) string
	// envelope is the variant under which the form of the refusal is judged
	// too, "" for all but one of each kind.
	envelope string
}

// climb leaves the folder of a recording far enough to reach the root.
func climb(path, step, file string) string {
	directory, _ := splitName(path)
	return directory + strings.Repeat(step, 12) + file
}

// sibling is another name in the folder of a recording.
func sibling(path, name string) string {
	directory, _ := splitName(path)
	return directory + name
}

// climbing is climb with steps that are sent as they are, after a path that is
// percent-encoded as usual.
func climbing(step string) func(path, file string) string {
	return func(path, file string) string {
		directory, _ := splitName(path)
		return wire.Escape(directory) + strings.Repeat(step, 12) + wire.Escape(file)
	}
}

// encodedTimes percent-encodes a way out several times.
func encodedTimes(n int) func(path, file string) string {
	return func(path, file string) string {
		s := climb(path, "../", file)
		for range n {
			s = wire.Escape(s)
		}
		return s
	}
}

// escapedOnce percent-encodes a way out as usual.
func escapedOnce(spell func(path, file string) string) func(path, file string) string {
	return func(path, file string) string { return wire.Escape(spell(path, file)) }
}

var dotSegments = []escape{
	{"security/traversal:climb", "dot segments", escapedOnce(func(p, f string) string { return climb(p, "../", f) }), "dots"},
	{"security/traversal:at-the-drive", "dot segments right after the drive", escapedOnce(func(p, f string) string { return driveOf(p) + "/" + strings.Repeat("../", 12) + f }), ""},
	{"security/traversal:without-drive", "dot segments without a drive", escapedOnce(func(_, f string) string { return strings.Repeat("../", 12) + f }), ""},
	{"security/traversal:nested", "dot segments that remain when others are removed", escapedOnce(func(p, f string) string { return climb(p, "....//", f) }), ""},
	{"security/traversal:single-dots", "dot segments with single dots between", escapedOnce(func(p, f string) string { return climb(p, ".././", f) }), ""},
	{"security/traversal-backslashes", "dot segments with backslashes", escapedOnce(func(p, f string) string { return backslashed(climb(p, "../", f)) }), "backslashes"},
	{"security/traversal-backslashes:in-turn", "dot segments with alternating slashes and backslashes", escapedOnce(func(p, f string) string { return climb(p, `..\../`, f) }), ""},
	{"security/traversal-backslashes:last", "dot segments with backslashes after a path with slashes", escapedOnce(func(p, f string) string { return climb(p, `..\`, f) }), ""},
}

var encodedSegments = []escape{
	{"security/traversal-encoded:dots", "dots that are percent-encoded", climbing("%2e%2e/"), ""},
	{"security/traversal-encoded:twice", "a path that is percent-encoded twice", encodedTimes(2), "encoded"},
	{"security/traversal-encoded:three-times", "a path that is percent-encoded three times", encodedTimes(3), ""},
	{"security/traversal-encoded:overlong", "dots and slashes in overlong UTF-8", climbing("%C0%AE%C0%AE%C0%AF"), ""},
	{"security/traversal-encoded:unicode-escapes", "dots and slashes as %u002e and %u002f", climbing("%u002e%u002e%u002f"), ""},
	{"security/traversal-encoded:full-width", "dots and slashes of full width", climbing(wire.Escape("．．／")), ""},
	{"security/traversal-encoded:path-parameters", "dot segments with a semicolon", climbing("..%3B/"), ""},
}

var otherRoots = []escape{
	{"security/absolute-paths:host", "an absolute path", escapedOnce(func(_, f string) string { return "/" + f }), "absolute"},
	{"security/absolute-paths:behind-drive", "an absolute path after the drive", escapedOnce(func(p, f string) string { return driveOf(p) + "//" + f }), ""},
	{"security/absolute-paths:behind-path", "an absolute path after a recording's folder", escapedOnce(func(p, f string) string { return sibling(p, "/"+f) }), ""},
	{"security/absolute-paths:file-url", "a file URL", escapedOnce(func(_, f string) string { return "file:///" + f }), ""},
	{"security/absolute-paths:system-drive", "the drive of the system", escapedOnce(func(_, f string) string { return "c:/" + f }), ""},
	{"security/drive-tricks:doubled", "a second drive after the first", escapedOnce(func(p, f string) string { return driveOf(p) + "c:/" + f }), "drive"},
	{"security/drive-tricks:in-path", "a second drive within the path", escapedOnce(func(p, f string) string { return driveOf(p) + "/c:/" + f }), ""},
	{"security/drive-tricks:share", "a network share of the gateway itself", escapedOnce(func(_, f string) string { return backslashed("//127.0.0.1/c$/" + f) }), ""},
	{"security/drive-tricks:share-with-slashes", "a network share with slashes", escapedOnce(func(_, f string) string { return "//127.0.0.1/c$/" + f }), ""},
	{"security/drive-tricks:device-path", "the prefix of device paths", escapedOnce(func(_, f string) string { return backslashed("//?/c:/" + f) }), ""},
	{"security/drive-tricks:device", "the name of a device", escapedOnce(func(p, _ string) string { return sibling(p, "NUL") }), ""},
}

var controlCharacters = []escape{
	{"security/nul-and-control-characters:nul", "dot segments and a NUL before the suffix", escapedOnce(func(p, f string) string { return climb(p, "../", f) + "\x00.V3" }), "control"},
	{"security/nul-and-control-characters:truncation", "a NUL after the name of a recording", escapedOnce(func(p, _ string) string { return p + "\x00.txt" }), ""},
	{"security/nul-and-control-characters:split", "dot segments split by control characters", escapedOnce(func(p, f string) string { return climb(p, ".\x01./", f) }), ""},
	{"security/nul-and-control-characters:line-feed", "dot segments after a line feed", escapedOnce(func(p, f string) string { return p + "\n" + strings.Repeat("../", 12) + f }), ""},
}

// securityTraversalChecks: no spelling of a path leads to anything outside.
func securityTraversalChecks() []engine.Check {
	var checks []engine.Check
	for _, w := range slices.Concat(dotSegments, encodedSegments, otherRoots, controlCharacters) {
		checks = append(checks, engine.Check{ID: w.id, Title: "no file from outside the mounted drives is served for " + w.title, Needs: served(), Body: nothingDelivered(w)})
		if w.envelope != "" {
			checks = append(checks, engine.Check{
				ID: "security/traversal-envelope:" + w.envelope, Title: "a request with " + w.title + " is rejected with a failure", Needs: served(),
				Body: refusedAsFailure(w),
			})
		}
	}
	return checks
}

// nothingDelivered: no file may be delivered. To hang up is no breach.
func nothingDelivered(w escape) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.Twin()
		for _, file := range hostFiles {
			attacked(t, s, rec, file, w.spell)
		}
		if canary := t.Deployment().Canary; canary.File != "" {
			x := attacked(t, s, rec, canary.File, w.spell)
			if x.Response != nil {
				t.Then(x, rules.Without("text of the canary", canary.Text))
			}
		}
	}
}

func refusedAsFailure(w escape) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.Twin()
		raw := w.spell(slashed(rec.RecordID), hostFiles[0])
		x := t.Attack(s, rec, withRawParam(spec.RoleRecord, raw))
		if page := blockPage(t, s, rec, x, raw, w.spell); page != nil {
			t.Then(x, rules.NoBlockPage(page))
		}
		t.Then(x, rules.Failure(t.Doc()))
	}
}
