package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
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

// fault reports a breach at that offset; of each kind the first one is told in full.
func (r *run) fault(kind FaultKind, at int64, format string, args ...any) {
	for i := range r.x.Faults {
		if r.x.Faults[i].Kind == kind {
			r.x.Faults[i].Count++
			return
		}
	}
	detail := Excerpt([]byte(fmt.Sprintf(format, args...)), 240)
	r.x.Faults = append(r.x.Faults, Fault{Kind: kind, Detail: detail, Offset: at, Count: 1})
}

// fill waits for more bytes within the limits. io.EOF says that the peer
// closed in whatever way; c.ending tells which.
func (r *run) fill() error {
	if !r.room() {
		return io.ErrShortBuffer
	}
	deadline, reached := r.deadline()
	began := time.Now()
	_ = r.nc.SetReadDeadline(deadline)
	if e := r.cancelled(); e != nil {
		return e
	}
	n, err := r.read()
	r.arrived(n, began)
	switch {
	case n > 0:
		return nil
	case err == nil:
		return nil
	case isTimeout(err):
		return r.timedOut(reached, err)
	case r.ending == EndingReset:
		return &Error{Op: r.op, Cause: ErrReset, Err: err, Text: "the peer reset the connection " + r.progress()}
	case r.ending != EndingNone:
		return io.EOF
	}
	return r.failed(err)
}

// arrived notes when bytes came.
func (r *run) arrived(n int, began time.Time) {
	if n == 0 || r.sent.IsZero() {
		return
	}
	now := time.Now()
	if r.x.Timing.FirstByte == 0 {
		r.x.Timing.FirstByte = max(now.Sub(r.x.Began), 1)
	}
	if r.op == OpBody {
		r.x.Timing.LongestGap = max(r.x.Timing.LongestGap, now.Sub(began))
	}
}

// deadline returns when the next bytes must be there and the limit that says so.
func (r *run) deadline() (time.Time, error) {
	at, reached := time.Now().Add(r.lim.Idle), ErrIdleTimeout
	if r.x.Timing.FirstByte == 0 {
		at, reached = r.sent.Add(r.lim.FirstByte), ErrFirstByteTimeout
	}
	if r.end.Before(at) {
		return r.end, ErrExchangeTimeout
	}
	return at, reached
}

// cancelled returns the error for a context that ended meanwhile, or nil.
func (r *run) cancelled() *Error {
	if r.ctx.Err() == nil {
		return nil
	}
	return cancelled(r.ctx, r.op, r.progress())
}

func (r *run) timedOut(reached, err error) error {
	if e := r.cancelled(); e != nil {
		return e
	}
	e := &Error{Op: r.op, Cause: reached, Err: err}
	switch reached {
	case ErrFirstByteTimeout:
		e.Text = fmt.Sprintf("no byte of a response within %v of the request (limit first byte)", r.lim.FirstByte)
	case ErrIdleTimeout:
		e.Text = fmt.Sprintf("silence of %v (limit idle) %s", r.lim.Idle, r.progress())
	default:
		e.Text = fmt.Sprintf("not finished within %v (limit exchange), stopped %s", r.lim.Exchange, r.progress())
	}
	return e
}

func (r *run) failed(err error) error {
	if r.closed.Load() {
		return &Error{Op: r.op, Cause: ErrCancelled, Err: err, Text: "the connection was closed here " + r.progress()}
	}
	cause := ErrBroken
	if op, ok := err.(*net.OpError); strings.Contains(err.Error(), "tls:") || ok && op.Op == "remote error" {
		cause = ErrTLS
	}
	return &Error{Op: r.op, Cause: cause, Err: err, Text: "the connection failed " + r.progress() + ": " + clean(err)}
}

// progress says how far the exchange had come.
func (r *run) progress() string {
	switch {
	case r.op == OpSend:
		return "while the request was sent"
	case r.op == OpHead && r.x.Timing.FirstByte == 0:
		return "before the first byte of the response"
	case r.op == OpHead:
		return fmt.Sprintf("after %d bytes of the head", r.pos-r.base)
	case r.x.Response != nil && r.x.Response.Framing == FramingLength:
		return fmt.Sprintf("after %d of %d bytes of the body", r.rec.length, r.x.Response.Declared)
	}
	return fmt.Sprintf("after %d bytes of the body", r.rec.length)
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
