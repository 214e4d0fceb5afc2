package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// pathChecks: which recording paths lead to a recording, and how they may be spelled.
func pathChecks(doc *spec.Document) []Check {
	var checks []Check
	for _, g := range doc.Grammars {
		checks = append(checks, grammarChecks(doc, g)...)
	}
	for _, e := range encodings() {
		checks = append(checks, Check{
			ID: e.id, Title: "recordId is understood " + e.title, Needs: served(),
			Body: func(t *T) {
				s, rec := t.twin()
				t.Then(t.Download(s, rec, withRawParam(spec.RoleRecord, e.encode(rec.RecordID))), expect.Served(rec))
			},
		})
	}
	return append(checks,
		Check{ID: "paths/upper-case-drive", Title: "the drive letter may be upper case", Needs: served(), Body: driveUpperCase},
		Check{ID: "retcodes/recording-absent", Title: "a path with no file is refused", Needs: served(), Body: missingFile},
		Check{ID: "retcodes/drive-unmapped", Title: "a drive without mapping is refused", Needs: served(), Body: unmappedDrive},
		Check{ID: "paths/neither-grammar", Title: "a text that is no recording path is refused", Needs: served(),
			Body: refused(spec.PathInvalid, withParam(spec.RoleRecord, "no-recording-path"))},
	)
}

// grammarChecks: a recording of each documented format is served, with each separator.
func grammarChecks(doc *spec.Document, g spec.Grammar) []Check {
	pick := ofGrammar(doc, g.Name)
	var checks []Check
	for _, sep := range g.Separators {
		checks = append(checks, Check{
			ID: g.Requirement + ":" + g.Name + "-" + separatorName(sep), Title: "a recording of the form " + g.Name + " is served with " + sep + " in its path",
			Needs: served().withRecording("of the form "+g.Name, pick),
			Body: func(t *T) {
				s, rec := t.SignIn(0), t.Recording(pick)
				t.Then(t.Download(s, rec, withParam(spec.RoleRecord, separated(rec.RecordID, sep))), expect.Served(rec))
			},
		})
	}
	return checks
}

func separatorName(sep string) string {
	if sep == `\` {
		return "backslash"
	}
	return "slash"
}

// separated spells a recording path with one separator throughout.
func separated(path, sep string) string {
	return strings.NewReplacer(`\`, sep, "/", sep).Replace(path)
}

func driveUpperCase(t *T) {
	s, rec := t.twin()
	t.Then(t.Download(s, rec, withParam(spec.RoleRecord, strings.ToUpper(rec.RecordID[:1])+rec.RecordID[1:])), expect.Served(rec))
}

func missingFile(t *T) {
	s, _ := t.twin()
	t.Then(t.Download(s, recording{Name: "absent", RecordID: t.dep().Absent.RecordID, LocationID: t.AgentCall().LocationID}),
		expect.Refused(t.run.doc, spec.RecordingAbsent))
}

func unmappedDrive(t *T) {
	s, rec := t.twin()
	t.Then(t.Download(s, rec, withParam(spec.RoleRecord, t.dep().Absent.Drive+rec.RecordID[1:])),
		expect.Refused(t.run.doc, spec.DriveUnmapped))
}
