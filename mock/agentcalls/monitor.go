package agentcalls

import (
	"slices"

	"github.com/gwcheck/gwcheck/mock"
)

// monitorCalls are those of an inspector. The mock gives every agent the right: a
// client that needs it shows no sign of it.
func (d *desk) monitorCalls() map[string]mock.CallFunc {
	return map[string]mock.CallFunc{
		"beginMonitor": ok,
		"endMonitor":   ok,
		"forceBusy":    d.force(busy, "AgentState_Force_SetNotReady", map[string]any{"reason": "3"}),
		"forceIdle":    d.force(idle, "AgentState_Force_Ready", nil),
		"forceOut": func(c mock.Call) mock.Reply {
			if !c.Gateway.SignOut(c.Path["workno"]) {
				return fail(noAgent, "the agent is not signed in")
			}
			return mock.Reply{}
		},
	}
}

// force changes the state of another agent.
func (d *desk) force(state int, event string, content any) mock.CallFunc {
	return func(c mock.Call) mock.Reply {
		other := c.Path["workno"]
		sessions := c.Gateway.Sessions()
		i := slices.IndexFunc(sessions, func(s mock.SessionInfo) bool { return s.Agent == other })
		if i < 0 {
			return fail(noAgent, "the agent is not signed in")
		}
		victim := c
		victim.Agent, victim.Session, victim.Status = other, sessions[i].ID, 0
		d.become(victim, state)
		tell(c.Gateway, other, event, content)
		return mock.Reply{}
	}
}
