package agentcalls

import (
	"strconv"

	"github.com/gwcheck/gwcheck/mock"
)

// skill is the one skill queue that every agent has, for voice.
var skill = []any{map[string]any{"name": "default", "id": 1, "mediatype": 5}}

// groupCalls tell of agents.
func (d *desk) groupCalls() map[string]mock.CallFunc {
	return map[string]mock.CallFunc{
		"allAgentStatus":   func(c mock.Call) mock.Reply { return mock.Reply{Result: d.all(c, false)} },
		"onlineAgentOnVdn": func(c mock.Call) mock.Reply { return mock.Reply{Result: d.all(c, true)} },
		"isCensor":         func(mock.Call) mock.Reply { return mock.Reply{Result: false} },
		"queryAgentSkills": func(mock.Call) mock.Reply { return mock.Reply{Result: skill} },
		"queryAgentSkillsByWorkNo": func(mock.Call) mock.Reply {
			return mock.Reply{Result: skill}
		},
	}
}

// all lists the agents with their states, the agent of the call first: one client
// sends no batch of others after itself.
func (d *desk) all(c mock.Call, onlineOnly bool) []any {
	online := map[string]mock.SessionInfo{}
	for _, s := range c.Gateway.Sessions() {
		online[s.Agent] = s
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	list := []any{d.item(c, c.Agent, online)}
	for _, id := range c.Gateway.Agents() {
		if _, here := online[id]; id != c.Agent && (here || !onlineOnly) {
			list = append(list, d.item(c, id, online))
		}
	}
	return list
}

// item is an agent with the members that clients read. The lock must be held.
func (d *desk) item(c mock.Call, id string, online map[string]mock.SessionInfo) map[string]any {
	s, here := online[id]
	state, since := signedOut, c.Now
	if here {
		state, since = idle, s.Started
		if a := d.agents[s.ID]; a != nil {
			state, since = a.state, a.since
		}
	}
	item := map[string]any{
		"workno": id, "name": id, "status": state, "ctiStatus": ctiStatus[state], "groupid": 1, "groupname": "",
		"mediatype": "TFF", "vdnid": 1, "phonenumber": "", "currentstatetime": int64(c.Now.Sub(since).Seconds()),
		"logindate": int64(4294967295000), "inMultimediaConf": 0,
	}
	if here {
		item["logindate"] = s.Started.UnixMilli()
	}
	return item
}

// settingCalls change what the mock has no use for, and succeed.
func (d *desk) settingCalls() map[string]mock.CallFunc {
	return map[string]mock.CallFunc{
		"resetSkill":            ok,
		"setAgentAutoEnterIdle": ok,
		"setAgentAutoAnswer":    ok,
		"setTalkRight":          ok,
		"forceLogoutWithReason": func(c mock.Call) mock.Reply {
			if n, err := strconv.Atoi(c.Path["reason"]); err != nil || n < 1 || n > 255 {
				return fail("100-005", "the reason is not from 1 to 255")
			}
			c.Gateway.SignOut(c.Agent)
			return mock.Reply{}
		},
	}
}
