package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// run is one exchange while it takes place.
type run struct {
	*Conn
	ctx   context.Context
	x     *Exchange
	opt   options
	lim   Limits
	op    Op
	end   time.Time // of the exchange limit
	sent  time.Time // first-byte limit counts from here
	head  int       // bytes of head left
	base  int64     // pos when the exchange began
	rec   recorder
	doubt bool // framing is doubtful: what follows cannot be judged
}

func newRun(ctx context.Context, c *Conn, req Request, o options) *run {
	r := &run{Conn: c, ctx: ctx, opt: o, lim: o.bounds(c.limits), op: OpSend}
	r.head = r.lim.HeadBytes
	now := time.Now()
	r.end, r.base = now.Add(r.lim.Exchange), c.pos
	r.x = &Exchange{Began: now, Request: c.complete(req, o), TLS: c.tls, Reused: c.served > 0}
	return r
}

// perform sends the request and reads the response.
func (r *run) perform() error {
	if err := r.ready(); err != nil {
		return err
	}
	stop := context.AfterFunc(r.ctx, r.expire)
	defer func() {
		if !stop() { // expire may still run and hit a later exchange
			r.retireFor("the exchange before was cancelled")
		}
	}()
	r.served++
	sendErr := r.send()
	r.sent = time.Now()
	r.x.Timing.Sent = r.sent.Sub(r.x.Began)
	err := r.receive()
	if sendErr != nil && err != nil && r.x.Timing.FirstByte == 0 {
		return sendErr
	}
	if err == nil {
		r.after()
	}
	return err
}

// settle enters the outcome into the exchange.
func (r *run) settle(err error) {
	x := r.x
	if x.Timing.Done == 0 && x.Timing.Sent > 0 {
		x.Timing.Done = time.Since(x.Began)
	}
	x.Ending = r.ending
	x.Closed = x.Closed || r.ending != EndingNone
	if r.doubt {
		r.retireFor("the framing of the response before left doubt")
	}
	if err != nil {
		x.Err = asError(r.op, err)
		r.retireFor("the exchange before failed")
		r.hangUp(x.Err)
	}
}

// hangUp closes the connection after a failure. Only a deliberate end says
// goodbye in TLS: a peer that takes nothing would hold that up.
func (r *run) hangUp(err error) {
	if !errors.Is(err, ErrAborted) {
		_ = r.raw.Close()
	}
	_ = r.Close()
}

func (c *Conn) retireFor(why string) {
	if c.retire == "" {
		c.retire = why
	}
}

// ready makes sure that the connection waits for a request and nothing else.
func (r *run) ready() error {
	if e := cancelled(r.ctx, OpSend, "before the request was sent"); e != nil {
		return e
	}
	if r.closed.Load() || r.retire != "" {
		why := r.retire
		if why == "" {
			why = "it was closed here"
		}
		return &Error{Op: OpSend, Cause: ErrUnusable, Text: "nothing was sent: the connection is not usable, " + why}
	}
	r.poll()
	if early := r.buf[r.r:r.w]; len(early) > 0 && !isIdleTimeout(early) {
		r.fault(FaultUnsolicited, r.pos, "%d bytes before the request was sent: %s", len(early), quoted(early))
		return &Error{Op: OpSend, Cause: ErrUnusable, Text: "nothing was sent: the peer had sent bytes that answer no request"}
	}
	if r.r < r.w || r.ending != EndingNone {
		return r.gone()
	}
	return nil
}

// gone says that the peer closed before there was a request: while idle, which
// is its right, or without having served at all.
func (r *run) gone() error {
	e := &Error{Op: OpSend, Cause: ErrStale, Text: "nothing was sent: the peer had closed the connection while it was idle"}
	if r.served == 0 {
		e.Cause, e.Text = ErrClosed, "nothing was sent: the peer had closed the connection before the first request"
	}
	return e
}

// isIdleTimeout recognises status 408, which a server may send on a connection
// that was idle for too long before it closes it (RFC 9110 section 15.5.9).
func isIdleTimeout(b []byte) bool {
	return bytes.HasPrefix(b, []byte("HTTP/1.")) && len(b) >= 12 && string(b[8:12]) == " 408"
}

// fault reports a breach at that offset; of each kind the first one is told in
// full. What the peer sent must be among args in quoted form.
func (r *run) fault(kind FaultKind, at int64, format string, args ...any) {
	for i := range r.x.Faults {
		if r.x.Faults[i].Kind == kind {
			r.x.Faults[i].Count++
			return
		}
	}
	r.x.Faults = append(r.x.Faults, Fault{Kind: kind, Detail: fmt.Sprintf(format, args...), Offset: at, Count: 1})
}

// complete returns req as it goes out.
func (c *Conn) complete(req Request, o options) Request {
	fields := slices.Clone(req.Fields)
	if !o.noHost && len(Values(fields, "Host")) == 0 {
		fields = slices.Insert(fields, 0, Field{"Host", c.host})
	}
	framed := len(Values(fields, "Content-Length")) + len(Values(fields, "Transfer-Encoding"))
	if req.Body != nil && framed == 0 {
		fields = append(fields, Field{"Content-Length", fmt.Sprint(len(req.Body))})
	}
	req.Fields, req.Body = fields, bytes.Clone(req.Body)
	return req
}
