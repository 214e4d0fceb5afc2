package suites

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

type recording = target.Recording

// parameterChecks: what path and query mean, and what is made of odd ones.
func parameterChecks(doc *spec.Document) []Check {
	return slices.Concat(addressChecks(), recordIDChecks(), encodingChecks(), filetypeChecks(doc), locationChecks(), toleranceChecks(doc))
}

func addressChecks() []Check {
	checks := []Check{{ID: "parameters/address", Title: "a recording is served at the documented address", Needs: served(), Requests: 14, Body: documentedAddress}}
	for _, v := range []struct {
		variant, what string
		change        change
	}{
		{"left-out", "without an agent", withoutAgent(false)},
		{"empty", "with an empty agent", withoutAgent(true)},
		{"in-query", "with the agent in the query", agentInQuery()},
	} {
		checks = append(checks, Check{
			ID: "parameters/agentid-mandatory:" + v.variant, Title: "an address " + v.what + " gets no recording", Needs: served(),
			Body: func(t *T) {
				s, rec := t.twin()
				t.getsNoRecording(t.Download(s, rec, v.change), rec)
			},
		})
	}
	return checks
}

// documentedAddress also reports how addresses are taken that no page has.
func documentedAddress(t *T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), expect.Served(rec))
	op := t.operation(spec.DownloadRecordFile)
	t.remark("parameters/double-slash", "a second slash in front of the resource", s, rec,
		withPath(strings.Replace(op.PathFor(s.Agent.ID), "/resource/", "/resource//", 1)))
	for _, agent := range append(t.outOfRange(), "1", "0"+s.Agent.ID) {
		t.remark("parameters/agentid-range", "agent "+agent, s, rec, asAgent(agent))
	}
}

// outOfRange are the numbers next to those that the edition gives to agents.
func (t *T) outOfRange() []string {
	e, ok := t.run.doc.Edition(t.run.cfg.Target.Edition)
	if !ok {
		return nil
	}
	return []string{strconv.Itoa(e.Agents.First - 1), strconv.Itoa(e.Agents.Last + 1)}
}

func recordIDChecks() []Check {
	return []Check{
		{ID: "parameters/record-id-missing", Title: "a download without recordId is refused", Needs: served(), Body: recordIDMissing},
		{ID: "parameters/record-id-empty", Title: "a download with an empty recordId is refused", Needs: served(),
			Body: refused(spec.RecordIDMissing, withParam(spec.RoleRecord, ""))},
		{ID: "parameters/record-id-empty:no-value", Title: "a download with recordId but no value is refused", Needs: served(),
			Body: refused(spec.RecordIDMissing, bareName(spec.RoleRecord))},
	}
}

func recordIDMissing(t *T) {
	s, rec := t.twin()
	t.Then(t.Download(s, rec, without(spec.RoleRecord)), expect.Refused(t.run.doc, spec.RecordIDMissing))
	p, _ := t.operation(spec.DownloadRecordFile).Param(spec.RoleRecord)
	t.remark("parameters/record-id-repeated", "a recording and then one that does not exist", s, rec, withExtra(p.Name, t.absent().RecordID))
	t.remark("parameters/record-id-repeated", "one that does not exist and then a recording", s, rec, inFront(p.Name, t.absent().RecordID))
}

func filetypeChecks(doc *spec.Document) []Check {
	agentCall := served().withRecording("an agent call", ofDefaultFiletype(doc))
	checks := []Check{
		{ID: "parameters/filetype-default", Title: "without filetype an agent call is meant", Needs: agentCall, Body: filetypeDefault},
		{ID: "parameters/filetype-agent-call", Title: "the filetype of agent calls serves an agent call", Needs: agentCall, Requests: 14, Body: filetypeExplicit},
	}
	for _, g := range doc.Grammars {
		if g.Filetype == doc.DefaultFiletype() {
			continue
		}
		pick := ofGrammar(doc, g.Name)
		checks = append(checks, Check{
			ID: "parameters/filetype-voice-message:" + g.Name, Title: "filetype " + g.Filetype + " serves a recording of the form " + g.Name,
			Needs: served().withRecording("of the form "+g.Name, pick),
			Body: func(t *T) {
				s, rec := t.SignIn(0), t.Recording(pick)
				t.Then(t.Download(s, rec, withParam(spec.RoleFiletype, g.Filetype)), expect.Served(rec))
				t.remark("parameters/filetype-mismatch", "the filetype of agent calls with the form "+g.Name, s, rec, withParam(spec.RoleFiletype, t.run.doc.DefaultFiletype()))
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

func filetypeDefault(t *T) {
	s, rec := t.SignIn(0), t.Recording(ofDefaultFiletype(t.run.doc))
	t.Given(t.Download(s, rec, withParam(spec.RoleFiletype, t.run.doc.DefaultFiletype())), expect.Served(rec))
	t.Then(t.Download(s, rec, without(spec.RoleFiletype)), expect.Served(rec))
}

func filetypeExplicit(t *T) {
	s, rec := t.SignIn(0), t.Recording(ofDefaultFiletype(t.run.doc))
	t.Then(t.Download(s, rec, withParam(spec.RoleFiletype, t.run.doc.DefaultFiletype())), expect.Served(rec))
	for _, odd := range []string{"", "0", "3", "01", "voice"} {
		t.remark("parameters/filetype-unknown", `filetype "`+odd+`"`, s, rec, withParam(spec.RoleFiletype, odd))
	}
	for _, g := range t.run.doc.Grammars {
		if g.Filetype != t.run.doc.DefaultFiletype() {
			t.remark("parameters/filetype-mismatch", "filetype "+g.Filetype+" with an agent call", s, rec, withParam(spec.RoleFiletype, g.Filetype))
			break
		}
	}
}

func locationChecks() []Check {
	return []Check{
		{ID: "parameters/location-in-pool", Title: "in pool mode a download with locationId is served", Needs: served(poolOn), Requests: 12, Body: locationInPool},
		{ID: "parameters/location-outside-pool:own-node", Title: "outside pool mode the locationId of a recording does no harm", Needs: served(poolOff),
			Body: func(t *T) { stillServed(withParam(spec.RoleLocation, t.ownNode()))(t) }},
		{ID: "parameters/location-outside-pool:other-node", Title: "outside pool mode any locationId does no harm", Needs: served(poolOff),
			Body: stillServed(withParam(spec.RoleLocation, "4711"))},
	}
}

// ownNode is the node of the recording that checks mostly use, or the first there is.
func (t *T) ownNode() string {
	if id := t.AgentCall().LocationID; id != "" {
		return id
	}
	return "1"
}

func locationInPool(t *T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), expect.Served(rec))
	t.remark("parameters/location-unknown", "a node that no recording is on", s, rec, withParam(spec.RoleLocation, "4711"))
	for _, odd := range []string{"node-a", "1.5", "-1"} {
		t.remark("parameters/location-not-a-number", `locationId "`+odd+`"`, s, rec, withParam(spec.RoleLocation, odd))
	}
}
