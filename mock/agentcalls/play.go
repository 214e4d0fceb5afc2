package agentcalls

import "github.com/gwcheck/gwcheck/mock"

// playCalls play recordings to a phone that the mock does not have: they succeed,
// and the events of success follow.
func playCalls() map[string]mock.CallFunc {
	events := func(types ...string) mock.CallFunc {
		return func(c mock.Call) mock.Reply {
			for _, t := range types {
				tell(c.Gateway, c.Agent, t, nil)
			}
			return mock.Reply{}
		}
	}
	begin := events("AgentState_Busy", "AgentOther_PhoneAlerting", "AgentOther_PhoneOffhook", "AgentMediaEvent_Play_Succ", "AgentMediaEvent_Play")
	return map[string]mock.CallFunc{
		"beginPlay": func(c mock.Call) mock.Reply {
			path, _ := c.Body["voicepath"].(string)
			if path == "" || len(path) > 100 {
				return fail(parameterInvalid, "voicepath is missing or has more than 100 characters")
			}
			if !c.Gateway.Exists(path, "1") && !c.Gateway.Exists(path, "2") {
				return events("AgentOther_PhoneRelease", "AgentState_Ready", "AgentMediaEvent_Play_Fail", "AgentMediaEvent_StopPlayDone")(c)
			}
			return begin(c)
		},
		"stopPlay":   events("AgentOther_PhoneRelease", "AgentState_Ready", "AgentMediaEvent_StopPlayDone"),
		"pausePlay":  events("AgentMediaEvent_PausePlayDone"),
		"resumePlay": events("AgentMediaEvent_ResumePlayDone"),
		"foreFast":   events("AgentMediaEvent_JumpPlayDone"),
		"backFast":   events("AgentMediaEvent_JumpPlayDone"),
	}
}
