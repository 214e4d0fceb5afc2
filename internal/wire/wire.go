// Package wire is a strict HTTP/1.1 client (RFC 9110, RFC 9112) over one
// connection that records what really went over it. It follows no redirect,
// decodes no content coding, keeps no cookies and retries nothing. It reports
// what it saw as facts and faults; it does not know what a gateway should do.
package wire

import "time"

// Field is one header or trailer field as it stood on the wire.
type Field struct {
	Name, Value string
}

// Request is what to send. Host, and Content-Length when there is a body, are
// added unless Fields has them; nothing else is. Method and Target go out as
// they are, so that a check can send what net/http would refuse.
type Request struct {
	Method string
	Target string // origin form, already encoded
	Fields []Field
	Body   []byte
}

// Limits bound one exchange. Zero values mean the defaults of DefaultLimits.
type Limits struct {
	Connect   time.Duration // TCP and TLS handshake together
	FirstByte time.Duration // from the last byte sent to the first byte received
	Idle      time.Duration // longest silence inside a response
	Exchange  time.Duration // whole exchange
	BodyBytes int64         // longest body that is read
	HeadBytes int           // longest head, interim responses included
}

// Framing is how the end of a body was determined (RFC 9112 section 6.3).
type Framing string

// The ways in which a body can end.
const (
	FramingNone    Framing = "none"    // no body by method or status
	FramingLength  Framing = "length"  // Content-Length
	FramingChunked Framing = "chunked" // Transfer-Encoding: chunked
	FramingClose   Framing = "close"   // end of the connection
)

// Fault is one breach of HTTP/1.1 that the reader met and could name.
type Fault struct {
	Kind   FaultKind
	Detail string // of the first occurrence, in printable form, bounded
	Offset int64  // bytes received on the connection before the first occurrence
	Count  int    // how often it was met in this exchange, at least 1
}

// FaultKind names a breach; the kinds are listed beside their RFC section in faults.go.
type FaultKind string

// Body is what is kept of a body: never all of it.
type Body struct {
	Length   int64
	SHA256   [32]byte
	Head     []byte // first bytes, at most HeadKept
	Tail     []byte // last bytes, at most TailKept
	Complete bool   // ended as its framing promised
}

// Bounds of what Body keeps.
const (
	HeadKept = 64 << 10
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

// Timing holds instants since the request began to be written; zero if not reached.
type Timing struct {
	Sent, FirstByte, HeadDone, Done time.Duration
	LongestGap                      time.Duration // longest silence inside the body
}

// TLSInfo is what was agreed in the handshake.
type TLSInfo struct {
	Version, CipherSuite, Protocol string
	Subject, Issuer                string // of the peer's certificate, in printable form
	NotBefore, NotAfter            time.Time
}

// Ending is how the peer ended the connection, as far as that was seen.
type Ending string

// The ways in which a peer can end a connection.
const (
	EndingNone    Ending = ""          // still open when last looked at
	EndingOrderly Ending = "orderly"   // TLS close_notify, or FIN without TLS
	EndingAbrupt  Ending = "no-notify" // FIN without the TLS close_notify
	EndingReset   Ending = "reset"     // TCP RST
)

// Exchange is one request and what came of it. Err is set when no complete
// response could be read; Response may then still hold what had arrived.
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
	Closed   bool // the peer closed the connection during or right after it, or said that it would
	Ending   Ending
}
