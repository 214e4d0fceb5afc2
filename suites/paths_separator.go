package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

func pathsSeparatorChecks() []engine.Check {
	return []engine.Check{
		{ID: "paths/slash-separators", Title: "paths with slashes are accepted", Needs: served(), Body: slashes},
		{ID: "paths/backslash-separators:lower-hex", Title: "a path with backslashes written as %5c is accepted", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				raw := strings.ReplaceAll(wire.Escape(backslashed(rec.RecordID)), "%5C", "%5c")
				t.Then(t.Download(s, rec, withRawParam(spec.RoleRecord, raw)), rules.Served(rec))
			}},
	}
}

// slashes requests one recording of each form, and reports the answers to
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
	observeDownload(t, "paths/mixed-separators", "slashes and one backslash", s, rec, withParam(spec.RoleRecord, strings.TrimSuffix(directory, "/")+`\`+name))
	observeDownload(t, "paths/file-name-case", "a file name in the other letter case", s, rec, withParam(spec.RoleRecord, directory+swapCase(name)))
	if t.Stated("paths/backslashes-in-later-editions") {
		observeDownload(t, "paths/backslashes-in-later-editions", "backslashes", s, rec, withParam(spec.RoleRecord, backslashed(rec.RecordID)))
	}
}
