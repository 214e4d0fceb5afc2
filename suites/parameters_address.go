package suites

import (
	"strconv"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func parametersAddressChecks() []engine.Check {
	checks := []engine.Check{{ID: "parameters/address", Title: "a recording is served at the documented address", Needs: served(), Body: documentedAddress}}
	for _, v := range []struct {
		variant, what string
		change        engine.RequestOption
	}{
		{"left-out", "without an agent", withoutAgent(false)},
		{"empty", "with an empty agent", withoutAgent(true)},
		{"in-query", "with the agent in the query", agentInQuery()},
	} {
		checks = append(checks, engine.Check{
			ID: "parameters/agentid-mandatory:" + v.variant, Title: "a request " + v.what + " is not served a recording", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				getsNoRecording(t, t.Download(s, rec, v.change), rec)
			},
		})
	}
	return checks
}

// documentedAddress also reports the answers to undocumented addresses.
func documentedAddress(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), rules.Served(rec))
	op := t.Operation(spec.DownloadRecordFile)
	observeDownload(t, "parameters/double-slash", "a second slash before the resource", s, rec,
		withPath(strings.Replace(op.PathFor(s.Agent.ID), "/resource/", "/resource//", 1)))
	for _, agent := range append(outOfRange(t), "1", "0"+s.Agent.ID) {
		observeDownload(t, "parameters/agentid-range", "agent "+agent, s, rec, asAgent(agent))
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
