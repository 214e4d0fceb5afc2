package wire_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"net"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// script is a connection from which text can be read after a write, at most
// piece bytes at a time, followed by the end.
type script struct {
	text  []byte
	piece int
	asked bool // a write has occurred
}

func scripted(text []byte, piece int) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		return &script{text: text, piece: max(piece, 1)}, nil
	}
}

func (s *script) Read(p []byte) (int, error) {
	if !s.asked {
		return 0, timeout{}
	}
	if len(s.text) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), s.piece)], s.text)
	s.text = s.text[n:]
	return n, nil
}

func (s *script) Write(p []byte) (int, error)      { s.asked = true; return len(p), nil }
func (s *script) Close() error                     { return nil }
func (s *script) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (s *script) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (s *script) SetDeadline(time.Time) error      { return nil }
func (s *script) SetReadDeadline(time.Time) error  { return nil }
func (s *script) SetWriteDeadline(time.Time) error { return nil }

// timeout is what a read without data returns.
type timeout struct{}

func (timeout) Error() string   { return "nothing yet" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }

// FuzzReadResponse feeds the reader arbitrary bytes. The reader ends, keeps its
// bounds and agrees with net/http on every message without a fault.
func FuzzReadResponse(f *testing.F) {
	for _, c := range brokenResponses {
		f.Add([]byte(c.text), uint16(1000), c.method == "HEAD")
	}
	for _, c := range legalResponses {
		f.Add([]byte(c.text), uint16(7), c.method == "HEAD")
	}
	f.Fuzz(func(t *testing.T, text []byte, piece uint16, head bool) {
		request := get
		if head {
			request.Method = "HEAD"
		}
		limits := wire.Limits{BodyBytes: 1 << 20, HeadBytes: 4 << 10, Exchange: 20 * time.Second}
		e := wire.Endpoint{Address: "test:80", Dial: scripted(text, int(piece))}
		x := dial(t, e, limits).Do(context.Background(), request)
		sane(t, x, len(text))
		if x.Err == nil && len(x.Faults) == 0 && len(x.Response.Interim) == 0 && x.Response.Status != 101 {
			agreesWithNetHTTP(t, x, text)
		}
	})
}

func sane(t *testing.T, x *wire.Exchange, size int) {
	t.Helper()
	for _, f := range x.Faults {
		if !slices.Contains(wire.FaultKinds(), f.Kind) || f.Count < 1 || f.Offset < 0 || f.Offset > int64(size) || len(f.Detail) > 4096 {
			t.Errorf("fault %+v", f)
		}
		for _, b := range []byte(f.Detail) {
			if b < ' ' || b == 0x7f {
				t.Errorf("fault %q is not printable", f.Detail)
			}
		}
	}
	if x.Response == nil {
		if x.Err == nil {
			t.Fatal("neither a response nor an error")
		}
		return
	}
	b := x.Response.Body
	if b.Length > int64(size) || len(b.Head) > wire.TextKept || len(b.Tail) > wire.TailKept || int64(len(b.Head)) > b.Length {
		t.Errorf("body of %d bytes, head %d, tail %d, of %d received", b.Length, len(b.Head), len(b.Tail), size)
	}
	if x.Err == nil && !b.Complete {
		t.Error("no error, but the body is incomplete")
	}
}

func agreesWithNetHTTP(t *testing.T, x *wire.Exchange, text []byte) {
	t.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(text)), &http.Request{Method: x.Request.Method})
	if err != nil {
		return // net/http accepts less, for example no empty members in Transfer-Encoding
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return // net/http accepts less, for example fewer digits in a chunk size
	}
	if resp.StatusCode != x.Response.Status {
		t.Errorf("status %d, net/http finds %d", x.Response.Status, resp.StatusCode)
	}
	if sha256.Sum256(body) != x.Response.Body.SHA256 {
		t.Errorf("body of %d bytes, net/http finds %d", x.Response.Body.Length, len(body))
	}
}
