package suites

import (
	"context"
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/target"
)

// pace says how long a reader waits after so many bytes of a body, at most
// until it is released.
type pace func(ctx context.Context, received int64, release <-chan struct{})

// untilReleased reads nothing more until it is released.
func untilReleased(ctx context.Context, _ int64, release <-chan struct{}) { await(ctx, release) }

// steadily spreads a body over a time, so that its connection is never idle.
func steadily(size int64, over time.Duration) pace {
	began := time.Now()
	return func(ctx context.Context, received int64, release <-chan struct{}) {
		due := began.Add(time.Duration(float64(over) * float64(received) / float64(max(size, 1))))
		timer := time.NewTimer(time.Until(due))
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-release:
		case <-ctx.Done():
		}
	}
}

// during does something while a download goes on: it begins when the first
// bytes have arrived, and releases the download when it is done.
func during(t *engine.T, s *engine.Session, rec target.Recording, p pace, something func(), changes ...engine.RequestOption) (x *wire.Exchange) {
	t.KeepAlive(s) // nothing polls for it once the download is under way
	began, over, release := make(chan struct{}), make(chan struct{}), make(chan struct{})
	first := true
	onBody := wire.OnBody(func(ctx context.Context, received int64) error {
		if first {
			first = false
			close(began)
		}
		p(ctx, received, release)
		return nil
	})
	defer t.InBackground(func(side *engine.T) {
		defer close(over)
		side.Reconnect(smallBuffer)
		x = side.Download(s, rec, append(changes, withOption(onBody))...)
	})()
	defer close(release)
	select {
	case <-began:
	case <-over: // the download ended before its first byte
	}
	something()
	return // x is set when the download has ended
}

func await(ctx context.Context, signal <-chan struct{}) {
	select {
	case <-signal:
	case <-ctx.Done():
	}
}
