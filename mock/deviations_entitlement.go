package mock

// entitlementDeviations serve recordings to agents who have not signed in.
func entitlementDeviations() []Deviation {
	const row = "security/no-sign-in-no-recording"
	return []Deviation{
		deviation("agent-id-as-guid", "The agent id is accepted as the Guid.",
			breaks(row), replaceStage(download, stageGuid, exceptFor(func(g *Gateway, r *request) bool { return g.behavior.findGuid(r) == r.agent }))),
		deviation("unknown-agent-served", "An agent who is not configured may download without a Guid.",
			breaks(row), replaceStage(download, stageGuid, exceptFor(func(g *Gateway, r *request) bool { return g.state(r.agent) == nil })), "security/secrecy"),
	}
}
