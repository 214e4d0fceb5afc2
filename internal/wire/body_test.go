package wire_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

func TestBodyOfExactlyTheLimitIsRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{ok + "Content-Length: 2\r\n\r\nhi", chunked + "1\r\nh\r\n1\r\ni\r\n0\r\n\r\n", ok + "\r\nhi"} {
		e := serve(t, nil, func(p *peer) { p.request(); p.send(text) })
		if x := dial(t, e, wire.Limits{BodyBytes: 2}).Do(context.Background(), get); x.Err != nil || !x.Response.Body.Complete {
			t.Errorf("%q: %v", text, x.Err)
		}
		if x := dial(t, e, wire.Limits{BodyBytes: 1}).Do(context.Background(), get); !errors.Is(x.Err, wire.ErrBodyTooLong) {
			t.Errorf("%q: %v, want too long", text, x.Err)
		}
	}
}

func TestAbortAfterClosesTheConnection(t *testing.T) {
	t.Parallel()
	id := certify(t)
	for _, n := range []int64{0, 1, 70_000} {
		for _, head := range []string{chunked + "100000\r\n", ok + "Content-Length: 1048576\r\n\r\n", ok + "\r\n"} {
			gone := make(chan error, 1)
			e := serve(t, id.server, func(p *peer) {
				p.request()
				p.send(head)
				var err error
				for err == nil {
					_, err = p.Write(make([]byte, 1<<10))
				}
				gone <- err
			})
			e.TLS = id.client
			c := dial(t, e, wire.Limits{})
			x := c.Do(context.Background(), get, wire.AbortAfter(n))
			if !errors.Is(x.Err, wire.ErrAborted) || x.Response.Body.Length != n || c.Usable() || x.Closed {
				t.Errorf("after %d of %q: error %v, %d bytes, closed %v", n, head, x.Err, x.Response.Body.Length, x.Closed)
			}
			if err := <-gone; err == nil {
				t.Error("the server noticed nothing")
			}
		}
	}
	x := dial(t, serve(t, nil, func(p *peer) { p.request(); p.send(ok + "Content-Length: 2\r\n\r\nhi"); p.hang() }), wire.Limits{}).
		Do(context.Background(), get, wire.AbortAfter(3))
	if x.Err != nil || !x.Response.Body.Complete {
		t.Errorf("a body shorter than the abort: %v", x.Err)
	}
}

// The time that the caller takes between two pieces is neither idle time nor a
// gap of the peer. The exchange limit and the context apply to it.
func TestPausesOfTheCallerAreNotGaps(t *testing.T) {
	t.Parallel()
	const pause = time.Second
	sent := make(chan struct{})
	e := serve(t, nil, func(p *peer) {
		p.request()
		p.send(chunked + "2\r\nhi\r\n2\r\nho\r\n0\r\n\r\n")
		close(sent)
		p.hang()
	})
	x := dial(t, e, wire.Limits{Idle: pause / 2}).Do(context.Background(), get, wire.OnBody(func(context.Context, int64) error {
		<-sent
		<-time.After(pause)
		return nil
	}))
	if x.Err != nil || x.Response.Body.Length != 4 {
		t.Fatalf("error %v, want the whole body", x.Err)
	}
	if x.Timing.LongestGap >= pause {
		t.Errorf("the pauses of the caller count as a gap of %v", x.Timing.LongestGap)
	}
	half := func(p *peer) { p.request(); p.send(chunked + "2\r\nhi\r\n"); p.hang() }
	x = dial(t, serve(t, nil, half), wire.Limits{Exchange: tick}).Do(context.Background(), get,
		wire.OnBody(func(context.Context, int64) error { <-time.After(tick); return nil }))
	if !errors.Is(x.Err, wire.ErrExchangeTimeout) {
		t.Errorf("a pause longer than the exchange limit: %v", x.Err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	x = dial(t, serve(t, nil, half), wire.Limits{}).Do(ctx, get,
		wire.OnBody(func(context.Context, int64) error { cancel(); return nil }))
	if !errors.Is(x.Err, wire.ErrCancelled) {
		t.Errorf("cancelled in a pause: %v", x.Err)
	}
}

// refuse is a writer that fails after n bytes.
type refuse struct{ n int }

func (r *refuse) Write(p []byte) (int, error) {
	if r.n -= len(p); r.n < 0 {
		return 0, errors.New("full\x1b")
	}
	return len(p), nil
}

func TestSinkAndOnBodyGetTheBody(t *testing.T) {
	t.Parallel()
	content := pattern(100_000)
	text := chunked
	for rest := content; len(rest) > 0; rest = rest[min(len(rest), 777):] {
		piece := rest[:min(len(rest), 777)]
		text += fmt.Sprintf("%x\r\n%s\r\n", len(piece), piece)
	}
	e := serve(t, nil, func(p *peer) { p.request(); p.send(text + "0\r\n\r\n"); p.hang() })
	var sink bytes.Buffer
	var last int64
	x := dial(t, e, wire.Limits{}).Do(context.Background(), get, wire.WithSink(&sink),
		wire.OnBody(func(_ context.Context, n int64) error { last = n; return nil }))
	if x.Err != nil || !bytes.Equal(sink.Bytes(), content) || last != int64(len(content)) || x.Response.Body.SHA256 != sha256.Sum256(content) {
		t.Errorf("error %v, %d bytes in the sink, hook at %d", x.Err, sink.Len(), last)
	}
	if got := string(x.Response.Body.Tail); got != string(content[len(content)-wire.TailKept:]) {
		t.Errorf("tail %q", got)
	}
	x = dial(t, e, wire.Limits{}).Do(context.Background(), get, wire.WithSink(&refuse{n: 5000}))
	if !errors.Is(x.Err, wire.ErrSink) || strings.Contains(x.Err.Error(), "\x1b") {
		t.Errorf("sink that is full: %v", x.Err)
	}
	x = dial(t, e, wire.Limits{}).Do(context.Background(), get,
		wire.OnBody(func(context.Context, int64) error { return io.ErrNoProgress }))
	if !errors.Is(x.Err, wire.ErrSink) || !errors.Is(x.Err, io.ErrNoProgress) {
		t.Errorf("hook that fails: %v", x.Err)
	}
}
