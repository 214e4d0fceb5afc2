package agentcalls

import (
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/mock"
)

// Options serve the calls. Several gateways may have the same options.
func Options() []mock.Option {
	d := &desk{agents: map[mock.SessionID]*agent{}, tokens: map[string]ticket{}}
	calls := map[string]mock.CallFunc{}
	for _, list := range []map[string]mock.CallFunc{d.stateCalls(), d.groupCalls(), d.settingCalls(), d.monitorCalls(), playCalls(), d.downloadCalls()} {
		for name, f := range list {
			calls[name] = f
		}
	}
	return []mock.Option{mock.WithCalls(calls)}
}

// State numbers of an agent (agentState), as the vendor's table has them.
const (
	signedOut = 2
	busy      = 3
	idle      = 4
	wrapUp    = 5
	resting   = 8
)

// ctiStatus are the numbers that the CTI platform has for the states.
var ctiStatus = map[int]int{signedOut: 0, busy: 7, idle: 1, wrapUp: 6, resting: 8}

// Retcodes of failures.
const (
	parameterInvalid = "000-002"
	stateUnfit       = "100-009" // the agent's state cannot be set
	noAgent          = "900-004" // no agent to monitor
	notOffered       = "104-005" // no such recording
)

// desk is what is known of agents.
type desk struct {
	mu     sync.Mutex
	agents map[mock.SessionID]*agent
	tokens map[string]ticket
}

// mostSessions bounds the sessions that are remembered. Beyond it all are forgotten,
// and their agents are idle.
const mostSessions = 4096

// agent is the state of an agent in one session.
type agent struct {
	state  int
	since  time.Time
	custom string
	rests  int // counts rests, so that the end of an earlier one does nothing
}

// agent returns the state of the agent of a call; a new session begins as the
// sign-in says. The lock must be held.
func (d *desk) agent(c mock.Call) *agent {
	a := d.agents[c.Session]
	if a == nil {
		a = &agent{state: idle, since: c.Session.Started, custom: "65535"}
		if c.Status == busy || c.Status == wrapUp {
			a.state = c.Status
		}
		if len(d.agents) >= mostSessions {
			clear(d.agents)
		}
		d.agents[c.Session] = a
	}
	return a
}

// ok is success without a result.
func ok(mock.Call) mock.Reply { return mock.Reply{} }

func fail(code, detail string) mock.Reply { return mock.Reply{Retcode: code, Detail: detail} }

// tell gives agents an event; that too many wait is no failure of the call.
func tell(g *mock.Gateway, agent, event string, content any) {
	_ = g.Inject(agent, mock.AgentEvent{Type: event, Content: content})
}
