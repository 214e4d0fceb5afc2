package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// successKindChecks judge a recording of one kind: a type may be guessed from the
// name of the file, and a format may be converted.
func successKindChecks(doc *spec.Document, g spec.Grammar) []engine.Check {
	pick := ofGrammar(doc, g.Name)
	var checks []engine.Check
	for _, row := range []struct {
		id, title string
		rule      func(*spec.Document, recording) rules.Rule
	}{
		{"success/content-type", "has the Content-Type application/octet-stream", func(d *spec.Document, _ recording) rules.Rule { return rules.RecordingType(d) }},
		{"success/charset", "declares the documented charset", func(d *spec.Document, _ recording) rules.Rule { return rules.RecordingCharset(d) }},
		{"success/exact-bytes", "is served exactly", func(_ *spec.Document, r recording) rules.Rule { return rules.Served(r) }},
	} {
		checks = append(checks, engine.Check{
			ID: row.id + ":" + g.Name, Title: "a recording of the form " + g.Name + " " + row.title,
			Needs: served().WithRecording("of the form "+g.Name, pick),
			Body: func(t *engine.T) {
				rec, _ := smallest(t.Deployment(), pick)
				x := t.Download(t.SignIn(0), rec)
				t.Given(x, rules.Responded())
				if row.id != "success/exact-bytes" {
					t.Given(x, rules.NotRefused(t.Doc(), rec))
				}
				t.Then(x, row.rule(t.Doc(), rec))
			},
		})
	}
	return checks
}
