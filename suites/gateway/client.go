package gateway

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// Client talks to one deployment of a gateway, in the requests that the
// interface document describes. It opens one connection for each exchange, so
// that no exchange depends on another, and follows no redirect. It is safe for
// concurrent use.
type Client struct {
	doc        *spec.Document
	deployment target.Deployment
	endpoint   client.Endpoint
	redactor   redactor
}

// NewClient returns a client of a deployment. It contacts nothing. Limits of
// the deployment that are zero get their defaults. The error says what is wrong
// with the address or the TLS settings.
func NewClient(doc *spec.Document, d target.Deployment) (*Client, error) {
	at, err := client.EndpointOf(d)
	if err != nil {
		return nil, err
	}
	if d.Limits == (target.Limits{}) {
		d.Limits = target.DefaultLimits()
	}
	c := &Client{doc: doc, deployment: d, endpoint: at}
	for _, a := range d.Agents {
		c.redactor.password(a.Password.Reveal())
	}
	return c, nil
}

// Session is an agent who is signed in. It is safe for concurrent use; a renewed
// Guid counts from the next request on.
type Session struct {
	client *Client
	agent  target.Agent

	mu   sync.Mutex
	guid string
}

// SignIn signs an agent in, by force if the agent is signed in already. With
// dynamic authentication (AUTHMODE 2) it then polls once, since the Guid for
// downloads is in the answer to a poll. The error says which exchange
// failed and how; it contains no secret.
func (c *Client) SignIn(ctx context.Context, agent target.Agent) (*Session, error) {
	c.redactor.password(agent.Password.Reveal())
	x := c.signIn(ctx, spec.Login, agent)
	if c.doc.Accepts(spec.AlreadySignedIn).Has(x.Retcode()) {
		x = c.signIn(ctx, spec.ForceLogin, agent)
	}
	if err := x.failure(rules.Succeeded(c.doc)); err != nil {
		return nil, fmt.Errorf("sign in agent %s: %w", agent.ID, err)
	}
	s := &Session{client: c, agent: agent}
	if !s.adopt(x) {
		return nil, fmt.Errorf("sign in agent %s: the answer delivers no Guid", agent.ID)
	}
	if c.deployment.AuthMode == 2 {
		if err := s.Poll(ctx).failure(rules.Succeeded(c.doc)); err != nil {
			return nil, fmt.Errorf("poll after the sign-in of agent %s: %w", agent.ID, err)
		}
	}
	return s, nil
}

func (c *Client) signIn(ctx context.Context, operation string, agent target.Agent) *Exchange {
	return c.do(ctx, operation, agent.ID, "", client.SignInBody(agent, agent.Password.Reveal()))
}

// Guid is the current Guid of the session. It is a secret.
func (s *Session) Guid() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guid
}

// adopt takes over the Guid that an answer delivers, if there is one.
func (s *Session) adopt(x *Exchange) bool {
	op, _ := s.client.doc.Operation(spec.Login)
	guid, ok := rules.DeliveredGuid(op.Renewal, x.wire)
	if !ok {
		return false
	}
	s.client.redactor.guid(guid)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guid = guid
	return true
}

// Poll requests one event and adopts a renewed Guid. It takes as long as the
// gateway holds the poll.
func (s *Session) Poll(ctx context.Context, options ...Option) *Exchange {
	hold := func(r *client.Request) {
		r.Options = append(r.Options, wire.ExtraFirstByte(s.client.deployment.PollHold))
	}
	x := s.client.do(ctx, spec.GetAgentEvent, s.agent.ID, s.Guid(), nil, append(options[:len(options):len(options)], hold)...)
	s.adopt(x)
	return x
}

// Download requests a recording in the documented form, altered by options.
func (s *Session) Download(ctx context.Context, rec target.Recording, options ...Option) *Exchange {
	ask := func(r *client.Request) { r.Ask(s.client.deployment, rec) }
	return s.client.do(ctx, spec.DownloadRecordFile, s.agent.ID, s.Guid(), nil, append([]Option{ask}, options...)...)
}

// SignOut ends the session.
func (s *Session) SignOut(ctx context.Context, options ...Option) *Exchange {
	return s.client.do(ctx, spec.Logout, s.agent.ID, s.Guid(), nil, options...)
}

// do makes one exchange on a connection of its own. What went wrong is in the exchange.
func (c *Client) do(ctx context.Context, operation, agent, guid string, body []byte, options ...Option) *Exchange {
	r, err := client.New(c.doc, operation, agent, guid, body)
	if err != nil {
		return c.exchange(&wire.Exchange{Began: time.Now(), Err: err})
	}
	for _, o := range options {
		o(r)
	}
	if r.SendsGuid {
		c.redactor.guid(r.Guid)
	}
	request := r.Wire(c.endpoint.Prefix)
	conn, err := wire.Dial(ctx, c.endpoint.Endpoint, client.LimitsOf(c.deployment))
	if err != nil {
		return c.exchange(&wire.Exchange{Began: time.Now(), Request: request, Err: err})
	}
	defer conn.Close()
	return c.exchange(conn.Do(ctx, request, r.Options...))
}
