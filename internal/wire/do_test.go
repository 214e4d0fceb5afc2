package wire_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/wire"
)

func TestExchangesOverTLSAreRecorded(t *testing.T) {
	t.Parallel()
	id := certify(t)
	content := pattern(300_000)
	seen := make(chan string, 2)
	e := serve(t, id.server, func(p *peer) {
		seen <- p.request()
		p.send(fmt.Sprintf("HTTP/1.1 200 OK\r\ncontent-TYPE: A/b\r\nContent-Length: %d\r\n\r\n", len(content)))
		_, _ = p.Write(content)
		seen <- p.request()
		p.send("HTTP/1.1 404 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
		p.hang()
	})
	e.TLS = id.client
	c := dial(t, e, wire.Limits{})

	x := c.Do(context.Background(), wire.Request{Method: "POST", Target: "/a?b", Fields: []wire.Field{{Name: "gUID", Value: "x"}}, Body: []byte("hi")})
	if x.Err != nil || len(x.Faults) > 0 {
		t.Fatalf("first exchange: %v, faults %v", x.Err, x.Faults)
	}
	want := "POST /a?b HTTP/1.1\r\nHost: " + e.Address + "\r\ngUID: x\r\nContent-Length: 2\r\n\r\nhi"
	if got := <-seen; got != want {
		t.Errorf("sent %q, want %q", got, want)
	}
	b := x.Response.Body
	if b.Length != int64(len(content)) || b.SHA256 != sha256.Sum256(content) || !b.Complete {
		t.Errorf("body of %d bytes, complete %v; want %d with its digest", b.Length, b.Complete, len(content))
	}
	if string(b.Head) != string(content[:wire.HeadKept]) || string(b.Tail) != string(content[len(content)-wire.TailKept:]) {
		t.Error("head or tail of the body is not what was sent")
	}
	if x.Reused || x.Closed || !c.Usable() || x.TLS.Version != "TLS 1.3" || x.TLS.Subject != "CN=wire test" {
		t.Errorf("reused %v, closed %v, usable %v, TLS %+v", x.Reused, x.Closed, c.Usable(), x.TLS)
	}

	x = c.Do(context.Background(), get)
	<-seen
	if x.Err != nil || len(x.Faults) > 0 || x.Response.Status != 404 || string(x.Response.Body.Head) != "abc" || !x.Reused {
		t.Errorf("second exchange: %+v, %v", x.Response, x.Err)
	}
}

// All of an envelope of 1 MiB is kept, and no more of a body than has a bound.
func TestMoreIsKeptOfWhatBeginsLikeJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		begin        string
		length, kept int
	}{
		{"{", 1 << 20, 1 << 20}, {" \r\n\t[", 1 << 20, 1 << 20}, {"\ufeff{", 1 << 20, 1 << 20},
		{"{", 2 << 20, wire.TextKept}, {"<", 1 << 20, wire.HeadKept}, {"x{", 1 << 20, wire.HeadKept},
	} {
		content := c.begin + strings.Repeat("y", c.length-len(c.begin))
		e := wire.Endpoint{Address: "test:80", Dial: scripted([]byte(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", c.length, content)), 10_000)}
		b := dial(t, e, wire.Limits{}).Do(context.Background(), get).Response.Body
		if string(b.Head) != content[:c.kept] {
			t.Errorf("%d bytes that begin with %q: %d are kept, want %d", c.length, c.begin, len(b.Head), c.kept)
		}
	}
}

// Head, tail and digest do not depend on the pieces in which a body arrives.
func TestBodyRecordDoesNotDependOnPieces(t *testing.T) {
	t.Parallel()
	for _, length := range []int{0, 1, 63, 64, 65, 128, 1000, wire.HeadKept, wire.HeadKept + 1, 3 * wire.HeadKept} {
		for _, size := range []int{1, 7, 63, 64, 65, 4096, 1 << 20} {
			content := pattern(length)
			var text strings.Builder
			text.WriteString(chunked)
			for rest := content; len(rest) > 0; {
				n := min(size, len(rest))
				fmt.Fprintf(&text, "%x\r\n%s\r\n", n, rest[:n])
				rest = rest[n:]
			}
			e := wire.Endpoint{Address: "test:80", Dial: scripted([]byte(text.String()+"0\r\n\r\n"), 10_000)}
			b := dial(t, e, wire.Limits{}).Do(context.Background(), get).Response.Body
			head, tail := content[:min(length, wire.HeadKept)], content[max(0, length-wire.TailKept):]
			if b.Length != int64(length) || b.SHA256 != sha256.Sum256(content) || string(b.Head) != string(head) || string(b.Tail) != string(tail) {
				t.Errorf("%d bytes in pieces of %d: length %d, head %d, tail %x, want tail %x", length, size, b.Length, len(b.Head), b.Tail, tail)
			}
		}
	}
}
