package wire_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// flood answers each request with n bytes in the framing given.
func flood(t testing.TB, id identity, n int, chunks bool) wire.Endpoint {
	piece := pattern(64 << 10)
	e := serve(t, id.server, func(p *peer) {
		for p.request() != "" {
			if !chunks {
				p.send(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", n))
			} else {
				p.send(chunked)
			}
			for left := n; left > 0; left -= len(piece) {
				b := piece[:min(left, len(piece))]
				if chunks {
					_, _ = fmt.Fprintf(p, "%x\r\n", len(b))
				}
				if _, err := p.Write(b); err != nil {
					return
				}
				if chunks {
					p.send("\r\n")
				}
			}
			if chunks {
				p.send("0\r\n\r\n")
			}
		}
	})
	e.TLS = id.client
	return e
}

// Memory does not grow with the body, here 64 MiB. This test is not parallel, so
// that nothing else allocates. Over TLS the server's share counts too, which
// under the race detector is some megabytes.
func TestLongBodyUsesLittleMemory(t *testing.T) {
	const size = 64 << 20
	for _, c := range []struct {
		name   string
		id     identity
		chunks bool
		most   uint64
	}{
		{"plain", identity{}, false, 1 << 20},
		{"plain, chunked", identity{}, true, 1 << 20},
		{"TLS", certify(t), false, size / 4},
		{"TLS, chunked", certify(t), true, size / 4},
	} {
		conn := dial(t, flood(t, c.id, size, c.chunks), wire.Limits{})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		x := conn.Do(context.Background(), get)
		runtime.ReadMemStats(&after)
		if x.Err != nil || x.Response.Body.Length != size {
			t.Fatalf("%s: %v", c.name, x.Err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > c.most {
			t.Errorf("%s: %d bytes allocated for a body of %d", c.name, used, size)
		}
	}
}

func BenchmarkBody(b *testing.B) {
	const size = 32 << 20
	for name, chunks := range map[string]bool{"length": false, "chunked": true} {
		b.Run(name, func(b *testing.B) {
			c := dial(b, flood(b, certify(b), size, chunks), wire.Limits{})
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				if x := c.Do(context.Background(), get); x.Err != nil || x.Response.Body.Length != size {
					b.Fatal(x.Err)
				}
			}
		})
	}
}

func BenchmarkSmallExchange(b *testing.B) {
	c := dial(b, flood(b, certify(b), 100, false), wire.Limits{})
	b.ReportAllocs()
	for b.Loop() {
		if x := c.Do(context.Background(), get); x.Err != nil {
			b.Fatal(x.Err)
		}
	}
}

// BenchmarkTinyChunks is the reader alone: a megabyte in chunks of one byte.
func BenchmarkTinyChunks(b *testing.B) {
	text := []byte(chunked)
	for range 1 << 20 {
		text = append(text, "1\r\na\r\n"...)
	}
	text = append(text, "0\r\n\r\n"...)
	e := wire.Endpoint{Address: "test:80", Dial: scripted(text, 1<<20)}
	b.SetBytes(1 << 20)
	for b.Loop() {
		c, err := wire.Dial(context.Background(), e, wire.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		x := c.Do(context.Background(), get, wire.WithSink(io.Discard))
		if x.Err != nil || x.Response.Chunks != 1<<20 {
			b.Fatal(x.Err)
		}
		_ = c.Close()
	}
}
