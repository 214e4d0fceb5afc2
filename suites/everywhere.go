package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// everywhereChecks judge every exchange of a run, whichever check makes it. They
// find what depends on something that no check varies: an agent, a deployment, a
// size, the age of a Guid, a request before.
func everywhereChecks(doc *spec.Document) []engine.Check {
	var all []engine.Check
	for _, row := range everywhereRows(doc) {
		all = append(all, engine.Check{
			ID: row.requirement + ":everywhere", Title: row.title, Needs: row.needs,
			Everywhere: &engine.Invariant{Kind: row.kind.name, Rule: row.invariant(), Yields: row.yields, Further: row.further}, Body: engine.EveryExchange,
		})
	}
	return all
}

// everywhereRow is a requirement that holds on all exchanges of a kind.
type everywhereRow struct {
	requirement, title string
	needs              engine.Needs
	kind               kindOfExchange
	rule               func(s *engine.Situation) rules.Rule
	yields             bool       // what another check has failed by is left to it
	further            bool       // other checks of the requirement make such exchanges
	visible            rules.Rule // must hold for the rule to say anything; always if not set
}

func (row everywhereRow) invariant() func(*engine.Situation, *wire.Exchange) (rules.Rule, bool) {
	return func(s *engine.Situation, x *wire.Exchange) (rules.Rule, bool) {
		if !row.kind.has(s, x) || row.visible.Name != "" && len(row.visible.Judge(x)) > 0 {
			return rules.Rule{}, false
		}
		return row.rule(s), true
	}
}

func everywhereRows(doc *spec.Document) []everywhereRow {
	rows := []everywhereRow{
		{requirement: "success/availability", title: "every documented download is served", needs: served(), kind: entitledDownloads,
			rule: ofItsRecording(rules.Available)},
		{requirement: "security/secrecy", title: "no answer to a wrong Guid or password contains a secret", kind: unauthorized,
			needs: engine.Requires(), yields: true, rule: nothingSecret},
		{requirement: "session/retcode-string", title: "every answer has a string as retcode", kind: calls,
			needs: engine.Requires(), rule: fixed(rules.RetcodeIsString())},
		{requirement: "auth/set-guid-form", title: "every Set-GUID has the documented form", kind: deliveries,
			needs: engine.Requires(), rule: deliveredInForm(doc)},
	}
	rows = append(rows, grantedRows(doc)...)
	for _, row := range outcomeRows(doc) {
		row.yields, row.further = true, true
		rows = append(rows, row)
	}
	for _, row := range failureRows() {
		kind := refusedDownloads
		if row.id == "failure/valid-json" || row.id == "failure/utf-8" {
			kind = refusedDownloadsOfAnyName
		}
		rows = append(rows, everywhereRow{
			requirement: row.id, title: "every failure of a download " + row.title, needs: engine.Requires(),
			kind: kind, rule: fixed(row.rule(doc)), visible: row.visible,
		})
	}
	for _, row := range messageRows {
		rows = append(rows, everywhereRow{
			requirement: row.id, title: "every answer keeps to HTTP/1.1: " + rules.WellFormed(row.id).Name, needs: engine.Requires(),
			kind: answersOfAnyKind, rule: fixed(rules.WellFormed(row.id)),
		})
	}
	return rows
}

// grantedRows are the requirements on recordings.
func grantedRows(doc *spec.Document) []everywhereRow {
	row := func(requirement, title string, rule rules.Rule) everywhereRow {
		return everywhereRow{requirement: requirement, title: "every recording " + title, needs: served(), kind: grantedDownloads, rule: fixed(rule)}
	}
	return []everywhereRow{
		row("success/status", "has status 200", rules.Status(200)),
		row("success/no-partial-content", "is complete", rules.NotPartial()),
		row("success/content-type", "has the documented Content-Type", rules.RecordingType(doc)),
		row("success/charset", "declares the charset UTF-8", rules.RecordingCharset(doc)),
		row("success/one-content-type", "has one Content-Type", rules.WellFormed("success/one-content-type")),
		row("streaming/no-content-coding", "has no content coding", rules.NoContentCoding()),
		{requirement: "success/exact-bytes", title: "every recording has exactly the declared bytes", needs: served(), kind: grantedDownloads,
			rule: ofItsRecording(rules.Served)},
	}
}

// ofItsRecording is a rule about the recording that a download requests.
func ofItsRecording(rule func(recording) rules.Rule) func(*engine.Situation) rules.Rule {
	return func(s *engine.Situation) rules.Rule {
		rec, _ := s.Recording()
		return rule(rec)
	}
}

func fixed(r rules.Rule) func(*engine.Situation) rules.Rule {
	return func(*engine.Situation) rules.Rule { return r }
}

func deliveredInForm(doc *spec.Document) func(*engine.Situation) rules.Rule {
	return func(s *engine.Situation) rules.Rule {
		return rules.GuidForm(guidDelivery(doc))
	}
}

// nothingSecret: neither a recording, nor a Guid that is valid, a password or an
// event.
func nothingSecret(s *engine.Situation) rules.Rule {
	all := []rules.Rule{rules.NoneOf(recognizable(s)...), rules.NoEvent()}
	for _, secret := range s.Secrets() {
		all = append(all, rules.Without(secret.Kind, secret.Value))
	}
	return rules.All("neither a recording nor an event, a Guid or a password of an agent", all...)
}

// leastRecognizable is the size from which a body is not a recording by chance, in bytes.
const leastRecognizable = 16

func recognizable(s *engine.Situation) (all []recording) {
	for _, rec := range s.Deployment.Recordings {
		if rec.Size >= leastRecognizable {
			all = append(all, rec)
		}
	}
	return all
}
