package mock

import "github.com/gwcheck/gwcheck/spec"

// refusalEffectDeviations refuse what must be refused, and change a session all the
// same.
func refusalEffectDeviations() []Deviation {
	takesEvents := func(logName string) func(*behavior) {
		return onRefusedGuid(logName, func(_ *request, s *session) { s.events = nil })
	}
	onWrongPassword := func(logName string, happens func(*session)) func(*behavior) {
		return onRefused(logName, stagePassword, spec.WrongPassword, func(a *answer, _ string) {
			s := a.request.session
			s.store.mu.Lock()
			defer s.store.mu.Unlock()
			if s.active() {
				happens(s)
			}
		})
	}
	ends := func(s *session) { s.terminate(spec.NotSignedIn) }
	return []Deviation{
		deviation("refused-poll-takes-events", "A poll with a wrong Guid is refused and drops the events that wait.",
			breaks("auth/refusal-keeps-events"), takesEvents(spec.GetAgentEvent)),
		deviation("refused-download-takes-events", "A download with a wrong Guid is refused and drops the events that wait.",
			breaks("auth/refusal-keeps-events"), takesEvents(download)),
		deviation("refused-sign-out-takes-events", "A sign-out with a wrong Guid is refused and drops the events that wait.",
			breaks("auth/refusal-keeps-events"), takesEvents(spec.Logout)),
		deviation("wrong-password-ends-session", "A sign-in with a wrong password is refused and ends the session of the agent.",
			breaks("session/wrong-password-keeps-session"), onWrongPassword(spec.Login, ends)),
		deviation("wrong-forced-password-ends-session", "A forced sign-in with a wrong password is refused and ends the session of the agent.",
			breaks("session/wrong-password-keeps-session"), onWrongPassword(spec.ForceLogin, ends)),
		deviation("wrong-forced-password-outdates-guids", "A forced sign-in with a wrong password is refused and invalidates the Guids of the agent.",
			breaks("session/wrong-password-keeps-session"), onWrongPassword(spec.ForceLogin, func(s *session) {
				for _, k := range s.grants {
					k.guid += "0"
				}
			})),
		deviation("unknown-agent-gets-guid", "A sign-in of an agent who does not exist is answered with a Guid.",
			breaks("session/wrong-password-gives-no-guid"), onUnknownAgent(func(a *answer) {
				a.setGuid(a.request.op, "f00df00df00df00df00df00df00df00df00df00df00df00d.AgentGateway0")
			})),
		deviation("unknown-agent-signs-in", "A sign-in of an agent who does not exist succeeds with any password.",
			breaks("session/wrong-password-gives-no-guid"), onUnknownAgent(asSuccess)),
	}
}

// onUnknownAgent changes the answers to sign-ins of agents who are not configured.
func onUnknownAgent(edit func(*answer)) func(*behavior) {
	const mark = "\x00unknown" // no field of a sign-in
	return all(
		replaceStage(spec.Login, stagePassword, func(check checker) checker {
			return func(g *Gateway, r *request) error {
				if g.sessions.agents[r.agent] == nil {
					r.fields[mark] = true
				}
				return check(g, r)
			}
		}),
		onAnswer(func(a *answer) bool { return a.request.is(spec.Login) && a.request.fields[mark] != nil }, edit),
	)
}
