// Package wire is a strict HTTP/1.1 client (RFC 9110, RFC 9112) over one
// connection that records what was sent and received on it. It follows no
// redirect, decodes no content coding, keeps no cookies and retries nothing. It
// reports facts and breaches of HTTP; it does not know the gateway interface.
package wire

import "time"

// Field is one header or trailer field, spelled as on the wire.
type Field struct {
	Name, Value string
}

// Request is what to send. Host, and Content-Length if there is a body, are
// added unless Fields has them; nothing else is. Method and Target are sent
// unchanged, so that a check can send what net/http rejects.
type Request struct {
	Method string
	Target string // origin form, already percent-encoded
	Fields []Field
	Body   []byte
}

// Limits bound one exchange. A zero value means the default, see DefaultLimits.
type Limits struct {
	Connect   time.Duration // TCP and TLS handshake together
	FirstByte time.Duration // from the last byte sent to the first byte received
	Idle      time.Duration // longest silence inside a response
	Exchange  time.Duration // from the first byte sent to the last byte received
	BodyBytes int64         // size of the largest body that is read
	HeadBytes int           // size of the largest head, interim responses included
}

// Framing is how the end of a body is determined (RFC 9112 section 6.3).
type Framing string

// The ways in which a body can end.
const (
	FramingNone    Framing = "none"    // no body because of the method or status
	FramingLength  Framing = "length"  // Content-Length
	FramingChunked Framing = "chunked" // Transfer-Encoding: chunked
	FramingClose   Framing = "close"   // end of the connection
)

// Fault is one kind of breach of HTTP/1.1 in a response.
type Fault struct {
	Kind   FaultKind
	Detail string // of the first occurrence, in printable form, bounded
	Offset int64  // bytes received on the connection before the first occurrence
	Count  int    // occurrences in this exchange, at least 1
}

// FaultKind names a breach. Section and Rule say what it breaks.
type FaultKind string

// Body is what is kept of a body: its length, digest, and both ends.
type Body struct {
	Length   int64
	SHA256   [32]byte
	Head     []byte // first bytes, at most HeadKept, or TextKept if they begin like JSON
	Tail     []byte // last bytes, at most TailKept
	Complete bool   // received up to the end that its framing determines
}

// Bounds of what Body keeps.
const (
	HeadKept = 64 << 10
	TextKept = 1<<20 + HeadKept
	TailKept = 64
)

// Response is one final response as received.
type Response struct {
	Proto    string // "HTTP/1.1"
	Status   int
	Reason   string
	Fields   []Field
	Interim  []Interim
	Framing  Framing
	Declared int64 // Content-Length, -1 if none
	Chunks   int
	Body     Body
	Trailer  []Field
}

// Interim is one 1xx response.
type Interim struct {
	Status int
	Fields []Field
}

// Timing holds times since the first byte was sent; zero for what did not occur.
type Timing struct {
	Sent, FirstByte, HeadDone, Done time.Duration
	LongestGap                      time.Duration // longest silence inside the body
}

// TLSInfo is the result of the TLS handshake.
type TLSInfo struct {
	Version, CipherSuite, Protocol string
	Subject, Issuer                string // of the peer's certificate, in printable form
	NotBefore, NotAfter            time.Time
}

// Ending is how the peer ended the connection, as far as this side has seen.
type Ending string

// The ways in which a peer can end a connection.
const (
	EndingNone    Ending = ""          // open when last read
	EndingOrderly Ending = "orderly"   // TLS close_notify, or FIN without TLS
	EndingAbrupt  Ending = "no-notify" // FIN without the TLS close_notify
	EndingReset   Ending = "reset"     // TCP RST
)

// Exchange is one request and its result. Err is set if no complete response
// was read; Response may then hold the part that was.
type Exchange struct {
	ID       string
	Began    time.Time
	Request  Request
	Response *Response
	Err      error
	Faults   []Fault
	Timing   Timing
	TLS      TLSInfo
	Reused   bool // not the first exchange on its connection
	Closed   bool // the peer closed the connection during or right after the exchange, or announced it
	Ending   Ending
}
