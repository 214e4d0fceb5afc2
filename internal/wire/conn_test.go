package wire_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

const empty = ok + "Content-Length: 0\r\n\r\n"

// never is a wait that ends only in a test that fails.
const never = 20 * time.Second

func TestNothingIsSentAfterThePeerClosed(t *testing.T) {
	t.Parallel()
	id := certify(t)
	e := serve(t, id.server, func(p *peer) { p.request(); p.send(empty) })
	e.TLS = id.client
	c := dial(t, e, wire.Limits{})
	if x := c.Do(context.Background(), get); x.Err != nil {
		t.Fatal(x.Err)
	}
	if l := c.Leftover(context.Background(), never); l.Ending != wire.EndingOrderly || l.Bytes != 0 || len(l.Faults) > 0 {
		t.Fatalf("leftover %+v, want an orderly end", l)
	}
	if c.Usable() {
		t.Error("the connection counts as usable after its end")
	}
	x := c.Do(context.Background(), get)
	if c.Usable() || !errors.Is(x.Err, wire.ErrStale) || !wire.ClosedWhileIdle(x) || x.Timing.Sent != 0 {
		t.Errorf("usable %v, error %v; want nothing sent", c.Usable(), x.Err)
	}
}

func TestLossDuringALaterRequestCountsAsClosedWhileIdle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		lose func(p *peer)
		want error
	}{
		{"closed", func(*peer) {}, wire.ErrClosed},
		{"reset", (*peer).reset, wire.ErrReset},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := serve(t, nil, func(p *peer) { p.request(); p.send(empty); p.request(); c.lose(p) })
			conn := dial(t, e, wire.Limits{})
			first := conn.Do(context.Background(), get)
			x := conn.Do(context.Background(), get)
			if first.Err != nil || !errors.Is(x.Err, c.want) || !wire.ClosedWhileIdle(x) || !x.Closed {
				t.Errorf("errors %v, %v; want %v", first.Err, x.Err, c.want)
			}
		})
	}
	x := answer(t, "", nil)
	if !errors.Is(x.Err, wire.ErrClosed) || wire.ClosedWhileIdle(x) {
		t.Errorf("on a fresh connection: %v, idle %v", x.Err, wire.ClosedWhileIdle(x))
	}
	c := dial(t, serve(t, nil, func(*peer) {}), wire.Limits{})
	if l := c.Leftover(context.Background(), never); l.Ending != wire.EndingOrderly {
		t.Fatalf("leftover %+v", l)
	}
	if x = c.Do(context.Background(), get); !errors.Is(x.Err, wire.ErrClosed) || wire.ClosedWhileIdle(x) || x.Timing.Sent != 0 {
		t.Errorf("closed before the first request: %v", x.Err)
	}
	if wire.ClosedWhileIdle(nil) {
		t.Error("no exchange counts as closed while idle")
	}
}

func TestResetInTheBodyIsReported(t *testing.T) {
	t.Parallel()
	got := make(chan struct{})
	e := serve(t, nil, func(p *peer) {
		p.request()
		p.send(ok + "Content-Length: 9\r\n\r\nhi")
		<-got // a reset discards the bytes in flight
		p.reset()
	})
	var once sync.Once
	x := dial(t, e, wire.Limits{}).Do(context.Background(), get,
		wire.OnBody(func(context.Context, int64) error { once.Do(func() { close(got) }); return nil }))
	if !errors.Is(x.Err, wire.ErrReset) || x.Ending != wire.EndingReset || len(x.Faults) > 0 || x.Response.Body.Length != 2 || x.Response.Body.Complete {
		t.Errorf("error %v, ending %q, faults %v, body %+v", x.Err, x.Ending, x.Faults, x.Response.Body)
	}
	if want := "the peer reset the connection after 2 of 9 bytes of the body"; x.Err.Error() != want {
		t.Errorf("text %q, want %q", x.Err, want)
	}
}

