package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func parametersFiletypeChecks(doc *spec.Document) []engine.Check {
	agentCall := served().WithRecording("an agent call", ofDefaultFiletype(doc))
	checks := []engine.Check{
		{ID: "parameters/filetype-default", Title: "a download without filetype serves an agent call", Needs: agentCall, Body: filetypeDefault},
		{ID: "parameters/filetype-agent-call", Title: "the filetype of agent calls serves an agent call", Needs: agentCall, Body: filetypeExplicit},
	}
	for _, g := range doc.Grammars {
		if g.Filetype == doc.DefaultFiletype() {
			continue
		}
		pick := ofGrammar(doc, g.Name)
		checks = append(checks, engine.Check{
			ID: "parameters/filetype-voice-message:" + g.Name, Title: "filetype " + g.Filetype + " serves a recording of the form " + g.Name,
			Needs: served().WithRecording("of the form "+g.Name, pick),
			Body: func(t *engine.T) {
				s, rec := t.SignIn(0), t.Recording(pick)
				t.Then(t.Download(s, rec, withParam(spec.RoleFiletype, g.Filetype)), rules.Served(rec))
				observeDownload(t, "parameters/filetype-mismatch", "the filetype of agent calls with the form "+g.Name, s, rec, withParam(spec.RoleFiletype, t.Doc().DefaultFiletype()))
			},
		})
	}
	return checks
}

func filetypeDefault(t *engine.T) {
	s, rec := t.SignIn(0), t.Recording(ofDefaultFiletype(t.Doc()))
	t.Given(t.Download(s, rec, withParam(spec.RoleFiletype, t.Doc().DefaultFiletype())), rules.Served(rec))
	t.Then(t.Download(s, rec, without(spec.RoleFiletype)), rules.Served(rec))
}

func filetypeExplicit(t *engine.T) {
	s, rec := t.SignIn(0), t.Recording(ofDefaultFiletype(t.Doc()))
	t.Then(t.Download(s, rec, withParam(spec.RoleFiletype, t.Doc().DefaultFiletype())), rules.Served(rec))
	for _, odd := range []string{"", "0", "3", "01", "voice"} {
		observeDownload(t, "parameters/filetype-unknown", `filetype "`+odd+`"`, s, rec, withParam(spec.RoleFiletype, odd))
	}
	for _, g := range t.Doc().Grammars {
		if g.Filetype != t.Doc().DefaultFiletype() {
			observeDownload(t, "parameters/filetype-mismatch", "filetype "+g.Filetype+" with an agent call", s, rec, withParam(spec.RoleFiletype, g.Filetype))
			break
		}
	}
}
