package wire

import "errors"

// Error is the failure of a connection or an exchange. Cause is one of the Err
// values of this package. Err is the error of the system, nil if there is none.
// errors.Is finds both. Text is one sentence, safe to print.
type Error struct {
	Op    Op
	Cause error
	Text  string
	Err   error
}

// Op is the step in which an Error occurred.
type Op string

// The steps of a connection and of an exchange.
const (
	OpConnect   Op = "connect"   // name resolution and TCP
	OpHandshake Op = "handshake" // TLS
	OpSend      Op = "send"      // the request
	OpHead      Op = "head"      // status line and fields of the response
	OpBody      Op = "body"      // body and trailer of the response
)

// Causes of a failed Dial.
var (
	ErrRefused          = errors.New("connection refused")
	ErrNoRoute          = errors.New("network or host unreachable")
	ErrNameUnknown      = errors.New("host name unknown")
	ErrConnectTimeout   = errors.New("connect limit reached")
	ErrConnect          = errors.New("connection failed")
	ErrCertUntrusted    = errors.New("certificate not trusted")
	ErrCertExpired      = errors.New("certificate outside its validity")
	ErrCertName         = errors.New("certificate for another name")
	ErrCertInvalid      = errors.New("certificate invalid")
	ErrTLSVersion       = errors.New("no common TLS version")
	ErrTLSAgreement     = errors.New("no common TLS parameters")
	ErrNotTLS           = errors.New("peer does not speak TLS")
	ErrHandshakeClosed  = errors.New("peer closed in the handshake")
	ErrHandshakeTimeout = errors.New("TLS handshake not finished within the connect limit")
	ErrHandshake        = errors.New("TLS handshake failed")
)

// Causes of an exchange without a complete response.
var (
	ErrSendTimeout      = errors.New("request not taken in time")
	ErrFirstByteTimeout = errors.New("first-byte limit reached")
	ErrIdleTimeout      = errors.New("idle limit reached")
	ErrExchangeTimeout  = errors.New("exchange limit reached")
	ErrBodyTooLong      = errors.New("body limit reached")
	ErrHeadTooLong      = errors.New("head limit reached")
	ErrClosed           = errors.New("closed without a response")
	ErrReset            = errors.New("connection reset")
	ErrTruncated        = errors.New("response incomplete")
	ErrMalformed        = errors.New("response without a meaning")
	ErrTLS              = errors.New("TLS failure")
	ErrBroken           = errors.New("connection failed in use")

	ErrAborted   = errors.New("aborted as requested")         // see AbortAfter
	ErrCancelled = errors.New("cancelled")                    // the context ended
	ErrSink      = errors.New("sink refused the body")        // the writer of WithSink or the function of OnBody failed
	ErrUnusable  = errors.New("connection not usable")        // nothing was sent
	ErrStale     = errors.New("connection closed while idle") // nothing was sent
)

// Error returns the sentence.
func (e *Error) Error() string { return e.Text }

// Unwrap returns Cause and, if there is one, Err.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Cause}
	}
	return []error{e.Cause, e.Err}
}

// Unreachable reports whether no TCP connection was established, so that
// nothing is known about the peer.
func (e *Error) Unreachable() bool { return e.Op == OpConnect && !errors.Is(e.Cause, ErrCancelled) }

// Untrusted reports whether the peer's certificate was rejected.
func (e *Error) Untrusted() bool {
	for _, c := range []error{ErrCertUntrusted, ErrCertExpired, ErrCertName, ErrCertInvalid} {
		if e.Cause == c {
			return true
		}
	}
	return false
}

// asError returns err as an *Error, wrapped with ErrBroken if it is another error.
func asError(op Op, err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Op: op, Cause: ErrBroken, Err: err, Text: "the connection failed: " + clean(err)}
}

// clean returns the text of err in printable form, since it may quote the peer.
func clean(err error) string { return Excerpt([]byte(err.Error()), 200) }
