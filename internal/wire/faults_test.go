package wire_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// broken is one response that breaks HTTP/1.1. The server sends it, then keeps
// the connection open (hang) or closes it.
type broken struct {
	name   string
	method string // GET if empty
	text   string
	hang   bool
	tls    bool // over TLS, closed without close_notify
	faults string
	err    error
	body   string // what is read in spite of the faults
}

const ok = "HTTP/1.1 200 OK\r\n"

var brokenResponses = []broken{
	{name: "no HTTP", text: "hello\r\n", faults: "status-line", err: wire.ErrMalformed},
	{name: "no HTTP and no line", text: "\x16\x03\x01", faults: "status-line", err: wire.ErrMalformed},
	{name: "no status code", text: "HTTP/1.1 OK\r\n\r\n", faults: "status-line", err: wire.ErrMalformed},
	{name: "status of two digits", text: "HTTP/1.1 20 OK\r\n\r\n", faults: "status-line", err: wire.ErrMalformed},
	{name: "status of four digits", text: "HTTP/1.1 2000 OK\r\n\r\n", faults: "status-line", err: wire.ErrMalformed},
	{name: "signed status", text: "HTTP/1.1 +20 OK\r\n\r\n", faults: "status-line", err: wire.ErrMalformed},
	{name: "no space after the status", text: "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", faults: "status-line", body: "hi"},
	{name: "two spaces before the status", text: "HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nhi", faults: "status-line", body: "hi"},
	{name: "tab before the status", text: "HTTP/1.1\t200 OK\r\nContent-Length: 2\r\n\r\nhi", faults: "status-line", body: "hi"},
	{name: "no space before the reason", text: "HTTP/1.1 200OK\r\nContent-Length: 2\r\n\r\nhi", faults: "status-line", body: "hi"},
	{name: "escape in the reason", text: "HTTP/1.1 200 \x1b[31m\r\nContent-Length: 2\r\n\r\nhi", faults: "status-line", body: "hi"},
	{name: "empty line first", text: "\r\n" + ok + "Content-Length: 2\r\n\r\nhi", faults: "status-line", body: "hi"},
	{name: "version 2", text: "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", faults: "http-version", body: "hi"},
	{name: "version without minor", text: "HTTP/1 200 OK\r\nContent-Length: 2\r\n\r\nhi", faults: "http-version", body: "hi"},
	{name: "version in lower case", text: "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", faults: "http-version", body: "hi"},
	{name: "version of two digits", text: "HTTP/1.10 200 OK\r\nContent-Length: 2\r\n\r\nhi", faults: "http-version", body: "hi"},
	{name: "status 099", text: "HTTP/1.1 099 Low\r\nContent-Length: 2\r\n\r\nhi", faults: "status-code", body: "hi"},
	{name: "status 600", text: "HTTP/1.1 600 High\r\nContent-Length: 2\r\n\r\nhi", faults: "status-code", body: "hi"},

	{name: "LF in the status line", text: "HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nhi", faults: "bare-lf", body: "hi"},
	{name: "LF after a field", text: ok + "Content-Length: 2\n\r\nhi", faults: "bare-lf", body: "hi"},
	{name: "LF ends the head", text: ok + "Content-Length: 2\r\n\nhi", faults: "bare-lf", body: "hi"},
	{name: "LF everywhere", text: "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", faults: "bare-lf", body: "hi"},
	{name: "LF after a chunk size", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\nhi\r\n0\r\n\r\n", faults: "bare-lf", body: "hi"},
	{name: "LF after chunk data", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\n0\r\n\r\n", faults: "bare-lf", body: "hi"},
	{name: "LF after the last chunk", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\n", faults: "bare-lf", body: "hi"},
	{name: "CR in a field", text: ok + "X: a\rb\r\nContent-Length: 2\r\n\r\nhi", faults: "bare-cr", body: "hi"},
	{name: "CR twice at the end", text: ok + "X: a\r\r\nContent-Length: 2\r\n\r\nhi", faults: "bare-cr", body: "hi"},
	{name: "CR in the reason", text: "HTTP/1.1 200 a\rb\r\nContent-Length: 2\r\n\r\nhi", faults: "bare-cr", body: "hi"},

	{name: "space before the first field", text: ok + " X: a\r\nContent-Length: 2\r\n\r\nhi", faults: "space-before-first-field", body: "hi"},
	{name: "folded field", text: ok + "X: a\r\n b\r\nContent-Length: 2\r\n\r\nhi", faults: "obs-fold", body: "hi"},
	{name: "folded with tab", text: ok + "X: a\r\n\tb\r\nContent-Length: 2\r\n\r\nhi", faults: "obs-fold", body: "hi"},
	{name: "folded length", text: ok + "Content-Length:\r\n 2\r\n\r\nhi", faults: "obs-fold", body: "hi"},
	{name: "white line", text: ok + "Content-Length: 2\r\n \r\n\r\nhi", faults: "obs-fold", body: "hi"},
	{name: "space before the colon", text: ok + "Content-Length : 2\r\n\r\nhi", faults: "space-before-colon", body: "hi"},
	{name: "tab before the colon", text: ok + "Content-Length\t: 2\r\n\r\nhi", faults: "space-before-colon", body: "hi"},
	{name: "field without colon", text: ok + "nonsense\r\nContent-Length: 2\r\n\r\nhi", faults: "field-without-colon", body: "hi"},
	{name: "empty field name", text: ok + ": a\r\nContent-Length: 2\r\n\r\nhi", faults: "field-name", body: "hi"},
	{name: "space in a field name", text: ok + "A B: a\r\nContent-Length: 2\r\n\r\nhi", faults: "field-name", body: "hi"},
	{name: "slash in a field name", text: ok + "A/B: a\r\nContent-Length: 2\r\n\r\nhi", faults: "field-name", body: "hi"},
	{name: "letter beyond ASCII in a field name", text: ok + "\xc3\xa4: a\r\nContent-Length: 2\r\n\r\nhi", faults: "field-name", body: "hi"},
	{name: "NUL in a field", text: ok + "X: a\x00b\r\nContent-Length: 2\r\n\r\nhi", faults: "field-control-character", body: "hi"},
	{name: "escape in a field", text: ok + "X: \x1b[2J\r\nContent-Length: 2\r\n\r\nhi", faults: "field-control-character", body: "hi"},
	{name: "DEL in a field", text: ok + "X: \x7f\r\nContent-Length: 2\r\n\r\nhi", faults: "field-control-character", body: "hi"},
	{name: "two types", text: ok + "Content-Type: a/b\r\ncontent-type: a/b\r\nContent-Length: 2\r\n\r\nhi", faults: "content-type-repeated", body: "hi"},
	{name: "two dates", text: ok + "Date: a\r\nDate: b\r\nContent-Length: 2\r\n\r\nhi", faults: "singleton-field-repeated", body: "hi"},

	{name: "length of letters", text: ok + "Content-Length: two\r\n\r\nhi", faults: "content-length-invalid", err: wire.ErrMalformed, body: "hi"},
	{name: "length of letters, open", text: ok + "Content-Length: two\r\n\r\nhi", hang: true, faults: "content-length-invalid", err: wire.ErrMalformed, body: "hi"},
	{name: "negative length", text: ok + "Content-Length: -2\r\n\r\nhi", faults: "content-length-invalid", err: wire.ErrMalformed, body: "hi"},
	{name: "positive sign", text: ok + "Content-Length: +2\r\n\r\nhi", faults: "content-length-invalid", err: wire.ErrMalformed, body: "hi"},
	{name: "empty length", text: ok + "Content-Length:\r\n\r\nhi", faults: "content-length-invalid", err: wire.ErrMalformed, body: "hi"},
	{name: "length in hexadecimal", text: ok + "Content-Length: 0x2\r\n\r\nhi", faults: "content-length-invalid", err: wire.ErrMalformed, body: "hi"},
	{name: "length with a member missing", text: ok + "Content-Length: 2,\r\n\r\nhi", faults: "content-length-invalid", body: "hi"},
	{name: "length twice", text: ok + "Content-Length: 2\r\ncontent-length: 2\r\n\r\nhi", faults: "content-length-repeated", body: "hi"},
	{name: "length as a list", text: ok + "Content-Length: 2, 2\r\n\r\nhi", faults: "content-length-repeated", body: "hi"},
	{name: "two lengths", text: ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi", faults: "content-length-conflict", body: "hi"},
	{name: "two lengths, longer first", text: ok + "Content-Length: 3\r\nContent-Length: 2\r\n\r\nhi", hang: true, faults: "content-length-conflict", body: "hi"},
	{name: "two lengths in a list", text: ok + "Content-Length: 2, 3\r\n\r\nhi", faults: "content-length-conflict", body: "hi"},
	{name: "valid and invalid length", text: ok + "Content-Length: 2\r\nContent-Length: x\r\n\r\nhi", faults: "content-length-invalid", body: "hi"},
	{name: "length with 204", text: "HTTP/1.1 204 None\r\nContent-Length: 0\r\n\r\n", faults: "content-length-not-allowed"},
	{name: "length with 100", text: "HTTP/1.1 100 Go\r\nContent-Length: 0\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", faults: "content-length-not-allowed", body: "hi"},
	{name: "length and chunked", text: ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", faults: "content-length-with-transfer-encoding", body: "hi"},
	{name: "length and other coding", text: ok + "Transfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\nhi", faults: "transfer-coding content-length-with-transfer-encoding", body: "hi"},

	{name: "identity", text: ok + "Transfer-Encoding: identity\r\n\r\nhi", faults: "transfer-coding", body: "hi"},
	{name: "unknown coding", text: ok + "Transfer-Encoding: xyz, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", faults: "transfer-coding", body: "hi"},
	{name: "empty coding", text: ok + "Transfer-Encoding:\r\nContent-Length: 2\r\n\r\nhi", faults: "transfer-coding", body: "hi"},
	{name: "chunked in quotes", text: ok + "Transfer-Encoding: \"chunked\"\r\n\r\nhi", faults: "transfer-coding", body: "hi"},
	{name: "chunked with a parameter", text: ok + "Transfer-Encoding: chunked;a=b\r\n\r\nhi", faults: "transfer-coding", body: "hi"},
	{name: "chunked first", text: ok + "Transfer-Encoding: chunked, gzip\r\n\r\nhi", faults: "chunked-not-last transfer-coding", body: "hi"},
	{name: "chunked twice", text: ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", faults: "chunked-not-last", body: "hi"},
	{name: "chunked in HTTP/1.0", text: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", faults: "transfer-encoding-not-allowed", body: "hi"},
	{name: "chunked in HTTP/1.0 kept open", hang: true, text: "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", faults: "transfer-encoding-not-allowed", body: "hi"},
	{name: "chunked with 204", text: "HTTP/1.1 204 None\r\nTransfer-Encoding: chunked\r\n\r\n", faults: "transfer-encoding-not-allowed"},

	{name: "chunk size of letters", text: ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nhi\r\n0\r\n\r\n", faults: "chunk-size", err: wire.ErrMalformed},
	{name: "empty chunk size", text: ok + "Transfer-Encoding: chunked\r\n\r\n\r\nhi\r\n0\r\n\r\n", faults: "chunk-size", err: wire.ErrMalformed},
	{name: "negative chunk size", text: ok + "Transfer-Encoding: chunked\r\n\r\n-2\r\nhi\r\n0\r\n\r\n", faults: "chunk-size", err: wire.ErrMalformed},
	{name: "chunk size with 0x", text: ok + "Transfer-Encoding: chunked\r\n\r\n0x2\r\nhi\r\n0\r\n\r\n", faults: "chunk-size", err: wire.ErrMalformed},
	{name: "control character for a digit", text: ok + "Transfer-Encoding: chunked\r\n\r\n\x12\r\nhi\r\n0\r\n\r\n", faults: "chunk-size", err: wire.ErrMalformed},
	{name: "space after the chunk size", text: ok + "Transfer-Encoding: chunked\r\n\r\n2  \r\nhi\r\n0\r\n\r\n", faults: "chunk-size", body: "hi"},
	{name: "space before the chunk size", text: ok + "Transfer-Encoding: chunked\r\n\r\n 2\r\nhi\r\n0\r\n\r\n", faults: "chunk-size", body: "hi"},
	{name: "chunk extension without name", text: ok + "Transfer-Encoding: chunked\r\n\r\n2;\r\nhi\r\n0\r\n\r\n", faults: "chunk-extension", body: "hi"},
	{name: "chunk extension without value", text: ok + "Transfer-Encoding: chunked\r\n\r\n2;a=\r\nhi\r\n0\r\n\r\n", faults: "chunk-extension", body: "hi"},
	{name: "control character in a chunk extension", text: ok + "Transfer-Encoding: chunked\r\n\r\n2;a=\"\x1b\"\r\nhi\r\n0\r\n\r\n", faults: "chunk-extension", body: "hi"},
	{name: "no line end after a chunk", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi0\r\n\r\n", faults: "chunk-end", body: "hi"},
	{name: "CR only after a chunk", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r0\r\n\r\n", faults: "chunk-end", body: "hi"},
	{name: "no line end after a chunk, open", hang: true, text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi0\r\n\r\n", faults: "chunk-end", body: "hi"},
	{name: "length and chunked, open", hang: true, text: ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", faults: "content-length-with-transfer-encoding", body: "hi"},
	{name: "valid and invalid length, open", hang: true, text: ok + "Content-Length: 2\r\nContent-Length: x\r\n\r\nhi", faults: "content-length-invalid", body: "hi"},
	{name: "chunk longer than its size", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhixx\r\n0\r\n\r\n", faults: "chunk-end", err: wire.ErrMalformed, body: "hi"},
	{name: "no last chunk", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", faults: "last-chunk-missing", err: wire.ErrTruncated, body: "hi"},
	{name: "end within a chunk size", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0", faults: "last-chunk-missing", err: wire.ErrTruncated, body: "hi"},
	{name: "end within a chunk", text: ok + "Transfer-Encoding: chunked\r\n\r\n9\r\nhi", faults: "last-chunk-missing", err: wire.ErrTruncated, body: "hi"},
	{name: "end after a chunk", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi", faults: "last-chunk-missing", err: wire.ErrTruncated, body: "hi"},
	{name: "no chunk at all", text: ok + "Transfer-Encoding: chunked\r\n\r\n", faults: "last-chunk-missing", err: wire.ErrTruncated},
	{name: "no end of the trailer", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n", faults: "trailer-incomplete", err: wire.ErrTruncated, body: "hi"},
	{name: "end within the trailer", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nA: b", faults: "trailer-incomplete", err: wire.ErrTruncated, body: "hi"},
	{name: "length in the trailer", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nContent-Length: 2\r\n\r\n", faults: "trailer-field-not-allowed", body: "hi"},
	{name: "folded trailer", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nA: b\r\n c\r\n\r\n", faults: "obs-fold", body: "hi"},

	{name: "body too short", text: ok + "Content-Length: 3\r\n\r\nhi", faults: "body-short", err: wire.ErrTruncated, body: "hi"},
	{name: "body too short over TLS", tls: true, text: ok + "Content-Length: 3\r\n\r\nhi", faults: "body-short", err: wire.ErrTruncated, body: "hi"},
	{name: "bytes after the body", text: ok + "Content-Length: 2\r\n\r\nhi there", faults: "bytes-after-body", body: "hi"},
	{name: "bytes after the body, open", text: ok + "Content-Length: 2\r\n\r\nhi there", hang: true, faults: "bytes-after-body", body: "hi"},
	{name: "bytes after the body, closing", text: ok + "Connection: close\r\nContent-Length: 2\r\n\r\nhi there", faults: "bytes-after-body", body: "hi"},
	{name: "bytes after the body, HTTP/1.0", text: "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi there", faults: "bytes-after-body", body: "hi"},
	{name: "line end after the body", text: ok + "Content-Length: 2\r\n\r\nhi\r\n", faults: "bytes-after-body", body: "hi"},
	{name: "bytes after the last chunk", text: ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n\r\n", faults: "bytes-after-body", body: "hi"},
	{name: "second response", text: ok + "Content-Length: 2\r\n\r\nhi" + ok + "Content-Length: 0\r\n\r\n", faults: "unsolicited-response", body: "hi"},
	{name: "second response after chunks", text: ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + ok + "\r\n", faults: "unsolicited-response"},
	{name: "body with 204", text: "HTTP/1.1 204 None\r\n\r\nhi", faults: "body-not-allowed"},
	{name: "body with 304", text: "HTTP/1.1 304 Same\r\nContent-Length: 2\r\n\r\nhi", faults: "body-not-allowed"},
	{name: "body with 205", text: "HTTP/1.1 205 Reset\r\nContent-Length: 2\r\n\r\nhi", faults: "body-not-allowed", body: "hi"},
	{name: "body in answer to HEAD", method: "HEAD", text: ok + "Content-Length: 2\r\n\r\nhi", faults: "body-not-allowed"},
	{name: "body to the end without close_notify", tls: true, text: ok + "\r\nhi", faults: "close-notify-missing", err: wire.ErrTruncated, body: "hi"},
	{name: "HTTP/1.0 without close_notify", tls: true, text: "HTTP/1.0 200 OK\r\n\r\nhi", faults: "close-notify-missing", err: wire.ErrTruncated, body: "hi"},
	{name: "101", text: "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", hang: true, faults: "switching-protocols-unasked"},

	{name: "all at once", text: "http/1.1  600\nA B : \x00\r\n c\rd\r\n: x\r\nnone\r\nContent-Length: 2,2\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n\r\nhi!",
		faults: "bare-lf http-version status-line status-code space-before-colon field-name field-control-character bare-cr obs-fold " +
			"field-without-colon content-type-repeated content-length-repeated bytes-after-body", body: "hi"},
}

func TestEachBreachIsReported(t *testing.T) {
	t.Parallel()
	id := certify(t)
	for _, c := range brokenResponses {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x, usable := c.exchange(t, id)
			if usable && c.hang {
				t.Error("the connection counts as usable although its framing is ambiguous")
			}
			if got := kinds(x); got != c.faults {
				t.Errorf("faults %q, want %q: %v", got, c.faults, x.Faults)
			}
			if c.err == nil && x.Err != nil || !errors.Is(x.Err, c.err) {
				t.Errorf("error %v, want %v", x.Err, c.err)
			}
			if got := bodyOf(x); got != c.body {
				t.Errorf("body %q, want %q", got, c.body)
			}
		})
	}
}

func (c broken) exchange(t *testing.T, id identity) (x *wire.Exchange, usable bool) {
	config := id.server
	if !c.tls {
		config = nil
	}
	e := serve(t, config, func(p *peer) {
		p.request()
		p.send(c.text)
		switch {
		case c.hang:
			p.hang()
		case c.tls:
			p.cut()
		}
	})
	if c.tls {
		e.TLS = id.client
	}
	request := get
	if c.method != "" {
		request.Method = c.method
	}
	conn := dial(t, e, wire.Limits{})
	x = conn.Do(context.Background(), request)
	return x, conn.Usable()
}

func bodyOf(x *wire.Exchange) string {
	if x.Response == nil {
		return ""
	}
	return string(x.Response.Body.Head)
}

func TestEveryFaultKindIsProvoked(t *testing.T) {
	t.Parallel()
	var provoked []string
	for _, c := range brokenResponses {
		provoked = append(provoked, strings.Fields(c.faults)...)
	}
	for _, k := range wire.FaultKinds() {
		if !slices.Contains(provoked, string(k)) {
			t.Errorf("no case provokes %q", k)
		}
		if !strings.HasPrefix(k.Section(), "RFC 91") || k.Rule() == "" {
			t.Errorf("%q: section %q, rule %q", k, k.Section(), k.Rule())
		}
	}
	if k := wire.FaultKind("other"); k.Section() != "" {
		t.Errorf("an unknown kind has the section %q", k.Section())
	}
}

func TestFaultsHaveCountAndOffset(t *testing.T) {
	t.Parallel()
	head := ok + "A : 1\r\nB : 2\r\n"
	x := answer(t, head+"\x1b : 3\r\nContent-Length: 0\r\n\r\n", nil)
	f, found := x.Fault(wire.FaultSpaceBeforeColon)
	if !found || f.Count != 3 || f.Offset != int64(len(ok)) || !strings.Contains(f.Detail, `"A : 1"`) {
		t.Errorf("fault %+v, want 3 from offset %d", f, len(ok))
	}
	f, _ = x.Fault(wire.FaultFieldName)
	want := `field-name: the name "\x1b" (RFC 9110 section 5.1: a field name is a token of at least one character)`
	if f.Offset != int64(len(head)) || f.String() != want {
		t.Errorf("fault %v at %d, want %s at %d", f, f.Offset, want, len(head))
	}
}
