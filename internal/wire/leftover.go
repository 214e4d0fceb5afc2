package wire

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// lingering is how long the reader waits for the end of a connection after a
// response that announces it.
const lingering = 250 * time.Millisecond

// checkAfterResponse checks the bytes that follow a complete response: those
// that have arrived already if the connection stays open, those up to its end
// otherwise.
func (r *roundTrip) checkAfterResponse() {
	resp := r.x.Response
	if resp.Status == 101 {
		r.switched()
		return
	}
	if resp.Status == 205 && resp.Body.Length > 0 {
		r.fault(FaultBodyNotAllowed, r.pos, "%d bytes with status 205", resp.Body.Length)
	}
	if keepsOpen(resp, r.x.Request.Fields) {
		r.poll()
	} else {
		r.x.Closed = true
		r.markUnusable("the previous response announced its end")
		r.linger(time.Now().Add(lingering))
	}
	if f, ok := r.extra(bodyless(r.x.Request.Method, resp.Status)); ok && !r.ambiguous {
		r.fault(f.Kind, f.Offset, "%s", f.Detail)
	}
}

func (r *roundTrip) switched() {
	r.ambiguous = true
	if len(Values(r.x.Request.Fields, "Upgrade")) == 0 {
		r.fault(FaultSwitching, r.base, "status 101 in answer to a request without Upgrade")
	}
}

// linger reads until the peer closes, the buffer is full or the time has passed.
func (r *roundTrip) linger(until time.Time) {
	_ = r.nc.SetReadDeadline(earlier(until, r.exchangeDeadline))
	for r.ctx.Err() == nil && r.ending == EndingNone && r.makeRoom() {
		if _, err := r.read(); err != nil {
			return
		}
	}
}

// extra describes the bytes that follow a response, if there are any. No further
// exchange is possible after them. mu is held.
func (c *Conn) extra(bodyless bool) (Fault, bool) {
	b := c.buf[c.r:c.w]
	if len(b) == 0 {
		return Fault{}, false
	}
	c.markUnusable("bytes followed the previous response")
	if isIdleTimeout(b) {
		return Fault{}, false
	}
	kind := FaultExtraBytes
	switch {
	case bytes.HasPrefix(b, []byte("HTTP/1.")):
		kind = FaultUnsolicited
	case bodyless:
		kind = FaultBodyNotAllowed
	}
	return Fault{Kind: kind, Offset: c.pos, Count: 1, Detail: fmt.Sprintf("%d bytes or more: %s", len(b), quoted(b))}, true
}

// Leftover is what arrived on a connection after its last response.
type Leftover struct {
	Bytes int // counted up to 64 KiB

	Head   []byte // the first bytes, at most TailKept
	Ending Ending
	Faults []Fault
}

// Leftover waits until a byte arrives, the connection ends, ctx ends or wait has
// passed, and returns what arrived since the last response. A conforming peer
// sends nothing. Bytes that an exchange has reported are counted again.
func (c *Conn) Leftover(ctx context.Context, wait time.Duration) Leftover {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.buf == nil || c.closed.Load() {
		return Leftover{Ending: c.ending}
	}
	if c.poll(); c.r == c.w && c.ending == EndingNone {
		c.await(ctx, wait)
		c.poll()
	}
	out := Leftover{Bytes: c.w - c.r, Head: bytes.Clone(c.buf[c.r:min(c.w, c.r+TailKept)]), Ending: c.ending}
	if f, ok := c.extra(false); ok {
		out.Faults = append(out.Faults, f)
	}
	return out
}

// await waits for the next bytes or for the end of the connection.
func (c *Conn) await(ctx context.Context, wait time.Duration) {
	_ = c.nc.SetReadDeadline(time.Now().Add(wait))
	stop := context.AfterFunc(ctx, c.expire)
	if ctx.Err() == nil && c.makeRoom() {
		_, _ = c.read()
	}
	if !stop() {
		c.markUnusable("the wait on it was cancelled")
	}
}
