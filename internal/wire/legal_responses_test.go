package wire_test

import (
	"context"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/wire"
)

// legal is an unusual response that conforms to HTTP/1.1.
type legal struct {
	name   string
	method string // GET if empty
	text   string
	close  bool // the server closes the connection in an orderly way at the end
	spent  bool // no further exchange is possible although nothing announced it
	body   string
	check  func(x *wire.Exchange) bool // further expectations
}

const chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"

var legalResponses = []legal{
	{name: "plain", text: ok + "Content-Length: 2\r\n\r\nhi", body: "hi", check: func(x *wire.Exchange) bool { return !x.Closed }},
	{name: "empty body", text: ok + "Content-Length: 0\r\n\r\n"},
	{name: "no reason", text: "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nhi", body: "hi", check: func(x *wire.Exchange) bool { return x.Response.Reason == "" }},
	{name: "long reason", text: "HTTP/1.1 200 all is\twell \xe4\xf6\r\nContent-Length: 2\r\n\r\nhi", body: "hi"},
	{name: "unknown status", text: "HTTP/1.1 599 Own\r\nContent-Length: 2\r\n\r\nhi", body: "hi"},
	{name: "odd case", text: ok + "cOnTeNt-LeNgTh: 2\r\n\r\nhi", body: "hi", check: func(x *wire.Exchange) bool { return x.Response.Fields[0].Name == "cOnTeNt-LeNgTh" }},
	{name: "no space after the colon", text: ok + "Content-Length:2\r\n\r\nhi", body: "hi"},
	{name: "white space around values", text: ok + "Content-Length: \t 2 \t\r\nX:\t\r\n\r\nhi", body: "hi", check: func(x *wire.Exchange) bool { return x.Header("x")[0] == "" }},
	{name: "leading zeros in the length", text: ok + "Content-Length: 0002\r\n\r\nhi", body: "hi"},
	{name: "repeated list fields", text: ok + "Cache-Control: a\r\nCache-Control: b\r\nVary: a\r\nVary: b\r\nX-Own: 1\r\nX-Own: 2\r\nContent-Length: 2\r\n\r\nhi", body: "hi",
		check: func(x *wire.Exchange) bool { return strings.Join(x.Header("vary"), " ") == "a b" }},
	{name: "many cookies", text: ok + strings.Repeat("Set-Cookie: a=b\r\n", 50) + "Content-Length: 2\r\n\r\nhi", body: "hi"},
	{name: "many long fields", text: ok + strings.Repeat("X-Long: "+strings.Repeat("a", 1500)+"\r\n", 120) + "Content-Length: 2\r\n\r\nhi", body: "hi"},
	{name: "bytes beyond ASCII in a value", text: ok + "X: gr\xfc\xc3\x9fe\r\nContent-Length: 2\r\n\r\nhi", body: "hi"},
	{name: "all token characters in a name", text: ok + "!#$%&'*+-.^_`|~0aZ: 1\r\nContent-Length: 2\r\n\r\nhi", body: "hi"},
	{name: "tab and colons in a value", text: ok + "X: a\tb:c::\r\nContent-Length: 2\r\n\r\nhi", body: "hi"},

	{name: "chunked", text: chunked + "2\r\nhi\r\n0\r\n\r\n", body: "hi"},
	{name: "chunked, capital", text: ok + "Transfer-Encoding: , Chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", body: "hi"},
	{name: "no chunk but the last", text: chunked + "0\r\n\r\n"},
	{name: "tiny chunks", text: chunked + strings.Repeat("1\r\na\r\n", 5000) + "0\r\n\r\n", body: strings.Repeat("a", 5000), check: func(x *wire.Exchange) bool { return x.Response.Chunks == 5000 }},
	{name: "leading zeros in a chunk size", text: chunked + "00000000000000000000000002\r\nhi\r\n000\r\n\r\n", body: "hi"},
	{name: "hexadecimal digits in both cases", text: chunked + "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", body: "01234567890123456789"},
	{name: "chunk extensions", text: chunked + "2;a;b=c;d=\"e;\\\"\\\\\" ; f = g\r\nhi\r\n0;last\r\n\r\n", body: "hi"},
	{name: "long chunk extension", text: chunked + "2;a=" + strings.Repeat("b", 9000) + "\r\nhi\r\n0\r\n\r\n", body: "hi"},
	{name: "trailer", text: chunked + "2\r\nhi\r\n0\r\nX-Sum: 1\r\nx-sum:2\r\n\r\n", body: "hi",
		check: func(x *wire.Exchange) bool {
			return len(x.Response.Trailer) == 2 && x.Header("X-Sum") == nil
		}},

	{name: "100", text: "HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", body: "hi"},
	{name: "102 and 103", text: "HTTP/1.1 102 \r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", body: "hi",
		check: func(x *wire.Exchange) bool {
			i := x.Response.Interim
			return len(i) == 2 && i[0].Status == 102 && i[1].Fields[0].Value == "a"
		}},

	{name: "announced end", close: true, text: ok + "Connection: X, Close\r\nContent-Length: 2\r\n\r\nhi", body: "hi", check: closed},
	{name: "announced end that does not follow", text: ok + "Connection: close\r\nContent-Length: 2\r\n\r\nhi", body: "hi", check: func(x *wire.Exchange) bool { return x.Closed && x.Ending == wire.EndingNone }},
	{name: "end without announcement", close: true, text: ok + "Content-Length: 2\r\n\r\nhi", body: "hi"},
	{name: "body up to the end", close: true, text: ok + "\r\nhi", body: "hi", check: closed},
	{name: "empty body up to the end", close: true, text: ok + "\r\n", check: closed},
	{name: "HTTP/1.0 up to the end", close: true, text: "HTTP/1.0 200 OK\r\n\r\nhi", body: "hi", check: closed},
	{name: "HTTP/1.0 with length", close: true, text: "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", body: "hi", check: closed},
	{name: "HTTP/1.0 kept open", text: "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nhi", body: "hi", check: func(x *wire.Exchange) bool { return !x.Closed }},
	{name: "later minor version", text: "HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nhi", body: "hi"},

	{name: "204", text: "HTTP/1.1 204 No Content\r\n\r\n", check: func(x *wire.Exchange) bool { return x.Response.Framing == wire.FramingNone }},
	{name: "205", text: "HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n"},
	{name: "304 with length", text: "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n", check: func(x *wire.Exchange) bool { return x.Response.Declared == 2 }},
	{name: "HEAD with length", method: "HEAD", text: ok + "Content-Length: 2\r\n\r\n", check: func(x *wire.Exchange) bool { return x.Response.Declared == 2 }},
	{name: "HEAD with chunked", method: "HEAD", text: ok + "Transfer-Encoding: chunked\r\n\r\n"},
	{name: "500 with body", text: "HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nhi", body: "hi"},
	{name: "redirect is not followed", text: "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"},
	{name: "408 after an idle time", spent: true, text: ok + "Content-Length: 2\r\n\r\nhiHTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n", body: "hi"},
}

