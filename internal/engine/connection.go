package engine

import (
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// CloseConnection closes the connection of the check, so that the next request uses a new one.
func (t *T) CloseConnection() {
	if t.link.conn != nil {
		_ = t.link.conn.Close()
	}
	*t.link = link{fresh: true}
}

// Reconnect opens a new connection for what follows.
func (t *T) Reconnect(receiveBuffer int) {
	t.CloseConnection()
	end := t.gw.endpoint
	end.ReceiveBuffer = receiveBuffer
	if c, err := wire.Dial(t.Context(), end, t.gw.limits()); err == nil {
		*t.link = link{conn: c, odd: true} // otherwise the next request says why
	}
}

// lateBytes is how long to wait for bytes that answer no request: a confused
// server sends them at once or a moment later.
const lateBytes = 10 * time.Millisecond

// RecordLeftover reads once more from the connection of the check, and adds what
// nobody had asked for to the exchange before.
func (t *T) RecordLeftover() {
	c, x := t.link.conn, t.Last()
	if c == nil || x == nil {
		return
	}
	for _, f := range c.Leftover(t.Context(), lateBytes).Faults {
		if _, known := x.Fault(f.Kind); !known {
			x.Faults = append(x.Faults, f)
		}
	}
	if t.afterRecording {
		withhold(x)
	}
}

// DoWithoutTLS sends a request in the clear to the port of TLS, on a connection
// of its own.
func (t *T) DoWithoutTLS(req *Request) *wire.Exchange {
	if err := t.takeRequest(); err != nil {
		t.Inconclusive("%v", err)
	}
	plain := t.gw.endpoint
	plain.TLS = nil
	c, err := wire.Dial(t.ctx, plain, t.gw.limits())
	if err != nil {
		t.Inconclusive("no second connection: %v", err)
	}
	defer c.Close()
	req.Attack = true
	x := c.Do(t.ctx, req.Wire(t.gw.prefix))
	t.record(req, x)
	return x
}
