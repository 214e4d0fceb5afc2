package suites

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// successChecks: the documented form of a recording, and that it is the right one.
func successChecks(doc *spec.Document) []engine.Check {
	checks := []engine.Check{
		{ID: "success/status", Title: "recordings of all kinds come with status 200", Needs: served(), Body: ofAllKinds(rules.Status(200))},
		{ID: "success/no-partial-content", Title: "recordings of all kinds come whole", Needs: served(), Body: ofAllKinds(rules.NotPartial())},
		{ID: "success/one-content-type", Title: "recordings of all kinds come with one Content-Type", Needs: served(),
			Body: ofAllKinds(rules.WellFormed("success/one-content-type"))},
		{ID: "success/exact-bytes:every-declared", Title: "every declared recording of up to 2 MiB comes exactly", Needs: served(),
			Requests: engine.DefaultRequests + mostDeclared, Body: everyDeclared},
		{ID: "success/repeatable", Title: "the same download gives the same bytes again", Needs: served(), Body: repeatable},
		{ID: "success/right-recording:each-its-own", Title: "each recordId leads to its own recording", Needs: served(differing),
			Requests: engine.DefaultRequests + mostDeclared, Body: eachItsOwn},
		{ID: "success/right-recording:same-name-elsewhere", Title: "the name of a recording in another directory does not lead to it", Needs: served(), Body: sameNameElsewhere},
	}
	for _, g := range doc.Grammars {
		checks = append(checks, kindChecks(doc, g)...)
	}
	return checks
}

// kindChecks judge a recording of one kind: a type may be guessed from the
// name of the file, and a format may be converted.
func kindChecks(doc *spec.Document, g spec.Grammar) []engine.Check {
	pick := ofGrammar(doc, g.Name)
	var checks []engine.Check
	for _, row := range []struct {
		id, title string
		rule      func(*spec.Document, recording) rules.Rule
	}{
		{"success/content-type", "comes as an octet stream", func(d *spec.Document, _ recording) rules.Rule { return rules.RecordingType(d) }},
		{"success/charset", "names the documented charset", func(d *spec.Document, _ recording) rules.Rule { return rules.RecordingCharset(d) }},
		{"success/exact-bytes", "comes exactly", func(_ *spec.Document, r recording) rules.Rule { return rules.Served(r) }},
	} {
		checks = append(checks, engine.Check{
			ID: row.id + ":" + g.Name, Title: "a recording of the form " + g.Name + " " + row.title,
			Needs: served().WithRecording("of the form "+g.Name, pick),
			Body: func(t *engine.T) {
				rec, _ := smallest(t.Deployment(), pick)
				x := t.Download(t.SignIn(0), rec)
				t.Given(x, rules.Responded())
				t.Then(x, row.rule(t.Doc(), rec))
			},
		})
	}
	return checks
}

// ofAllKinds judges a recording of each kind that the target declares.
func ofAllKinds(rule rules.Rule) func(t *engine.T) {
	return func(t *engine.T) {
		s := t.SignIn(0)
		for _, rec := range ofEachKind(t) {
			x := t.Download(s, rec)
			t.Given(x, rules.Responded(), rules.NoEnvelope())
			t.Then(x, rule.For(rec.Name))
		}
	}
}

// differing recordings can be told from each other.
var differing = engine.Need{Name: "two declared recordings of up to 256 KiB with different content", Met: func(d target.Deployment) bool {
	first, ok := smallest(d, sized(1, 256*kib))
	_, another := engine.FirstRecording(d, func(r recording) bool { return sized(1, 256*kib)(r) && r.SHA256 != first.SHA256 })
	return ok && another
}}

// mostDeclared is how many declared recordings a check downloads at most.
const mostDeclared = 24

func everyDeclared(t *engine.T) {
	s := t.SignIn(0)
	for _, rec := range declared(t, 1, 2*mib) {
		t.Then(t.Download(s, rec), rules.Served(rec))
	}
	probeEmpty(t, s)
	probeRange(t, s)
}

// repeatable downloads on a new connection each time, so that nothing of the
// download before is left.
func repeatable(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	first := t.Download(s, rec)
	t.Given(first, rules.Answered(), rules.NoEnvelope())
	for range 3 {
		t.CloseConnection()
		t.Then(t.Download(s, rec), rules.SameBytes(first))
	}
}

func eachItsOwn(t *engine.T) {
	s, all := t.SignIn(0), declared(t, 1, 256*kib)
	for _, rec := range all {
		x := t.Download(s, rec)
		t.Given(x, rules.Responded())
		t.Then(x, rules.NoOtherThan(rec, all...))
	}
}

// sameNameElsewhere asks for the file of a recording in a directory that is
// not its own. If there happens to be another file there, that is served.
func sameNameElsewhere(t *engine.T) {
	s, rec := t.Twin()
	i := strings.LastIndexAny(rec.RecordID, `/\`)
	x := t.Download(s, rec, withParam(spec.RoleRecord, rec.RecordID[:i]+"0"+rec.RecordID[i:]))
	t.Given(x, rules.Responded())
	t.Then(x, rules.NotServed(rec))
}

// probeEmpty notes how an empty recording is answered: both ways are open.
func probeEmpty(t *engine.T, s *engine.Session) {
	rec, ok := engine.FirstRecording(t.Deployment(), sized(0, 0))
	if !ok {
		return
	}
	t.Observe("streaming/size-zero", "%s", cameOf(t.Download(s, rec)))
}

// probeRange notes how a request for the first hundred bytes is answered.
func probeRange(t *engine.T, s *engine.Session) {
	t.Observe("success/range", "%s", cameOf(t.Download(s, t.AgentCall(), withField("Range", "bytes=0-99"))))
}

// cameOf says what came, without times and texts.
func cameOf(x *wire.Exchange) string {
	switch {
	case x.Response == nil:
		return "no answer"
	case rules.Retcode(x) != "":
		return fmt.Sprintf("status %d with retcode %s", x.Response.Status, rules.Retcode(x))
	case x.Err != nil:
		return fmt.Sprintf("status %d, broken off after %d bytes", x.Response.Status, x.Response.Body.Length)
	}
	return fmt.Sprintf("status %d with %d bytes", x.Response.Status, x.Response.Body.Length)
}