func TestUnsolicitedResponseIsReported(t *testing.T) {
	t.Parallel()
	late := make(chan struct{})
	e := serve(t, nil, func(p *peer) {
		p.request()
		p.send(empty)
		<-late
		p.send(empty)
		p.hang()
	})
	c := dial(t, e, wire.Limits{})
	if x := c.Do(context.Background(), get); x.Err != nil || len(x.Faults) > 0 || !c.Usable() {
		t.Fatalf("first exchange: %v, %v, usable %v", x.Err, x.Faults, c.Usable())
	}
	if l := c.Leftover(context.Background(), time.Millisecond); l.Bytes != 0 || l.Ending != wire.EndingNone || !c.Usable() {
		t.Fatalf("leftover %+v, usable %v; want nothing yet", l, c.Usable())
	}
	close(late)
	l := c.Leftover(context.Background(), never)
	if l.Bytes != len(empty) || len(l.Faults) != 1 || l.Faults[0].Kind != wire.FaultUnsolicited || !bytes.HasPrefix(l.Head, []byte("HTTP/1.1 200")) {
		t.Errorf("leftover %+v, want an unsolicited response", l)
	}
	x := c.Do(context.Background(), get)
	if c.Usable() || !errors.Is(x.Err, wire.ErrUnusable) || wire.ClosedWhileIdle(x) {
		t.Errorf("usable %v, error %v; want nothing sent", c.Usable(), x.Err)
	}
}

func TestNothingIsSentAfterEarlyBytes(t *testing.T) {
	t.Parallel()
	e := serve(t, nil, func(p *peer) { p.send(empty); p.hang() })
	c := dial(t, e, wire.Limits{})
	for c.Usable() {
		runtime.Gosched()
	}
	x := c.Do(context.Background(), get)
	if !errors.Is(x.Err, wire.ErrUnusable) || kinds(x) != "unsolicited-response" || x.Timing.Sent != 0 {
		t.Errorf("error %v, faults %v", x.Err, x.Faults)
	}
}

func TestLeftoverEndsWithTheContext(t *testing.T) {
	t.Parallel()
	c := dial(t, serve(t, nil, hang), wire.Limits{})
	ctx, cancel := context.WithTimeout(context.Background(), tick)
	defer cancel()
	began := time.Now()
	if l := c.Leftover(ctx, never); l.Bytes != 0 || time.Since(began) > never/2 || c.Usable() {
		t.Errorf("leftover %+v after %v, usable %v", l, time.Since(began), c.Usable())
	}
}

func TestLeftoverCountsBytesAfterABodylessResponse(t *testing.T) {
	t.Parallel()
	extra := strings.Repeat("x", 100)
	e := serve(t, nil, func(p *peer) { p.request(); p.send("HTTP/1.1 204 None\r\n\r\n" + extra); p.hang() })
	c := dial(t, e, wire.Limits{})
	x := c.Do(context.Background(), get)
	l := c.Leftover(context.Background(), 0)
	if kinds(x) != "body-not-allowed" || l.Bytes != 100 || string(l.Head) != extra[:wire.TailKept] || l.Ending != wire.EndingNone ||
		len(l.Faults) != 1 || l.Faults[0].Kind != wire.FaultExtraBytes || l.Faults[0].Offset != int64(len("HTTP/1.1 204 None\r\n\r\n")) {
		t.Errorf("faults %v, leftover %+v", x.Faults, l)
	}
}

func TestEndlessBytesAfterTheLastResponseAreBounded(t *testing.T) {
	t.Parallel()
	e := serve(t, nil, func(p *peer) {
		p.request()
		p.send(ok + "Connection: close\r\nContent-Length: 2\r\n\r\nhi")
		forever("x")(p)
	})
	c := dial(t, e, wire.Limits{})
	x := c.Do(context.Background(), get)
	if x.Err != nil || kinds(x) != "bytes-after-body" || !x.Closed || c.Usable() {
		t.Errorf("error %v, faults %v", x.Err, x.Faults)
	}
	if l := c.Leftover(context.Background(), 0); l.Bytes < 1 || l.Bytes > 64<<10 {
		t.Errorf("leftover of %d bytes", l.Bytes)
	}
}

