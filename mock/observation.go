package mock

import (
	"log/slog"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// Observation is what is known of one request after its answer. It holds no
// Guid, no password and nothing of a recording.
type Observation struct {
	Operation string // log name, "" if the address belongs to no operation
	Method    string
	Agent     string         // of the path
	Condition spec.Condition // why it was refused, "" if it was not
	Detail    string         // more about the refusal
	Retcode   string         // of the envelope, "" for a recording
	Status    int
	Bytes     int64         // of the body, as far as they went out
	Began     time.Time     // by the gateway's clock
	Took      time.Duration // by the gateway's clock
	Err       error         // why the answer broke off, nil if it did not
}

// report logs a request and tells the observers.
func (g *Gateway) report(r *request, a *answer, written int64, err error) {
	o := Observation{
		Method: r.http.Method, Agent: r.agent, Condition: a.cond, Detail: a.detail,
		Retcode: a.retcode(), Status: a.status, Bytes: written,
		Began: r.received, Took: g.clock.Since(r.received), Err: err,
	}
	if r.op != nil {
		o.Operation = r.op.LogName
	}
	g.log.LogAttrs(r.http.Context(), o.level(), o.name(), o.attrs()...)
	for _, f := range g.observe {
		f(o)
	}
}

func (o Observation) level() slog.Level {
	if o.Err != nil || o.Condition == spec.ServerFault {
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

func (o Observation) name() string {
	if o.Operation == "" {
		return "no operation"
	}
	return o.Operation
}

func (o Observation) attrs() []slog.Attr {
	attrs := []slog.Attr{slog.String("method", o.Method), slog.Int("status", o.Status)}
	text := func(key, v string) {
		if v != "" {
			attrs = append(attrs, slog.String(key, v))
		}
	}
	text("agent", o.Agent)
	text("retcode", o.Retcode)
	text("condition", string(o.Condition))
	text("detail", o.Detail)
	attrs = append(attrs, slog.Int64("bytes", o.Bytes), slog.Duration("took", o.Took))
	if o.Err != nil {
		text("error", o.Err.Error())
	}
	return attrs
}
