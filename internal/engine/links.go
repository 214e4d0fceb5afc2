package engine

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// To open a connection costs two round trips or more, so checks leave theirs to
// the checks that follow, and what needs a new one gets one that was opened ahead.
const (
	linkAge   = 2 * time.Second      // servers leave an idle connection open for longer
	slowDial  = 5 * time.Millisecond // a dial that takes less is not worth to be made ahead
	plainHead = 3                    // header fields of every documented request, without the Guid
)

// link is a connection of a check.
type link struct {
	conn  *wire.Conn
	kept  bool // another check used it, and no answer has arrived since
	odd   bool // other checks must not go on with it
	fresh bool // the check asked for a new connection
}

// links are the connections of a deployment that no check uses now.
type links struct {
	dial func(ctx context.Context) (*wire.Conn, error)
	most int // of each kind

	mu      sync.Mutex
	kept    []idleLink // left by checks, the newest last
	ahead   []idleLink // opened ahead, no request was sent on them; the oldest first
	slow    bool       // the last dial took a round trip that is felt
	apart   bool       // what a check leaves behind may reach the next one: each opens its own
	ended   bool
	dialing sync.WaitGroup
	pending int
}

type idleLink struct {
	conn  *wire.Conn
	since time.Time
}

// keep leaves a connection to other checks. It reports whether they may go on with it.
func (l *links) keep(c *wire.Conn) bool {
	if !c.Usable() {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended || l.apart {
		return false
	}
	if len(l.kept) >= l.most {
		_ = l.kept[0].conn.Close()
		l.kept = slices.Delete(l.kept, 0, 1)
	}
	l.kept = append(l.kept, idleLink{c, time.Now()})
	return true
}

// take returns the newest connection that a check has left, nil if none is good.
func (l *links) take() *wire.Conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.kept) > 0 {
		last := l.kept[len(l.kept)-1]
		l.kept = l.kept[:len(l.kept)-1]
		if !l.apart && last.good() {
			return last.conn
		}
		_ = last.conn.Close()
	}
	return nil
}

// separate has each check open its own connections from now on.
func (l *links) separate() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.apart = true
}

func (i idleLink) good() bool { return time.Since(i.since) < linkAge && i.conn.Usable() }

// open returns a connection on which nothing was sent. With ahead, the one that
// somebody needs next is opened at the same time.
func (l *links) open(ctx context.Context, ahead bool) (*wire.Conn, error) {
	if c := l.takeAhead(); c != nil {
		l.openAhead(ctx)
		return c, nil
	}
	began := time.Now()
	c, err := l.dial(ctx)
	l.mu.Lock()
	l.slow = err == nil && time.Since(began) >= slowDial
	l.mu.Unlock()
	if ahead && err == nil {
		l.openAhead(ctx)
	}
	return c, err
}

func (l *links) takeAhead() *wire.Conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.ahead) > 0 {
		first := l.ahead[0]
		l.ahead = l.ahead[1:]
		if first.good() {
			return first.conn
		}
		_ = first.conn.Close()
	}
	return nil
}

// openAhead opens one connection more. If that fails, the next request says why.
func (l *links) openAhead(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended || !l.slow || len(l.ahead)+l.pending >= l.most {
		return
	}
	l.pending++
	l.dialing.Go(func() {
		c, err := l.dial(context.WithoutCancel(ctx)) // the check may end before; limits of the target bound it
		l.mu.Lock()
		defer l.mu.Unlock()
		l.pending--
		switch {
		case err != nil:
		case l.ended:
			_ = c.Close()
		default:
			l.ahead = append(l.ahead, idleLink{c, time.Now()})
		}
	})
}

// close closes what is left. A connection that is being opened is waited for.
func (l *links) close() {
	l.mu.Lock()
	l.ended = true
	for _, i := range append(l.kept, l.ahead...) {
		_ = i.conn.Close()
	}
	l.kept, l.ahead = nil, nil
	l.mu.Unlock()
	l.dialing.Wait()
}

// openLink gives the check a connection on which nothing was sent.
func (t *T) openLink() error {
	t.leaveLink()
	open := func() (*wire.Conn, error) { return t.gw.links.open(t.ctx, !t.Virtual()) }
	if t.gw.closesIdle.Load() {
		open = func() (*wire.Conn, error) { return t.gw.links.dial(t.ctx) }
	}
	c, err := open()
	if err == nil {
		*t.link = link{conn: c}
	}
	return err
}

// findLink looks for a connection on which a request may follow others: that of
// the check, or if it has none, one that another check has left.
func (t *T) findLink(req *Request) bool {
	if t.needsNewConnection(req) {
		return false
	}
	if t.link.conn == nil && !t.link.fresh && plain(req) {
		if c := t.gw.links.take(); c != nil {
			*t.link = link{conn: c, kept: true}
			return true
		}
	}
	return t.link.conn != nil && t.link.conn.Usable()
}

// exchange sends a request on the connection of the check.
func (t *T) exchange(req *Request, request wire.Request) *wire.Exchange {
	x := t.link.conn.Do(t.ctx, request, req.Options...)
	t.link.odd = t.link.odd || !plain(req) || x.Err != nil || len(x.Faults) > 0
	t.link.kept = false
	return x
}

// leaveLink leaves the connection of the check to others if they may go on with
// it, and closes it if not.
func (t *T) leaveLink() {
	if c := t.link.conn; c != nil && (t.link.odd || t.afterRecording || !t.gw.links.keep(c)) {
		_ = c.Close()
	}
	*t.link = link{}
}

// plain reports whether a request is written as documented, up to values. What
// else it may be could leave something on its connection.
func plain(req *Request) bool {
	known := len(req.Options) == 0 || req.Op.LogName == spec.GetAgentEvent
	return known && !req.Attack && req.Method == req.Op.Method && req.Path == "" && len(req.Fields) == plainHead && (len(req.Body) == 0 || req.Method != "GET")
}

// disturbed reports whether what came on a connection of another check may be
// what that one left there.
func disturbed(x *wire.Exchange) bool {
	return len(x.Faults) > 0 || x.Err != nil && !timedOut(x) && !errors.Is(x.Err, wire.ErrCancelled)
}
