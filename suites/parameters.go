package suites

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

type recording = target.Recording

// parameterChecks: what path and query mean, and what is made of odd ones.
func parametersChecks(doc *spec.Document) []engine.Check {
	return slices.Concat(addressChecks(), recordIDChecks(), encodingChecks(), filetypeChecks(doc), locationChecks(), toleranceChecks(doc))
}

func addressChecks() []engine.Check {
	checks := []engine.Check{{ID: "parameters/address", Title: "a recording is served at the documented address", Needs: served(), Requests: 14, Body: documentedAddress}}
	for _, v := range []struct {
		variant, what string
		change        engine.RequestOption
	}{
		{"left-out", "without an agent", withoutAgent(false)},
		{"empty", "with an empty agent", withoutAgent(true)},
		{"in-query", "with the agent in the query", agentInQuery()},
	} {
		checks = append(checks, engine.Check{
			ID: "parameters/agentid-mandatory:" + v.variant, Title: "an address " + v.what + " gets no recording", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				getsNoRecording(t, t.Download(s, rec, v.change), rec)
			},
		})
	}
	return checks
}

// documentedAddress also reports how addresses are taken that no page has.
func documentedAddress(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), rules.Served(rec))
	op := t.Operation(spec.DownloadRecordFile)
	remark(t, "parameters/double-slash", "a second slash in front of the resource", s, rec,
		withPath(strings.Replace(op.PathFor(s.Agent.ID), "/resource/", "/resource//", 1)))
	for _, agent := range append(outOfRange(t), "1", "0"+s.Agent.ID) {
		remark(t, "parameters/agentid-range", "agent "+agent, s, rec, asAgent(agent))
	}
}

// outOfRange are the numbers next to those that the edition gives to agents.
func outOfRange(t *engine.T) []string {
	e, ok := t.Doc().Edition(t.Edition())
	if !ok {
		return nil
	}
	return []string{strconv.Itoa(e.Agents.First - 1), strconv.Itoa(e.Agents.Last + 1)}
}

func recordIDChecks() []engine.Check {
	return []engine.Check{
		{ID: "parameters/record-id-missing", Title: "a download without recordId is refused", Needs: served(), Body: recordIDMissing},
		{ID: "parameters/record-id-empty", Title: "a download with an empty recordId is refused", Needs: served(),
			Body: refused(spec.RecordIDMissing, withParam(spec.RoleRecord, ""))},
		{ID: "parameters/record-id-empty:no-value", Title: "a download with recordId but no value is refused", Needs: served(),
			Body: refused(spec.RecordIDMissing, bareName(spec.RoleRecord))},
	}
}

func recordIDMissing(t *engine.T) {
	s, rec := t.Twin()
	t.Then(t.Download(s, rec, without(spec.RoleRecord)), rules.Refused(t.Doc(), spec.RecordIDMissing))
	p, _ := t.Operation(spec.DownloadRecordFile).Param(spec.RoleRecord)
	remark(t, "parameters/record-id-repeated", "a recording and then one that does not exist", s, rec, withExtra(p.Name, absent(t).RecordID))
	remark(t, "parameters/record-id-repeated", "one that does not exist and then a recording", s, rec, inFront(p.Name, absent(t).RecordID))
}

func filetypeChecks(doc *spec.Document) []engine.Check {
	agentCall := served().WithRecording("an agent call", ofDefaultFiletype(doc))
	checks := []engine.Check{
		{ID: "parameters/filetype-default", Title: "without filetype an agent call is meant", Needs: agentCall, Body: filetypeDefault},
		{ID: "parameters/filetype-agent-call", Title: "the filetype of agent calls serves an agent call", Needs: agentCall, Requests: 14, Body: filetypeExplicit},
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
				remark(t, "parameters/filetype-mismatch", "the filetype of agent calls with the form "+g.Name, s, rec, withParam(spec.RoleFiletype, t.Doc().DefaultFiletype()))
			},
		})
	}
	return checks
}

func ofDefaultFiletype(doc *spec.Document) func(recording) bool {
	return func(r recording) bool {
		return (r.Filetype == "" || r.Filetype == doc.DefaultFiletype()) && r.Size > 0
	}
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
		remark(t, "parameters/filetype-unknown", `filetype "`+odd+`"`, s, rec, withParam(spec.RoleFiletype, odd))
	}
	for _, g := range t.Doc().Grammars {
		if g.Filetype != t.Doc().DefaultFiletype() {
			remark(t, "parameters/filetype-mismatch", "filetype "+g.Filetype+" with an agent call", s, rec, withParam(spec.RoleFiletype, g.Filetype))
			break
		}
	}
}

func locationChecks() []engine.Check {
	return []engine.Check{
		{ID: "parameters/location-in-pool", Title: "in pool mode a download with locationId is served", Needs: served(engine.PoolOn), Requests: 12, Body: locationInPool},
		{ID: "parameters/location-outside-pool:own-node", Title: "outside pool mode the locationId of a recording does no harm", Needs: served(engine.PoolOff),
			Body: func(t *engine.T) { stillServed(withParam(spec.RoleLocation, ownNode(t)))(t) }},
		{ID: "parameters/location-outside-pool:other-node", Title: "outside pool mode any locationId does no harm", Needs: served(engine.PoolOff),
			Body: stillServed(withParam(spec.RoleLocation, "4711"))},
	}
}

// ownNode is the node of the recording that checks mostly use, or the first there is.
func ownNode(t *engine.T) string {
	if id := t.AgentCall().LocationID; id != "" {
		return id
	}
	return "1"
}

func locationInPool(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), rules.Served(rec))
	remark(t, "parameters/location-unknown", "a node that no recording is on", s, rec, withParam(spec.RoleLocation, "4711"))
	for _, odd := range []string{"node-a", "1.5", "-1"} {
		remark(t, "parameters/location-not-a-number", `locationId "`+odd+`"`, s, rec, withParam(spec.RoleLocation, odd))
	}
}
