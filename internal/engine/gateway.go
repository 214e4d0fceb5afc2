package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// gateway is one deployment under test: where it is, who may use it now, and
// whether it still answers.
type gateway struct {
	dep      target.Deployment
	endpoint wire.Endpoint
	prefix   string
	origin   string // scheme and authority, for curl lines and reports
	agents   *agentPool
	links    *links // connections between checks
	ledger   *ledger

	mu       sync.Mutex
	failures []string            // the newest exchanges, if they reached nobody or got no answer
	cause    string              // why the breaker opened, "" while it is closed
	rejected map[string]string   // why agents must not be signed in again, by agent id
	shared   map[string]*Session // by agent id; see Session for who may use one
	leftover map[string]bool     // by agent id, for each that this run tried to sign in: an earlier session is not told yet

	dropped    *atomic.Int32 // attacks that got no answer in time, on all deployments
	closesIdle atomic.Bool   // a connection was found closed between two requests

	lost context.Context // ends when no scenario can succeed any more
	lose context.CancelFunc
}

// The breaker gives up the rest of the checks on a deployment after so many
// consecutive exchanges that reached nobody, or that got no answer. A single
// request may stay without an answer for a reason of its own; several may not. The
// breaker does not look at attacks, see [T.Attack].
const (
	breakerLimit = 3
	silenceLimit = 5
)

func newGateway(d target.Deployment, use *agentUse) (*gateway, error) {
	at, err := client.EndpointOf(d)
	if err != nil {
		return nil, err
	}
	d.Recordings = withLowerDrives(d.Recordings)
	lost, lose := context.WithCancel(context.Background())
	dial := func(ctx context.Context) (*wire.Conn, error) { return wire.Dial(ctx, at.Endpoint, client.LimitsOf(d)) }
	return &gateway{
		links: &links{dial: dial, most: len(d.Agents)},
		lost:  lost, lose: lose,
		dep: d, endpoint: at.Endpoint, prefix: at.Prefix, origin: at.Origin,
		agents: newAgentPool(d, use), ledger: newLedger(), dropped: new(atomic.Int32),
		rejected: map[string]string{}, shared: map[string]*Session{}, leftover: map[string]bool{},
	}, nil
}

// withLowerDrives has recordings asked for with drive letters in lower case,
// however they are declared: to understand capitals is only advice, and judged
// by checks of its own.
func withLowerDrives(declared []target.Recording) []target.Recording {
	lower := slices.Clone(declared)
	for i, rec := range lower {
		if drive, rest := SplitDrive(rec.RecordID); drive != "" {
			lower[i].RecordID = strings.ToLower(drive) + ":" + rest
		}
	}
	return lower
}

// limits are those of the target, in the terms of the wire client.
func (g *gateway) limits() wire.Limits { return client.LimitsOf(g.dep) }

// recordOutcome feeds the breaker with the outcome of an exchange.
func (g *gateway) recordOutcome(x *wire.Exchange) {
	if errors.Is(x.Err, wire.ErrCancelled) {
		return // it says nothing about the gateway
	}
	why, gone := unreached(x)
	silent := unanswered(x)
	g.mu.Lock()
	defer g.mu.Unlock()
	if !gone && !silent {
		if g.cause == "" {
			g.failures = nil
		}
		return
	}
	g.failures = append(g.failures, x.ID)
	switch {
	case gone && len(g.failures) >= breakerLimit:
		g.open(why)
	case len(g.failures) >= silenceLimit:
		g.open(fmt.Sprintf("%d consecutive requests got no answer: %s", len(g.failures), x.Err))
	}
}

// openBreaker gives the gateway up for a cause.
func (g *gateway) openBreaker(cause string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open(cause)
}

// open keeps the first cause: requests may be under way when the breaker opens.
func (g *gateway) open(cause string) {
	if g.cause == "" {
		g.cause = cause
		g.lose()
	}
}

// openedBreaker reports whether an exchange is one of those after which the gateway
// was given up: it says that the gateway was gone, and nothing else.
func (g *gateway) openedBreaker(id string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.cause != "" && slices.Contains(g.failures, id)
}

// unanswered reports whether a gateway took a connection but did not answer: no
// byte arrived, or not all of them in time.
func unanswered(x *wire.Exchange) bool {
	if timedOut(x) {
		return true
	}
	lost := errors.Is(x.Err, wire.ErrClosed) || errors.Is(x.Err, wire.ErrReset)
	return lost && x.Timing.FirstByte == 0
}

// reject keeps an agent from being signed in again.
func (g *gateway) reject(agent, why string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.rejected[agent] = why
}

func (g *gateway) rejection(agent string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.rejected[agent]
}

// share keeps a session for the checks that follow; nil forgets it.
func (g *gateway) share(agent string, s *Session) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shared[agent] = s
}

// sharedBy is the shared session of an agent, nil if there is none.
func (g *gateway) sharedBy(agent string) *Session {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shared[agent]
}

// breakerCause is why the deployment gets no more requests, "" while it does.
func (g *gateway) breakerCause() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.cause
}

// unreached reports whether an exchange reached no gateway, and why: no
// connection was made, or no TLS.
func unreached(x *wire.Exchange) (string, bool) {
	var err *wire.Error
	if x == nil || !errors.As(x.Err, &err) || errors.Is(err, wire.ErrCancelled) {
		return "", false
	}
	return err.Text, err.Op == wire.OpConnect || err.Op == wire.OpHandshake
}
