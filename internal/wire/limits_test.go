package wire_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

const tick = 30 * time.Millisecond

// forever says text again and again until the client is gone.
func forever(text string) func(p *peer) {
	many := strings.Repeat(text, 1+16<<10/len(text))
	return func(p *peer) {
		for {
			if _, err := io.WriteString(p.Conn, many); err != nil {
				return
			}
		}
	}
}

func hang(p *peer) { p.hang() }

// Each case ends by its own limit, with a text that names the limit and the
// number of bytes received.
func TestEachLimitEndsTheExchange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		text    string
		then    func(p *peer)
		lim     wire.Limits
		want    error
		message string
		body    int64 // recorded length
	}{
		{"silence", "", hang, wire.Limits{FirstByte: tick}, wire.ErrFirstByteTimeout, "no byte of a response within 30ms of the request (limit first byte)", 0},
		{"silence in the status line", "HTTP/1.", hang, wire.Limits{Idle: tick}, wire.ErrIdleTimeout, "silence of 30ms (limit idle) after 7 bytes of the head", 0},
		{"silence in the fields", ok + "A: b", hang, wire.Limits{Idle: tick}, wire.ErrIdleTimeout, "after 21 bytes of the head", 0},
		{"silence after an interim response", "HTTP/1.1 100 Go\r\n\r\n", hang, wire.Limits{Idle: tick}, wire.ErrIdleTimeout, "after 19 bytes of the head", 0},
		{"silence in a body", ok + "Content-Length: 9\r\n\r\nhi", hang, wire.Limits{Idle: tick}, wire.ErrIdleTimeout, "after 2 of 9 bytes of the body", 2},
		{"silence in a chunk", chunked + "9\r\nhi", hang, wire.Limits{Idle: tick}, wire.ErrIdleTimeout, "after 2 bytes of the body", 2},
		{"silence instead of the last chunk", chunked + "2\r\nhi\r\n", hang, wire.Limits{Idle: tick}, wire.ErrIdleTimeout, "after 2 bytes of the body", 2},
		{"silence in the trailer", chunked + "2\r\nhi\r\n0\r\n", hang, wire.Limits{Idle: tick}, wire.ErrIdleTimeout, "after 2 bytes of the body", 2},
		{"no length and no end", ok + "\r\nhi", hang, wire.Limits{Idle: tick}, wire.ErrIdleTimeout, "after 2 bytes of the body", 2},
		{"too long as a whole", ok + "Content-Length: 9\r\n\r\nhi", hang, wire.Limits{Exchange: time.Second}, wire.ErrExchangeTimeout, "not finished within 1s (limit exchange), stopped after 2 of 9 bytes", 2},
		{"too long before the first byte", "", hang, wire.Limits{Exchange: tick}, wire.ErrExchangeTimeout, "before the first byte", 0},
		{"endless status line", "HTTP/1.1 200 ", forever("a"), wire.Limits{HeadBytes: 9000}, wire.ErrHeadTooLong, "the head is longer than 9000 bytes (limit head)", 0},
		{"endless fields", ok, forever("A: b\r\n"), wire.Limits{HeadBytes: 9000}, wire.ErrHeadTooLong, "longer than 9000 bytes", 0},
		{"endless field", ok + "A: ", forever("b"), wire.Limits{}, wire.ErrHeadTooLong, "longer than 262144 bytes", 0},
		{"endless folding", ok + "A: b\r\n", forever(" b\r\n"), wire.Limits{HeadBytes: 9000}, wire.ErrHeadTooLong, "limit head", 0},
		{"endless interim responses", "", forever("HTTP/1.1 100 Go\r\n\r\n"), wire.Limits{HeadBytes: 9000}, wire.ErrHeadTooLong, "limit head", 0},
		{"endless chunk size", chunked, forever("0"), wire.Limits{HeadBytes: 9000}, wire.ErrHeadTooLong, "line of a chunk size", 0},
		{"endless trailer", chunked + "0\r\n", forever("A: b\r\n"), wire.Limits{HeadBytes: 9000}, wire.ErrHeadTooLong, "trailer", 0},
		{"endless body", ok + "\r\n", forever("a"), wire.Limits{BodyBytes: 100_001}, wire.ErrBodyTooLong, "longer than 100001 bytes (limit body)", 100_001},
		{"endless chunks", chunked, forever("5\r\nabcde\r\n"), wire.Limits{BodyBytes: 100_000}, wire.ErrBodyTooLong, "100000 bytes", 100_000},
		{"long body declared", ok + "Content-Length: 100001\r\n\r\n", hang, wire.Limits{BodyBytes: 100_000}, wire.ErrBodyTooLong, "the declared body of 100001 bytes", 0},
		{"length beyond all numbers", ok + "Content-Length: 99999999999999999999\r\n\r\n", hang, wire.Limits{}, wire.ErrBodyTooLong, "the declared body", 0},
		{"long chunk declared", chunked + "fffffffffffffffffff\r\n", hang, wire.Limits{}, wire.ErrBodyTooLong, "a chunk of", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := serve(t, nil, func(p *peer) {
				p.request()
				p.send(c.text)
				c.then(p)
			})
			conn := dial(t, e, c.lim)
			x := conn.Do(context.Background(), get)
			if !errors.Is(x.Err, c.want) || !strings.Contains(x.Err.Error(), c.message) {
				t.Fatalf("error %v, want %v with %q", x.Err, c.want, c.message)
			}
			if len(x.Faults) > 0 && c.name != "endless folding" {
				t.Errorf("faults %v", x.Faults)
			}
			if x.Response != nil && x.Response.Body.Length != c.body || x.Response == nil && c.body > 0 {
				t.Errorf("response %+v, want %d bytes of body", x.Response, c.body)
			}
			if conn.Usable() {
				t.Error("the connection is still usable")
			}
		})
	}
}