func TestRequestIsSentUnchanged(t *testing.T) {
	t.Parallel()
	odd := []wire.Field{{Name: "HOST", Value: "other"}, {Name: "content-length", Value: "0"}, {Name: "x", Value: "\x01 y"}}
	for _, c := range []struct {
		name    string
		request wire.Request
		options []wire.DoOption
		want    string
	}{
		{"own fields", wire.Request{Method: "get", Target: "//x y?\x7f", Fields: odd}, nil,
			"get //x y?\x7f HTTP/1.1\r\nHOST: other\r\ncontent-length: 0\r\nx: \x01 y\r\n\r\n"},
		{"empty body", wire.Request{Method: "PUT", Target: "/", Body: []byte{}}, nil, "PUT / HTTP/1.1\r\nHost: gw\r\nContent-Length: 0\r\n\r\n"},
		{"no body", get, nil, "GET / HTTP/1.1\r\nHost: gw\r\n\r\n"},
		{"no host", get, []wire.DoOption{wire.WithoutHost()}, "GET / HTTP/1.1\r\n\r\n"},
		{"in pieces", wire.Request{Method: "PUT", Target: "/", Body: []byte("hello")}, []wire.DoOption{wire.WriteInPieces(3)},
			"PUT / HTTP/1.1\r\nHost: gw\r\nContent-Length: 5\r\n\r\nhello"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := make(chan string, 1)
			e := serve(t, nil, func(p *peer) { got <- p.request(); p.send(empty); p.hang() })
			e.Host = "gw"
			x := dial(t, e, wire.Limits{}).Do(context.Background(), c.request, c.options...)
			if text := <-got; text != c.want || x.Err != nil {
				t.Errorf("sent %q, want %q (%v)", text, c.want, x.Err)
			}
		})
	}
}

func TestHostFieldOmitsTheDefaultPort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		endpoint wire.Endpoint
		want     string
	}{
		{wire.Endpoint{Address: "gw.example:8043"}, "gw.example:8043"},
		{wire.Endpoint{Address: "gw.example:80"}, "gw.example"},
		{wire.Endpoint{Address: "[::1]:80"}, "[::1]"},
		{wire.Endpoint{Address: "127.0.0.1:80"}, "127.0.0.1"},
		{wire.Endpoint{Address: "gw.example:443"}, "gw.example:443"},
		{wire.Endpoint{Address: "nonsense"}, "nonsense"},
		{wire.Endpoint{Address: "gw.example:1", Host: "other"}, "other"},
	} {
		c.endpoint.Dial = scripted([]byte(empty), 100)
		x := dial(t, c.endpoint, wire.Limits{}).Do(context.Background(), get)
		if got := wire.Values(x.Request.Fields, "host"); len(got) != 1 || got[0] != c.want {
			t.Errorf("%q: Host %q, want %q", c.endpoint.Address, got, c.want)
		}
	}
}

func TestCloseEndsTheExchange(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	c := dial(t, serve(t, nil, func(p *peer) { p.request(); close(asked); p.hang() }), wire.Limits{})
	go func() { <-asked; _ = c.Close(); _ = c.Close() }()
	x := c.Do(context.Background(), get)
	if !errors.Is(x.Err, wire.ErrCancelled) || x.Err.Error() != "the connection was closed here before the first byte of the response" {
		t.Errorf("error %v", x.Err)
	}
	x = c.Do(context.Background(), get)
	if !errors.Is(x.Err, wire.ErrUnusable) || !strings.HasSuffix(x.Err.Error(), "the previous exchange failed") || c.Usable() || c.Leftover(context.Background(), never).Bytes != 0 {
		t.Errorf("after Close: %v, usable %v", x.Err, c.Usable())
	}
}

func TestNothingIsSentAfterClose(t *testing.T) {
	t.Parallel()
	c := dial(t, serve(t, nil, hang), wire.Limits{})
	_ = c.Close()
	if x := c.Do(context.Background(), get); !errors.Is(x.Err, wire.ErrUnusable) || !strings.HasSuffix(x.Err.Error(), "it was closed here") {
		t.Errorf("error %v", x.Err)
	}
}

// Many goroutines on many connections, with buffers changing hands.
func TestParallelConnectionsKeepBodiesApart(t *testing.T) {
	t.Parallel()
	id := certify(t)
	content := pattern(200_000)
	e := serve(t, id.server, func(p *peer) {
		for p.request() != "" {
			p.send(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", len(content)))
			_, _ = p.Write(content)
		}
	})
	e.TLS = id.client
	want := sha256.Sum256(content)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 3 {
				c, err := wire.Dial(context.Background(), e, wire.Limits{})
				if err != nil {
					t.Error(err)
					return
				}
				for range 2 {
					if x := c.Do(context.Background(), get); x.Err != nil || x.Response.Body.SHA256 != want {
						t.Errorf("%v", x.Err)
					}
				}
				_ = c.Close()
			}
		})
	}
	all.Wait()
}

func TestTimingIsInOrder(t *testing.T) {
	t.Parallel()
	x := answer(t, ok+"Content-Length: 2\r\n\r\nhi", nil)
	g := x.Timing
	if x.Began.IsZero() || g.Sent <= 0 || g.FirstByte < g.Sent || g.HeadDone < g.FirstByte || g.Done < g.HeadDone {
		t.Errorf("timing %+v", g)
	}
}
