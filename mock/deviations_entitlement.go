package mock

func entitlementDeviations() []Deviation {
	const row = "security/no-sign-in-no-recording"
	return []Deviation{
		deviation("agent-id-as-guid", "The number of an agent is accepted in place of the Guid.",
			breaks(row), replaceStage(download, stageGuid, exceptFor(func(g *Gateway, r *request) bool { return g.behavior.findGuid(r) == r.agent }))),
		deviation("unknown-agent-served", "An agent whom the gateway does not know needs no Guid.",
			breaks(row), replaceStage(download, stageGuid, exceptFor(func(g *Gateway, r *request) bool { return g.sessions.agents[r.agent] == nil }))),
	}
}