// A slow body has no long silence, so that only the exchange limit ends it. The
// server sends the next byte when the previous one has been read.
func TestSlowBodyEndsAtTheExchangeLimit(t *testing.T) {
	t.Parallel()
	taken := make(chan struct{}, 1)
	e := serve(t, nil, func(p *peer) {
		p.request()
		p.send(ok + "\r\n")
		for _, err := p.Write([]byte("a")); err == nil; _, err = p.Write([]byte("a")) {
			select {
			case <-taken:
			case <-p.gone:
				return
			}
		}
	})
	x := dial(t, e, wire.Limits{Exchange: time.Second}).Do(context.Background(), get,
		wire.OnBody(func(context.Context, int64) error { taken <- struct{}{}; return nil }))
	if !errors.Is(x.Err, wire.ErrExchangeTimeout) || x.Response == nil || x.Response.Body.Length == 0 {
		t.Errorf("error %v, want the exchange limit after some bytes", x.Err)
	}
}

func TestCancelEndsTheExchangeAtOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text string }{
		{"before the first byte", ""},
		{"in the head", ok},
		{"in the body", ok + "Content-Length: 9\r\n\r\nhi"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(context.Background())
			e := serve(t, nil, func(p *peer) {
				p.request()
				p.send(c.text)
				cancel()
				p.hang()
			})
			began := time.Now()
			x := dial(t, e, wire.Limits{}).Do(ctx, get)
			if !errors.Is(x.Err, wire.ErrCancelled) || !errors.Is(x.Err, context.Canceled) {
				t.Errorf("error %v, want cancelled", x.Err)
			}
			if time.Since(began) > 5*time.Second {
				t.Errorf("took %v", time.Since(began))
			}
		})
	}
	t.Run("before the request", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(context.Background())
		c := dial(t, serve(t, nil, func(p *peer) { p.request() }), wire.Limits{})
		cancel()
		if x := c.Do(ctx, get); !errors.Is(x.Err, wire.ErrCancelled) || x.Timing.Sent != 0 {
			t.Errorf("error %v, sent %v; want nothing sent", x.Err, x.Timing.Sent)
		}
	})
}

// A peer that does not read the request ends the exchange, and closing the TLS
// connection does not wait for it.
func TestPeerThatDoesNotReadEndsTheExchange(t *testing.T) {
	t.Parallel()
	id := certify(t)
	for name, config := range map[string]*tls.Config{"plain": nil, "TLS": id.server} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := serve(t, config, hang)
			if config != nil {
				e.TLS = id.client
			}
			c := dial(t, e, wire.Limits{Idle: tick, FirstByte: tick})
			began := time.Now()
			x := c.Do(context.Background(), wire.Request{Method: "POST", Target: "/", Body: make([]byte, 8<<20)})
			_ = c.Close()
			if !errors.Is(x.Err, wire.ErrSendTimeout) || !strings.Contains(x.Err.Error(), "of 83886") {
				t.Errorf("error %v, want the send limit", x.Err)
			}
			if spent := time.Since(began); spent > 4*time.Second {
				t.Errorf("took %v: %+v %v", spent, x.Timing, x.Err)
			}
		})
	}
}

func TestEarlyAnswerIsRead(t *testing.T) {
	t.Parallel()
	e := serve(t, nil, func(p *peer) {
		_, _ = p.in.ReadString('\n')
		p.send("HTTP/1.1 413 Too Long\r\nContent-Length: 0\r\n\r\n")
		p.hang()
	})
	c := dial(t, e, wire.Limits{Idle: tick})
	x := c.Do(context.Background(), wire.Request{Method: "POST", Target: "/", Body: make([]byte, 8<<20)})
	if x.Err != nil || x.Response.Status != 413 || c.Usable() {
		t.Errorf("error %v, response %+v, usable %v; want the early answer", x.Err, x.Response, c.Usable())
	}
}

func TestLimitsOfOneExchangeReplaceThoseOfTheConnection(t *testing.T) {
	t.Parallel()
	late := make(chan struct{})
	e := serve(t, nil, func(p *peer) {
		for range 2 {
			p.request()
			<-late
			p.send(ok + "Content-Length: 0\r\n\r\n")
		}
	})
	c := dial(t, e, wire.Limits{FirstByte: tick, Exchange: tick})
	time.AfterFunc(2*tick, func() { close(late) })
	if x := c.Do(context.Background(), get, wire.ExtraFirstByte(10*time.Second)); x.Err != nil {
		t.Errorf("with more time: %v", x.Err)
	}
	if x := c.Do(context.Background(), get, wire.WithLimits(wire.Limits{Exchange: 10 * time.Second, FirstByte: 10 * time.Second})); x.Err != nil {
		t.Errorf("with other limits: %v", x.Err)
	}
}

func TestDefaultLimitsAreAllSet(t *testing.T) {
	t.Parallel()
	v := reflect.ValueOf(wire.DefaultLimits())
	for i := range v.NumField() {
		if v.Field(i).Int() <= 0 {
			t.Errorf("%s has no default", v.Type().Field(i).Name)
		}
	}
}
