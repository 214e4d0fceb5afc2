package explain

import "slices"

// session explains requests for an agent who has no session.
func (e *explanation) session() {
	if !e.Operation.NeedsGuid || e.GuidAccepted || e.Session.Active {
		return
	}
	f := Finding{
		Requirement: "retcodes/not-signed-in", Slip: NotSignedIn,
		Expected: "agent " + e.Agent + " to be signed in", Got: "no session of the agent",
		Hint: "Sign in first: PUT /agentgateway/resource/onlineagent/" + e.Agent + ".",
	}
	switch {
	case !slices.Contains(e.Agents, e.Agent):
		f.Slip, f.Fault = AgentUnknown, Fixture
		f.Got = "an agent that the mock does not have"
		f.Hint = "The agents of this mock are " + words(e.Agents) + "; --agent adds one."
	case e.Session.Known && e.Session.Cause == ByTimeout:
		f.Requirement, f.Slip = "session/unpolled-session-ends", SessionNotPolled
		f.Got = "a session that ended at " + clock(e.Session.Ended) + ", " + e.ago(e.Session.Ended) + ", since nobody polled for " + span(e.Settings.SessionTimeout)
		f.Hint = "Poll (GET /agentgateway/resource/agentevent/" + e.Agent + ") from the sign-in on, and sign in again after 100-006."
	case e.Session.Known:
		f.Slip = SessionEnded
		f.Got = "a session that ended " + e.end(e.Session)
		f.Hint = "Sign in again."
	}
	e.add(f)
}

// end is when and why a session ended.
func (e *explanation) end(s Session) string {
	why := map[EndCause]string{
		BySignOut: "by a sign-out", ByForcedSignOut: "by a forced sign-out", ByForcedSignIn: "by a forced sign-in (forcelogin) of the same agent",
		ByTimeout: "since nobody polled for " + span(e.Settings.SessionTimeout), ByPush: "since its events could not be pushed", ByAdmin: "through the admin interface or the Go API of the mock",
	}[s.Cause]
	if why == "" {
		why = "by a deviation of the mock"
	}
	if s.Ended.IsZero() {
		return why
	}
	return e.ago(s.Ended) + " at " + clock(s.Ended) + ", " + why
}

// words is a list for a sentence.
func words(list []string) string {
	const most = 8
	if len(list) == 0 {
		return "none"
	}
	text := ""
	for i, w := range list {
		if i == most {
			return text + " and more"
		}
		if i > 0 {
			text += ", "
		}
		text += w
	}
	return text
}
