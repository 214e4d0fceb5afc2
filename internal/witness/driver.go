package witness

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"time"
)

const resource = "/agentgateway/resource"

// driver goes through the script on one gateway.
type driver struct {
	ctx     context.Context
	g       *Gateway
	observe func(Step) bool
	stopped bool
	context string           // what surrounds the steps
	links   map[string]*link // by agent
	fresh   int              // how many requests of a step's connection come before it, -1 for one that stays
	before  func(a *agent)   // done before each step
	agents  []*agent
	held    int  // polls that are held on purpose
	brief   bool // few spellings
}

// agent is an agent as the script knows it.
type agent struct {
	Agent
	guid string
	old  []string // Guids of before
}

// drive goes through the script until observe says no.
func drive(ctx context.Context, g Gateway, observe func(Step) bool) {
	d := &driver{ctx: ctx, g: &g, observe: observe, links: map[string]*link{}, fresh: -1}
	for _, a := range g.Agents {
		d.agents = append(d.agents, &agent{Agent: a})
	}
	defer d.closeLinks()
	d.script()
}

func (d *driver) closeLinks() {
	for name, l := range d.links {
		l.close()
		delete(d.links, name)
	}
}

func (d *driver) link(name string) *link {
	l := d.links[name]
	if l == nil {
		l = &link{gateway: d.g}
		d.links[name] = l
	}
	return l
}

// over reports whether the script has ended.
func (d *driver) over() bool { return d.stopped || d.ctx.Err() != nil }

// saw hands on a step.
func (d *driver) saw(did, saw string) {
	if !d.over() && !d.observe(Step{d.context + ": " + did, saw}) {
		d.stopped = true
	}
}

// step makes a request of an agent in the way that the context asks for.
func (d *driver) step(a *agent, did string, r request) answer {
	if d.over() {
		return answer{}
	}
	if d.before != nil {
		d.before(a)
	}
	l := d.link(a.ID)
	if d.fresh >= 0 {
		l.close()
		for range d.fresh {
			l.exchange(request{method: "GET", target: d.g.Path + resource + "/nothing"})
			l.exchange(d.poll(a, new(string)))
		}
	}
	re, held := d.unheld(l, r)
	if held {
		did += ", held"
	}
	d.saw(did+" by "+a.ID, re.text())
	return re
}

// unheld makes a request. A poll that is held, which it should not be, is not
// waited for.
func (d *driver) unheld(l *link, r request) (re answer, held bool) {
	if !strings.Contains(r.target, "/agentevent/") {
		return l.exchange(r), false
	}
	done := make(chan answer, 1)
	go func() { done <- l.exchange(r) }()
	re, ok := d.waited(done)
	if !ok {
		d.g.Advance(d.g.PollHold)
		re = <-done
	}
	return re, !ok
}

// download is the request for a recording; query is in place of the usual one.
func (d *driver) download(a *agent, guid *string, query string) request {
	return request{method: "GET", target: d.g.Path + resource + "/recordfile/" + a.ID + query, guid: guid}
}

// query is the query of a recording, with the location if it is needed.
func (d *driver) query(r Recording, more ...string) string {
	q := "?recordId=" + url.QueryEscape(r.ID)
	if r.Filetype != "1" {
		q += "&filetype=" + r.Filetype
	}
	if d.g.Pool {
		q += "&locationId=" + r.Location
	}
	return q + strings.Join(more, "")
}

func (d *driver) poll(a *agent, guid *string) request {
	return request{method: "GET", target: d.g.Path + resource + "/agentevent/" + a.ID, guid: guid}
}

// signIn signs an agent in, and keeps the Guid.
func (d *driver) signIn(a *agent, forced bool, password string) {
	did, target := "sign-in", "/onlineagent/"+a.ID
	if forced {
		did, target = "forced sign-in", "/onlineagent/"+a.ID+"/forcelogin"
	}
	body := fmt.Sprintf(`{"password":%q,"phonenum":"40038","autoanswer":true,"autoenteridle":true,"releasephone":true,"status":4}`, password)
	re := d.step(a, did, request{method: "PUT", target: d.g.Path + resource + target, body: body})
	d.adopt(a, re)
}

// adopt keeps a Guid that an answer delivers.
func (d *driver) adopt(a *agent, re answer) {
	guid := strings.TrimPrefix(re.field("Set-GUID"), "JSESSIONID=")
	if guid == "" {
		var envelope struct {
			Result struct {
				Guid string `json:"guid"`
			} `json:"result"`
		}
		if json.Unmarshal(re.body, &envelope) == nil {
			guid = envelope.Result.Guid
		}
	}
	if guid != "" {
		if a.guid != "" {
			a.old = append(a.old, a.guid)
		}
		a.guid = guid
	}
}

// call makes a request of a session operation with the agent's Guid.
func (d *driver) call(a *agent, did, method, target string) {
	guid := a.guid
	re := d.step(a, did, request{method: method, target: d.g.Path + resource + target, guid: &guid})
	d.adopt(a, re)
}

// polled polls, and tells whether the answer waited for time to pass.
func (d *driver) polled(a *agent) {
	if d.over() {
		return
	}
	if d.before != nil {
		d.before(a)
	}
	done := make(chan answer, 1)
	l, guid := d.link(a.ID+" polls"), a.guid
	if d.fresh >= 0 {
		l.close()
		for range d.fresh {
			l.exchange(request{method: "GET", target: d.g.Path + resource + "/nothing"})
			l.exchange(d.poll(a, new(string)))
		}
	}
	go func() { done <- l.exchange(d.poll(a, &guid)) }()
	waits := ""
	for {
		if re, ok := d.waited(done); ok {
			d.adopt(a, re)
			d.saw("poll by "+a.ID+waits, re.text())
			return
		}
		waits += ", held"
		if len(waits) > 60 {
			return
		}
		d.g.Advance(d.g.PollHold)
	}
}

// waited waits for an answer, or until the gateway waits for time to pass.
func (d *driver) waited(done chan answer) (answer, bool) {
	ctx, cancel := context.WithCancel(d.ctx)
	defer cancel()
	waiting := make(chan struct{})
	go func() {
		defer close(waiting)
		_ = d.g.Waiting(ctx, d.held+1) // an error means that the run ends
	}()
	select {
	case re := <-done:
		return re, true
	case <-waiting:
		return answer{}, false
	}
}

// quiet waits until the gateway answers no more than some requests.
func (d *driver) quiet(active int) {
	for limit := time.Now().Add(time.Second); d.g.Active() > active && time.Now().Before(limit); {
		runtime.Gosched()
		time.Sleep(100 * time.Microsecond)
	}
}
