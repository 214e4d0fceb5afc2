package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// roundTrip is one exchange in progress.
type roundTrip struct {
	*Conn
	ctx              context.Context
	x                *Exchange
	opt              options
	lim              Limits
	op               Op
	exchangeDeadline time.Time
	sent             time.Time // first-byte limit counts from here
	head             int       // bytes of the head limit that are left
	base             int64     // pos when the exchange began
	rec              recorder
	ambiguous        bool // the framing is ambiguous: the bytes that follow cannot be judged
}

func newRoundTrip(ctx context.Context, c *Conn, req Request, o options) *roundTrip {
	r := &roundTrip{Conn: c, ctx: ctx, opt: o, lim: o.bounds(c.limits), op: OpSend}
	r.head = r.lim.HeadBytes
	now := time.Now()
	r.exchangeDeadline, r.base = now.Add(r.lim.Exchange), c.pos
	r.x = &Exchange{Began: now, Request: c.completeRequest(req, o), TLS: c.tls, Reused: c.exchanges > 0}
	return r
}

// perform sends the request and reads the response.
func (r *roundTrip) perform() error {
	if err := r.ready(); err != nil {
		return err
	}
	stop := context.AfterFunc(r.ctx, r.expire)
	defer func() {
		if !stop() { // expire may still run and affect a later exchange
			r.markUnusable("the previous exchange was cancelled")
		}
	}()
	r.exchanges++
	sendErr := r.send()
	r.sent = time.Now()
	r.x.Timing.Sent = r.sent.Sub(r.x.Began)
	err := r.receive()
	if sendErr != nil && err != nil && r.x.Timing.FirstByte == 0 {
		return sendErr
	}
	if err == nil {
		r.checkAfterResponse()
	}
	return err
}

// finish records the outcome in the exchange.
func (r *roundTrip) finish(err error) {
	x := r.x
	if x.Timing.Done == 0 && x.Timing.Sent > 0 {
		x.Timing.Done = time.Since(x.Began)
	}
	x.Ending = r.ending
	x.Closed = x.Closed || r.ending != EndingNone
	if r.ambiguous {
		r.markUnusable("the framing of the previous response was ambiguous")
	}
	if err != nil {
		x.Err = asError(r.op, err)
		r.markUnusable("the previous exchange failed")
		r.closeAfterFailure(x.Err)
	}
}

// closeAfterFailure closes the connection. It sends close_notify only after a
// deliberate abort: a peer that reads nothing would block the alert.
func (r *roundTrip) closeAfterFailure(err error) {
	if !errors.Is(err, ErrAborted) {
		_ = r.raw.Close()
	}
	_ = r.Close()
}

func (c *Conn) markUnusable(why string) {
	if c.unusable == "" {
		c.unusable = why
	}
}

// ready makes sure that the connection is idle and the peer expects a request.
func (r *roundTrip) ready() error {
	if e := cancelled(r.ctx, OpSend, "before the request was sent"); e != nil {
		return e
	}
	if r.closed.Load() || r.unusable != "" {
		why := r.unusable
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
		return r.closedByPeer()
	}
	return nil
}

// closedByPeer is the error for a peer that closed before the request: an idle
// connection, which it may close, or one that has served no request yet.
func (r *roundTrip) closedByPeer() error {
	e := &Error{Op: OpSend, Cause: ErrStale, Text: "nothing was sent: the peer had closed the connection while it was idle"}
	if r.exchanges == 0 {
		e.Cause, e.Text = ErrClosed, "nothing was sent: the peer had closed the connection before the first request"
	}
	return e
}

// isIdleTimeout recognizes status 408, which a server may send before it closes
// a connection that was idle for too long (RFC 9110 section 15.5.9).
func isIdleTimeout(b []byte) bool {
	return bytes.HasPrefix(b, []byte("HTTP/1.")) && len(b) >= 12 && string(b[8:12]) == " 408"
}

// fault records a breach at that offset. The details are those of the first of
// each kind. Text from the peer must be quoted in args.
func (r *roundTrip) fault(kind FaultKind, at int64, format string, args ...any) {
	for i := range r.x.Faults {
		if r.x.Faults[i].Kind == kind {
			r.x.Faults[i].Count++
			return
		}
	}
	r.x.Faults = append(r.x.Faults, Fault{Kind: kind, Detail: fmt.Sprintf(format, args...), Offset: at, Count: 1})
}

// completeRequest returns req as it is sent, with Host and Content-Length added.
func (c *Conn) completeRequest(req Request, o options) Request {
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