func closed(x *wire.Exchange) bool { return x.Closed && x.Ending == wire.EndingOrderly }

func TestUnusualLegalResponsesHaveNoFault(t *testing.T) {
	t.Parallel()
	id := certify(t)
	for _, c := range legalResponses {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := serve(t, id.server, func(p *peer) {
				p.request()
				p.send(c.text)
				if !c.close {
					p.hang()
				}
			})
			e.TLS = id.client
			conn := dial(t, e, wire.Limits{})
			x := conn.Do(context.Background(), c.request())
			if x.Err != nil || len(x.Faults) > 0 {
				t.Fatalf("error %v, faults %v", x.Err, x.Faults)
			}
			if got := bodyOf(x); got != c.body || !x.Response.Body.Complete {
				t.Errorf("body %q, complete %v, want %q", got, x.Response.Body.Complete, c.body)
			}
			if !c.close && conn.Usable() == (x.Closed || c.spent) {
				t.Errorf("usable %v, closed %v", conn.Usable(), x.Closed)
			}
			if c.check != nil && !c.check(x) {
				t.Errorf("the response was not read as expected: %+v, closed %v, ending %q", x.Response, x.Closed, x.Ending)
			}
		})
	}
}

func (c legal) request() wire.Request {
	request := get
	if c.method != "" {
		request.Method = c.method
	}
	return request
}

// The result does not depend on how the network splits a response.
func TestLegalResponsesReadTheSameByteByByte(t *testing.T) {
	t.Parallel()
	for _, c := range append(legalResponses, legal{name: "mixed", text: chunked + "2\r\nhi\r\n0\r\n\r\n", body: "hi"}) {
		if len(c.text) > 1000 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := wire.Endpoint{Address: "test:80", Dial: scripted([]byte(c.text), 1)}
			x := dial(t, e, wire.Limits{}).Do(context.Background(), c.request())
			if x.Err != nil || len(x.Faults) > 0 || bodyOf(x) != c.body {
				t.Errorf("error %v, faults %v, body %q, want %q", x.Err, x.Faults, bodyOf(x), c.body)
			}
		})
	}
}
