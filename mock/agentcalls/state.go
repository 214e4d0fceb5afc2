package agentcalls

import (
	"strconv"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

// stateCalls change and tell the state of the agent.
func (d *desk) stateCalls() map[string]mock.CallFunc {
	return map[string]mock.CallFunc{
		"sayFree":    d.sayFree,
		"sayBusy":    d.sayBusy,
		"cancelBusy": d.leave(busy, "AgentState_CancelNotReady_Success"),
		"rest":       d.rest,
		"cancelRest": d.leave(resting, "AgentState_CancelRest_Success"),
		"sayWork": func(c mock.Call) mock.Reply {
			d.become(c, wrapUp)
			tell(c.Gateway, c.Agent, "AgentState_SetWork_Success", nil)
			return mock.Reply{}
		},
		"cancelWork":     d.leave(wrapUp, "AgentState_CancelWork_Success"),
		"getAgentStatus": d.status,
		"setCustomState": d.setCustom,
		"queryCustomState": func(c mock.Call) mock.Reply {
			d.mu.Lock()
			defer d.mu.Unlock()
			return mock.Reply{Result: map[string]any{"agentcustomstate": d.agent(c).custom}}
		},
	}
}

// become changes the state and returns the one before.
func (d *desk) become(c mock.Call, state int) (before int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := d.agent(c)
	before, a.state, a.since = a.state, state, c.Now
	a.rests++
	return before
}

// sayFree makes an agent idle, from whatever state. The event says which one that
// was; an agent who is idle already gets AgentState_Ready, for which one client
// waits.
func (d *desk) sayFree(c mock.Call) mock.Reply {
	event := map[int]string{
		busy: "AgentState_CancelNotReady_Success", wrapUp: "AgentState_CancelWork_Success", resting: "AgentState_CancelRest_Success",
	}[d.become(c, idle)]
	if event == "" {
		event = "AgentState_Ready"
	}
	tell(c.Gateway, c.Agent, event, nil)
	return mock.Reply{}
}

func (d *desk) sayBusy(c mock.Call) mock.Reply {
	reason := c.Query["reason"]
	if n, err := strconv.Atoi(reason); reason != "" && reason != "0" && (err != nil || n < 200 || n > 250) {
		return fail(parameterInvalid, "the reason is not empty, 0 or from 200 to 250")
	}
	if reason == "" {
		reason = "0"
	}
	d.become(c, busy)
	tell(c.Gateway, c.Agent, "AgentState_SetNotReady_Success", map[string]any{"reason": reason})
	return mock.Reply{}
}

// leave ends a state, in which the agent must be.
func (d *desk) leave(state int, event string) mock.CallFunc {
	return func(c mock.Call) mock.Reply {
		d.mu.Lock()
		a := d.agent(c)
		fits := a.state == state
		if fits {
			a.state, a.since = idle, c.Now
			a.rests++
		}
		d.mu.Unlock()
		if !fits {
			return fail(stateUnfit, "the agent is in another state")
		}
		tell(c.Gateway, c.Agent, event, nil)
		return mock.Reply{}
	}
}

// rest begins a rest, at the end of which AgentState_Rest_Timeout comes.
func (d *desk) rest(c mock.Call) mock.Reply {
	seconds, err := strconv.Atoi(c.Path["seconds"])
	cause, failed := strconv.Atoi(c.Path["cause"])
	if err != nil || failed != nil || seconds < 1 || seconds > 86399 || cause < 0 || cause > 255 {
		return fail(parameterInvalid, "want 1 to 86399 seconds and a cause from 0 to 255")
	}
	d.become(c, resting)
	tell(c.Gateway, c.Agent, "AgentState_SetRest_Success", nil)
	d.mu.Lock()
	a := d.agent(c)
	number := a.rests
	d.mu.Unlock()
	c.Gateway.Clock().AfterFunc(time.Duration(seconds)*time.Second, func() { d.endRest(c, a, number) })
	return mock.Reply{}
}

// endRest tells that a rest is over, unless the agent has left it.
func (d *desk) endRest(c mock.Call, a *agent, number int) {
	d.mu.Lock()
	over := d.agents[c.Session] == a && a.state == resting && a.rests == number
	d.mu.Unlock()
	if over {
		tell(c.Gateway, c.Agent, "AgentState_Rest_Timeout", nil)
	}
}

func (d *desk) status(c mock.Call) mock.Reply {
	d.mu.Lock()
	defer d.mu.Unlock()
	a := d.agent(c)
	return mock.Reply{Result: map[string]any{"agentState": a.state, "isWorking": a.state == wrapUp}}
}

func (d *desk) setCustom(c mock.Call) mock.Reply {
	state := c.Query["customstate"]
	if n, err := strconv.Atoi(state); err != nil || n < 0 || n > 65534 {
		return fail(parameterInvalid, "customstate is not from 0 to 65534")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.agent(c).custom = strings.TrimLeft(state, "+")
	return mock.Reply{}
}
