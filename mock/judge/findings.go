package judge

import (
	"fmt"

	"github.com/gwcheck/gwcheck/mock/explain"
	"github.com/gwcheck/gwcheck/mock/journal"
	"github.com/gwcheck/gwcheck/spec"
)

// hastyPolls is how many polls in a row must come too fast to count: one may be
// an accident of the clock.
const hastyPolls = 3

// alreadySignIns is how many sign-ins in a row must be refused with 100-002 to
// count: one is how a client finds out that it needs a forced sign-in.
const alreadySignIns = 3

// findings judges what the gateway found wrong with a request.
func (j *Judge) findings(a *agent, e journal.Entry) {
	if j.announced(a, e) {
		return
	}
	for _, f := range e.Findings {
		if f.Fault == explain.Client && j.counts(a, e, f) {
			j.violate(a, e, Violation{
				Requirement: f.Requirement, Level: levelOf(e, f), Slip: f.Slip, Hint: f.Hint,
				Reason: "Expected " + f.Expected + "; got " + f.Got + ".",
			})
		}
	}
	if e.Operation == spec.GetAgentEvent && !has(e, explain.PolledTooFast) {
		a.hasty = 0
	}
}

// levelOf is how binding a finding is for a client. Where a requirement leaves the
// answer of gateways open, a refusal shows that this gateway needs it.
func levelOf(e journal.Entry, f explain.Finding) spec.Level {
	if e.Refused() {
		return spec.Must
	}
	if f.Level == spec.Info {
		return spec.Should
	}
	return f.Level
}

// counts reports whether a finding is a violation. Some are how a client learns of
// what it could not know, and are judged by what it does next.
func (j *Judge) counts(a *agent, e journal.Entry, f explain.Finding) bool {
	switch f.Slip {
	case explain.PolledTooFast:
		a.hasty++
		return a.hasty >= hastyPolls
	case explain.AlreadySignedIn:
		a.already++
		return a.already >= alreadySignIns
	case explain.SessionEnded, explain.GuidOfEndedAgent, explain.NotSignedIn:
		// The sequence of the agent's requests judges these.
		return !a.signedIn
	}
	// A refusal for the lack of a session says all there is to say about the Guid.
	return !lostSession(e) || f.Slip == explain.SessionNotPolled
}

// occasions counts how often a requirement could have been broken.
func (j *Judge) occasions(a *agent, e journal.Entry) {
	signIn := e.Operation == spec.Login || e.Operation == spec.ForceLogin
	for requirement, occasion := range map[string]bool{
		"client/guid-adopted":         !signIn && a.renewed,
		"client/poll-pace":            e.Operation == spec.GetAgentEvent,
		"client/one-poll":             e.Operation == spec.GetAgentEvent,
		"client/sign-ins-apart":       signIn,
		"client/signs-in-again":       !a.lost.IsZero(),
		"client/stops-after-sign-out": !a.signedOut.IsZero(),
	} {
		if occasion && e.Operation != "" {
			j.judged[requirement]++
		}
	}
	a.renewed = e.Issued != "" && !signIn || a.renewed && !signIn
}

func has(e journal.Entry, slip explain.Slip) bool {
	for _, f := range e.Findings {
		if f.Slip == slip {
			return true
		}
	}
	return false
}

// lostSession reports whether a request was refused since its agent has no
// session, or not the one of its Guid.
func lostSession(e journal.Entry) bool {
	return e.Refused() && (has(e, explain.SessionEnded) || has(e, explain.SessionNotPolled) || has(e, explain.GuidOfEndedAgent))
}

// sequence judges the order of an agent's requests.
func (j *Judge) sequence(a *agent, e journal.Entry) {
	signIn := e.Operation == spec.Login || e.Operation == spec.ForceLogin
	switch {
	case signIn:
		j.signIn(a, e)
	case e.Operation == "": // the address belongs to no agent
	case !a.signedOut.IsZero() && e.Began.After(a.signedOut):
		j.violate(a, e, Violation{Requirement: "client/stops-after-sign-out", Slip: explain.SessionEnded,
			Reason: fmt.Sprintf("Expected a sign-in as the first request after the sign-out; got %s.", e.Operation)})
	case !a.lost.IsZero() && e.Began.After(a.lost):
		j.violate(a, e, Violation{Requirement: "client/signs-in-again", Slip: explain.SessionEnded,
			Reason: fmt.Sprintf("Expected a sign-in after a refusal that said that there is no session; got %s.", e.Operation)})
	case lostSession(e):
		a.lost = ended(e)
	}
	if (e.Operation == spec.Logout || e.Operation == spec.ForceLogout) && !e.Refused() {
		a.signedOut = ended(e)
	}
}

func (j *Judge) signIn(a *agent, e journal.Entry) {
	if e.Began.Before(a.signIn.ended) && ended(e).After(a.signIn.began) {
		j.violate(a, e, Violation{Requirement: "client/sign-ins-apart",
			Reason: "Expected a sign-in to wait for the answer to the one before; got two at the same time."})
	}
	a.signIn = span{e.Began, ended(e)}
	if !e.Refused() {
		a.signedIn = true
		a.signedOut, a.lost, a.already = zero, zero, 0
	}
}
