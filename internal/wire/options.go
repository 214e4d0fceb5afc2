package wire

import (
	"context"
	"io"
	"time"
)

// DoOption changes how one exchange is carried out.
type DoOption func(*options)

type options struct {
	limits     Limits // zero values: those of the connection
	extraFirst time.Duration
	sink       io.Writer
	onBody     func(ctx context.Context, received int64) error
	abort      int64 // -1: never
	piece      int
	noHost     bool
}

// WithLimits replaces limits of the connection for one exchange. Zero values
// keep those of the connection.
func WithLimits(l Limits) DoOption { return func(o *options) { o.limits = l } }

// ExtraFirstByte extends the first-byte limit and the exchange limit by d, for
// requests that the peer may hold.
func ExtraFirstByte(d time.Duration) DoOption { return func(o *options) { o.extraFirst = d } }

// WithSink writes the body to w while it arrives, without chunk framing. An
// error of w ends the exchange with ErrSink.
func WithSink(w io.Writer) DoOption { return func(o *options) { o.sink = w } }

// OnBody calls f after each piece of the body with the number of bytes received
// so far. Nothing is read until f returns. An error of f ends the exchange with
// ErrSink. The context is that of the exchange.
func OnBody(f func(ctx context.Context, received int64) error) DoOption {
	return func(o *options) { o.onBody = f }
}

// AbortAfter closes the connection as soon as n bytes of the body have been
// read; 0 closes it after the head. The exchange ends with ErrAborted, unless the
// body is shorter.
func AbortAfter(n int64) DoOption { return func(o *options) { o.abort = max(n, 0) } }

// WriteInPieces sends the request in writes of at most size bytes, each in its
// own segment and TLS record.
func WriteInPieces(size int) DoOption { return func(o *options) { o.piece = size } }

// WithoutHost sends no Host field, to test how a peer rejects that.
func WithoutHost() DoOption { return func(o *options) { o.noHost = true } }

func gather(opts []DoOption) options {
	o := options{abort: -1}
	for _, set := range opts {
		set(&o)
	}
	return o
}

func (o options) bounds(c Limits) Limits {
	l := o.limits.or(c)
	l.FirstByte += o.extraFirst
	l.Exchange += o.extraFirst
	return l
}
