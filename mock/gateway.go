package mock

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/jonboulle/clockwork"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// Gateway is one deployment of the gateway. It is an http.Handler, safe for
// concurrent use. Serve it over HTTP/1.1 only: HTTP/2 sends Set-GUID in lower
// case, which several clients do not find.
type Gateway struct {
	*config
	behavior *behavior
	routes   []route
	sessions *sessionStore
	calls    *fixtures.Tree // recordings made by RecordCall
	tasks    *atomic.Int64  // recording tasks so far
	given    *config        // as the options set it, before variants
	ids      []string       // of the agents, sorted
	drives   []string       // with a mapping, sorted
}

// handlers do the work of each operation once no stage refuses the request.
var handlers = map[string]func(*Gateway, *request) (*answer, error){
	spec.DownloadRecordFile: (*Gateway).downloadRecordFile,
	spec.Login:              (*Gateway).login,
	spec.ForceLogin:         (*Gateway).forceLogin,
	spec.Logout:             (*Gateway).logout,
	spec.ForceLogout:        (*Gateway).forceLogout,
	spec.GetAgentEvent:      (*Gateway).getAgentEvent,
	spec.UpdateGuid:         (*Gateway).updateGuid,
	spec.HandShake:          (*Gateway).handShake,
	spec.Heartbeat:          (*Gateway).heartbeat,
}

// New builds a gateway from options. Without any it has the agents 102 and 103,
// the sample recordings of package fixtures, and dynamic authentication.
//
// New fails if an option is invalid, if options contradict each other, or if the
// document lacks what the gateway needs; the error names the option and what is
// allowed. [Gateway.Close] releases mounted directories.
func New(opts ...Option) (*Gateway, error) {
	c := defaults()
	for _, opt := range opts {
		if err := opt(c); err != nil {
			return nil, errors.Join(fmt.Errorf("mock gateway: %w", err), closeAll(c.roots))
		}
	}
	g, err := build(c)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("mock gateway: %w", err), closeAll(c.roots))
	}
	return g, nil
}

func build(c *config) (*Gateway, error) {
	if err := c.complete(); err != nil {
		return nil, err
	}
	calls, err := fixtures.NewTree()
	if err != nil {
		return nil, err
	}
	g := &Gateway{config: c, sessions: newSessions(c.agents), calls: calls, tasks: &atomic.Int64{}, given: c.clone()}
	g.behavior = defaultBehavior(g)
	for _, vary := range c.variants {
		vary(g.behavior)
	}
	g.ids, g.drives = g.Agents(), slices.Sorted(maps.Keys(g.behavior.mounts))
	g.routes, err = compile(c.doc, c.agentCalls)
	return g, err
}

// complete sets the defaults of what no option has set.
func (c *config) complete() (err error) {
	if c.guidTimeout <= c.guidInterval {
		return fmt.Errorf("the Guid timeout is %v, want more than the interval of %v", c.guidTimeout, c.guidInterval)
	}
	if c.doc == nil {
		if c.doc, err = spec.Default(); err != nil {
			return err
		}
	}
	c.original, c.doc = c.doc, editable(c.doc)
	if c.random == nil {
		c.random = c.guidSource()
	}
	if len(c.agents) == 0 {
		c.agents = []credential{{"102", "102-password"}, {"103", "103-password"}}
	}
	if c.mounts == nil {
		c.mounts, err = sampleMounts()
	}
	return err
}

// sampleMounts maps the drives of the fixture catalogue.
func sampleMounts() (map[string]fs.FS, error) {
	tree := fixtures.FS()
	mounts := map[string]fs.FS{}
	for _, letter := range tree.Drives() {
		drive, err := tree.Drive(letter)
		if err != nil {
			return nil, err
		}
		mounts[letter] = drive
	}
	return mounts, nil
}

// Close releases the mounted directories and ends the push of events. Downloads in progress may fail. The
// sessions remain; Close does not stop a server.
func (g *Gateway) Close() error {
	g.sessions.closing.Do(func() { close(g.sessions.closed) })
	return closeAll(g.roots)
}

// Agents returns the ids of the agents that can sign in, sorted, each once.
func (g *Gateway) Agents() []string {
	ids := make([]string, len(g.agents))
	for i, a := range g.agents {
		ids[i] = a.id
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// ServeHTTP answers one request. If a recording cannot be sent to its end it
// panics with http.ErrAbortHandler, which closes the connection: a chunked answer
// has no other way to tell the client.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, hr *http.Request) {
	r, err := g.parse(w, hr)
	defer r.closeRecording()
	a := g.respond(r, err)
	for _, hook := range g.behavior.outgoing {
		hook(a)
	}
	e := g.explain(r, a)
	e.addTo(a, g.explanationHeader)
	t := g.write(w, a)
	g.report(r, a, t, e)
	g.tellNotices()
	if t.Err != nil {
		panic(http.ErrAbortHandler)
	}
}

// respond is the answer to a request: what the handler gives, or the refusal.
func (g *Gateway) respond(r *request, err error) *answer {
	var a *answer
	stage := "address"
	if err == nil {
		a, stage, err = g.decide(r)
	}
	if err != nil {
		a = g.refused(r, stage, err)
	}
	a.request = r
	return a
}

// decide asks each stage whether it refuses, and then the handler. With an
// error it returns the name of the stage.
func (g *Gateway) decide(r *request) (*answer, string, error) {
	for _, hook := range g.behavior.incoming {
		hook(r)
	}
	for _, s := range g.behavior.stages[r.op.LogName] {
		if err := s.check(g, r); err != nil {
			return nil, s.name, err
		}
	}
	handle := handlers[r.op.LogName]
	if handle == nil {
		handle = (*Gateway).call
	}
	a, err := handle(g, r)
	return a, "handler", err
}

func closeAll(closers []io.Closer) error {
	var errs []error
	for _, c := range closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// Clock returns the clock that the gateway uses; see [WithClock].
func (g *Gateway) Clock() clockwork.Clock { return g.clock }
