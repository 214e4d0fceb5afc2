package mock

import "github.com/gwcheck/gwcheck/spec"

// guidGuardDeviations check the Guid of polls and sign-outs too little, or end
// sessions because of a wrong Guid.
func guidGuardDeviations() []Deviation {
	return []Deviation{
		deviation("poll-with-any-guid", "A poll needs a Guid but accepts any.",
			breaks("auth/poll-needs-guid"), anyGuidFor(spec.GetAgentEvent), "auth/*", "session/*", "security/secrecy"),
		deviation("poll-with-guid-of-another", "A poll accepts the Guid of any agent.",
			breaks("auth/poll-needs-guid"), addCandidateGuids(ofAllAgentsFor(spec.GetAgentEvent)), "auth/refusal-keeps-session"),
		deviation("sign-out-with-any-guid", "A sign-out needs a Guid but accepts any.",
			breaks("auth/sign-out-needs-guid"), anyGuidFor(spec.Logout)),
		deviation("sign-out-with-guid-of-another", "A sign-out accepts the Guid of any agent.",
			breaks("auth/sign-out-needs-guid"), addCandidateGuids(ofAllAgentsFor(spec.Logout))),
		deviation("refused-guid-ends-session", "A download with a wrong Guid ends the session of the agent in the path.",
			breaks("auth/refusal-keeps-session"), onRefusedGuid(download, endsSession), "auth/*", "retcodes/*", "security/overlong-values"),
		deviation("refused-poll-ends-session", "A poll with a wrong Guid ends the session of the agent in the path.",
			breaks("auth/refusal-keeps-session"), onRefusedGuid(spec.GetAgentEvent, endsSession), "auth/renewed-guid-works"),
		deviation("refused-sign-out-ends-session", "A sign-out with a wrong Guid is refused but ends the session.",
			breaks("auth/sign-out-needs-guid"), onRefusedGuid(spec.Logout, endsSession)),
	}
}

// anyGuidFor treats any Guid as the newest one of the agent in the path.
func anyGuidFor(logName string) func(*behavior) {
	return func(c *behavior) {
		acceptAsNewestGuid(logName, func(r *request) bool { return c.findGuid(r) != "" })(c)
	}
}

func ofAllAgentsFor(logName string) func(*sessionStore, *request) []*grant {
	return func(ss *sessionStore, r *request) []*grant {
		if !r.is(logName) {
			return nil
		}
		return ofAllAgents(ss, r)
	}
}

func endsSession(_ *request, s *session) { s.terminate(spec.NotSignedIn) }
