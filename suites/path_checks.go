package suites

import (
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// pathChecks: which recording paths lead to a recording, how they may be
// spelled, and that no other path does.
func pathChecks(doc *spec.Document) []Check {
	var checks []Check
	for _, g := range doc.Grammars {
		checks = append(checks, formChecks(doc, g)...)
	}
	return slices.Concat(checks, separatorChecks(), noPathChecks(), serialChecks())
}

// formChecks: a recording of a documented form is served, with slashes, with
// backslashes where the form has them, and whatever the case of the drive.
func formChecks(doc *spec.Document, g spec.Grammar) []Check {
	pick := ofGrammar(doc, g.Name)
	form := func(id, title string, spell func(path string) string) Check {
		return Check{
			ID: id, Title: "a recording of the form " + g.Name + " is served " + title, Needs: served().withRecording("of the form "+g.Name, pick),
			Body: func(t *T) {
				s, rec := t.SignIn(0), t.Recording(pick)
				t.Then(t.Download(s, rec, withParam(spec.RoleRecord, spell(rec.RecordID))), expect.Served(rec))
			},
		}
	}
	checks := []Check{
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
	drive, rest := splitDrive(path)
	return letter(drive) + ":" + rest
}

func separatorChecks() []Check {
	return []Check{
		{ID: "paths/slash-separators", Title: "paths with slashes are understood", Needs: served(), Requests: 14, Body: slashes},
		{ID: "paths/backslash-separators:lower-hex", Title: "a path with backslashes written as %5c is understood", Needs: served(),
			Body: func(t *T) {
				s, rec := t.twin()
				raw := strings.ReplaceAll(wire.Escape(backslashed(rec.RecordID)), "%5C", "%5c")
				t.Then(t.Download(s, rec, withRawParam(spec.RoleRecord, raw)), expect.Served(rec))
			}},
	}
}

// slashes asks for one recording of each form, and reports what is made of
// other separators and other letter case.
func slashes(t *T) {
	s := t.SignIn(0)
	for _, g := range t.run.doc.Grammars {
		rec, ok := firstRecording(t.dep(), ofGrammar(t.run.doc, g.Name))
		if ok {
			t.Then(t.Download(s, rec, withParam(spec.RoleRecord, slashed(rec.RecordID))), expect.Served(rec))
		}
	}
	rec := t.AgentCall()
	directory, name := splitName(slashed(rec.RecordID))
	t.remark("paths/mixed-separators", "slashes and one backslash", s, rec, withParam(spec.RoleRecord, strings.TrimSuffix(directory, "/")+`\`+name))
	t.remark("paths/file-name-case", "a file name in the other letter case", s, rec, withParam(spec.RoleRecord, directory+swapCase(name)))
	if t.stated("paths/backslashes-in-later-editions") {
		t.remark("paths/backslashes-in-later-editions", "backslashes", s, rec, withParam(spec.RoleRecord, backslashed(rec.RecordID)))
	}
}

// noPathChecks: what is no path of a documented form is refused. Each starts
// from a recording that is there, so that only the form can be the reason.
func noPathChecks() []Check {
	var checks []Check
	for _, v := range []struct {
		id, what string
		spell    func(path string) string
	}{
		{"paths/neither-grammar:word", "a word", func(string) string { return "no-recording-path" }},
		{"paths/neither-grammar:blank", "a blank", func(string) string { return " " }},
		{"paths/neither-grammar:drive-only", "a drive alone", func(p string) string { return withDrive(strings.ToLower, p)[:2] }},
		{"paths/neither-grammar:name-only", "a drive and a file name", func(p string) string { drive, _ := splitDrive(p); _, name := splitName(p); return drive + ":/" + name }},
		{"paths/neither-grammar:encoded-twice", "a path that is percent-encoded twice", wire.Escape},
		{"paths/no-drive:absolute", "a path without its drive", func(p string) string { _, rest := splitDrive(slashed(p)); return rest }},
		{"paths/no-drive:relative", "a path without drive and first slash", func(p string) string { _, rest := splitDrive(slashed(p)); return strings.TrimPrefix(rest, "/") }},
		{"paths/no-drive:colon", "a path with a colon but no drive letter", func(p string) string { _, rest := splitDrive(slashed(p)); return ":" + rest }},
		{"paths/no-drive:two-letters", "a path with two letters for a drive", func(p string) string { return p[:1] + slashed(p) }},
	} {
		checks = append(checks, Check{
			ID: v.id, Title: v.what + " is refused", Needs: served(),
			Body: func(t *T) {
				s, rec := t.twin()
				t.Then(t.Download(s, rec, withParam(spec.RoleRecord, v.spell(rec.RecordID))), expect.Refused(t.run.doc, spec.PathInvalid))
			},
		})
	}
	return checks
}

// serialChecks: the recordID of an event looks as if it could be meant, and is not.
func serialChecks() []Check {
	return []Check{
		{ID: "paths/event-serial:sample", Title: "a recordID as the documentation has it is refused", Needs: served(),
			Body: refused(spec.PathInvalid, withParam(spec.RoleRecord, "Yc1v6a20011d20161025t1902050"))},
		{ID: "paths/event-serial:event", Title: "the recordID of a record event is refused", Needs: served(poolOff).withRecordHook(), Requests: 30, Body: eventSerial},
	}
}

func eventSerial(t *T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), expect.Served(rec))
	serial := t.recordedCall(s).text("recordID")
	if serial == "" {
		t.inconclusive("the record event has no recordID")
	}
	t.Then(t.Download(s, rec, withParam(spec.RoleRecord, serial)), expect.Refused(t.run.doc, spec.PathInvalid))
}
