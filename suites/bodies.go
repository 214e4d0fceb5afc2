package suites

import (
	"maps"
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// The bodies that most checks share. Each has a positive twin: the documented
// request is answered first, then one thing is changed.

// refused: the changed request must be refused for this condition.
func refused(c spec.Condition, changes ...engine.RequestOption) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.Twin()
		t.Then(t.Download(s, rec, changes...), rules.Refused(t.Doc(), c))
	}
}

// stillServed: the changed request must return the same recording.
func stillServed(changes ...engine.RequestOption) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.Twin()
		t.Then(t.Download(s, rec, changes...), rules.Served(rec))
	}
}

// getsNoRecording judges an answer that must contain no recording and may
// otherwise be anything, or be missing.
func getsNoRecording(t *engine.T, x *wire.Exchange, rec recording) {
	if x.Response != nil {
		t.Then(x, rules.NoneOf(rec), rules.NoStream(t.Doc()))
	}
}

// inBothModes makes a check for each way of authentication, since a gateway
// has code of its own for either.
func inBothModes(c engine.Check) []engine.Check {
	var both []engine.Check
	for _, m := range []struct {
		name string
		need engine.Need
	}{{"dynamic", engine.Dynamic}, {"static", engine.Static}} {
		one := c
		one.ID, one.Title, one.Needs = c.ID+":"+m.name, c.Title+" ("+m.name+" authentication)", c.Needs.And(m.need)
		both = append(both, one)
	}
	return both
}

// refusedSignedOut: the changed request must be refused once the agent has signed out.
func refusedSignedOut(changes ...engine.RequestOption) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), rules.Served(rec))
		t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
		t.Then(t.Download(s, rec, changes...), rules.Refused(t.Doc(), spec.NotSignedIn))
	}
}

// pollWith polls with an altered request. A gateway that accepts it may hold it.
func pollWith(t *engine.T, s *engine.Session, changes ...engine.RequestOption) *wire.Exchange {
	hold := t.Deployment().PollHold
	var x *wire.Exchange
	t.Held(hold, func() {
		x = t.Call(spec.GetAgentEvent, s.Agent, s.Guid, nil, append(slices.Clone(changes), engine.WaitingFor(hold))...)
	})
	return x
}

// guidRefused is a refusal of an operation whose failures are not documented
// further than by their retcode.
func guidRefused(t *engine.T) rules.Rule { return rules.RefusedWith(t.Doc(), spec.GuidRefused) }

// updateGuid exchanges the Guid of a session.
func updateGuid(t *engine.T, s *engine.Session) *wire.Exchange {
	x := t.Call(spec.UpdateGuid, s.Agent, s.Guid, nil)
	if guid := rules.ResultGuid(x); guid != "" {
		t.AdoptGuid(s, guid)
	}
	return x
}

// requireRefusal makes sure that a download was refused at all; that it must be is
// the matter of other requirements.
func requireRefusal(t *engine.T, r refusal) {
	t.Given(r.x, rules.Responded(), rules.NoneOf(t.Deployment().Recordings...), rules.NoStream(t.Doc()))
}

// signInAs signs in by one request with that password and further fields.
func signInAs(t *engine.T, logName string, agent target.Agent, password string, more map[string]any) *wire.Exchange {
	fields := map[string]any{"password": password, "phonenum": agent.Phone}
	maps.Copy(fields, more)
	_, x := t.SignInBy(logName, agent, withJSON(fields))
	return x
}

// signInWrongly offers a wrong password, as often as the target permits.
func signInWrongly(t *engine.T, logName string, agent target.Agent) *wire.Exchange {
	return signInAs(t, logName, agent, t.WrongPassword(agent), nil)
}
