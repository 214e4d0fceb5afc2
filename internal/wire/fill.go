package wire

import (
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// fill waits for more bytes within the limits. It returns io.EOF if the peer
// closed the connection; r.ending says how.
func (r *roundTrip) fill() error {
	if !r.makeRoom() {
		return io.ErrShortBuffer
	}
	deadline, reached := r.readDeadline()
	began := time.Now()
	_ = r.nc.SetReadDeadline(deadline)
	if e := r.cancelled(); e != nil {
		return e
	}
	n, err := r.read()
	r.noteArrival(n, began)
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
	return r.connectionFailed(err)
}

// noteArrival records when bytes arrived.
func (r *roundTrip) noteArrival(n int, began time.Time) {
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

// readDeadline returns the time by which the next bytes must arrive, and the
// limit that sets it.
func (r *roundTrip) readDeadline() (time.Time, error) {
	at, reached := time.Now().Add(r.lim.Idle), ErrIdleTimeout
	if r.x.Timing.FirstByte == 0 {
		at, reached = r.sent.Add(r.lim.FirstByte), ErrFirstByteTimeout
	}
	if r.exchangeDeadline.Before(at) {
		return r.exchangeDeadline, ErrExchangeTimeout
	}
	return at, reached
}

// cancelled returns the error for a context that has ended, or nil.
func (r *roundTrip) cancelled() *Error {
	if r.ctx.Err() == nil {
		return nil
	}
	return cancelled(r.ctx, r.op, r.progress())
}

func (r *roundTrip) timedOut(reached, err error) error {
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

func (r *roundTrip) connectionFailed(err error) error {
	if r.closed.Load() {
		return &Error{Op: r.op, Cause: ErrCancelled, Err: err, Text: "the connection was closed here " + r.progress()}
	}
	cause := ErrBroken
	if op, ok := err.(*net.OpError); strings.Contains(err.Error(), "tls:") || ok && op.Op == "remote error" {
		cause = ErrTLS
	}
	return &Error{Op: r.op, Cause: cause, Err: err, Text: "the connection failed " + r.progress() + ": " + clean(err)}
}

// progress describes how far the exchange got.
func (r *roundTrip) progress() string {
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
