package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// pathChecks: which recording paths lead to a recording, how they may be
// spelled, and that no other path does.
func pathsChecks(doc *spec.Document) []engine.Check {
	var checks []engine.Check
	for _, g := range doc.Grammars {
		checks = append(checks, formChecks(doc, g)...)
	}
	return slices.Concat(checks, separatorChecks(), noPathChecks(), serialChecks())
}

// formChecks: a recording of a documented form is served, with slashes, with
// backslashes where the form has them, and whatever the case of the drive.
func formChecks(doc *spec.Document, g spec.Grammar) []engine.Check {
	pick := ofGrammar(doc, g.Name)
	form := func(id, title string, spell func(path string) string) engine.Check {
		return engine.Check{
			ID: id, Title: "a recording of the form " + g.Name + " is served " + title, Needs: served().WithRecording("of the form "+g.Name, pick),
			Body: func(t *engine.T) {
				s, rec := t.SignIn(0), t.Recording(pick)
				t.Then(t.Download(s, rec, withParam(spec.RoleRecord, spell(rec.RecordID))), rules.Served(rec))
			},
		}
	}
	checks := []engine.Check{
		form(g.Requirement+":"+g.Name+"-slash", "under its path", slashed),
		form("paths/upper-case-drive:"+g.Name, "with a capital drive letter", func(p string) string { return withDrive(strings.ToUpper, slashed(p)) }),
		form("paths/lower-case-drive:"+g.Name, "with a small drive letter", func(p string) string { return withDrive(strings.ToLower, slashed(p)) }),
	}
	if slices.Contains(g.Separators, `\`) {
		checks = append(checks, form("paths/backslash-separators:"+g.Name, "with backslashes", backslashed))
	}
	return checks
}

func slashed(path string) string     { return strings.ReplaceAll(path, `\`, "/") }
func backslashed(path string) string { return strings.ReplaceAll(path, "/", `\`) }

// withDrive changes the drive letter of a path.
func withDrive(letter func(string) string, path string) string {
	drive, rest := engine.SplitDrive(path)
	return letter(drive) + ":" + rest
}

func separatorChecks() []engine.Check {
	return []engine.Check{
		{ID: "paths/slash-separators", Title: "paths with slashes are understood", Needs: served(), Requests: 14, Body: slashes},
		{ID: "paths/backslash-separators:lower-hex", Title: "a path with backslashes written as %5c is understood", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				raw := strings.ReplaceAll(wire.Escape(backslashed(rec.RecordID)), "%5C", "%5c")
				t.Then(t.Download(s, rec, withRawParam(spec.RoleRecord, raw)), rules.Served(rec))
			}},
	}
}

// slashes asks for one recording of each form, and reports what is made of
// other separators and other letter case.
func slashes(t *engine.T) {
	s := t.SignIn(0)
	for _, g := range t.Doc().Grammars {
		rec, ok := engine.FirstRecording(t.Deployment(), ofGrammar(t.Doc(), g.Name))
		if ok {
			t.Then(t.Download(s, rec, withParam(spec.RoleRecord, slashed(rec.RecordID))), rules.Served(rec))
		}
	}
	rec := t.AgentCall()
	directory, name := splitName(slashed(rec.RecordID))
	remark(t, "paths/mixed-separators", "slashes and one backslash", s, rec, withParam(spec.RoleRecord, strings.TrimSuffix(directory, "/")+`\`+name))
	remark(t, "paths/file-name-case", "a file name in the other letter case", s, rec, withParam(spec.RoleRecord, directory+swapCase(name)))
	if t.Stated("paths/backslashes-in-later-editions") {
		remark(t, "paths/backslashes-in-later-editions", "backslashes", s, rec, withParam(spec.RoleRecord, backslashed(rec.RecordID)))
	}
}

// noPathChecks: what is no path of a documented form is refused. Each starts
// from a recording that is there, so that only the form can be the reason.
func noPathChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		id, what string
		spell    func(path string) string
	}{
		{"paths/neither-grammar:word", "a word", func(string) string { return "no-recording-path" }},
		{"paths/neither-grammar:blank", "a blank", func(string) string { return " " }},
		{"paths/neither-grammar:drive-only", "a drive alone", func(p string) string { return withDrive(strings.ToLower, p)[:2] }},
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
			ID: v.id, Title: v.what + " is refused", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				t.Then(t.Download(s, rec, withParam(spec.RoleRecord, v.spell(rec.RecordID))), rules.Refused(t.Doc(), spec.PathInvalid))
			},
		})
	}
	return checks
}

// serialChecks: the recordID of an event looks as if it could be meant, and is not.
func serialChecks() []engine.Check {
	return []engine.Check{
		{ID: "paths/event-serial:sample", Title: "a recordID as the documentation has it is refused", Needs: served(),
			Body: refused(spec.PathInvalid, withParam(spec.RoleRecord, "Yc1v6a20011d20161025t1902050"))},
		{ID: "paths/event-serial:event", Title: "the recordID of a record event is refused", Needs: served(engine.PoolOff).WithRecordHook(), Requests: 30, Body: eventSerial},
	}
}

func eventSerial(t *engine.T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), rules.Served(rec))
	serial := recordedCall(t, s).Text("recordID")
	if serial == "" {
		t.Inconclusive("the record event has no recordID")
	}
	t.Then(t.Download(s, rec, withParam(spec.RoleRecord, serial)), rules.Refused(t.Doc(), spec.PathInvalid))
}
