package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// Unreachable reports whether err is an *Error that says that no TCP connection
// was established.
func Unreachable(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Unreachable()
}

func isEOF(err error) bool { return err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) }

func isTimeout(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded)
}

func isReset(err error) bool {
	return isErrno(err, syscall.ECONNRESET, 10054) || isErrno(err, syscall.ECONNABORTED, 10053) || errors.Is(err, syscall.EPIPE)
}

// isErrno compares with the error number of Unix or of Winsock; package syscall
// has no names for the latter.
func isErrno(err error, unix, winsock syscall.Errno) bool {
	return errors.Is(err, unix) || runtime.GOOS == "windows" && errors.Is(err, winsock)
}

// cancelled returns the error for a context that ended, or nil.
func cancelled(ctx context.Context, op Op, did string) *Error {
	if ctx.Err() == nil {
		return nil
	}
	return &Error{Op: op, Cause: ErrCancelled, Err: context.Cause(ctx), Text: fmt.Sprintf("cancelled %s: %v", did, context.Cause(ctx))}
}

func connectError(ctx context.Context, e Endpoint, l Limits, err error) error {
	if c := cancelled(ctx, OpConnect, "while connecting to "+e.Address); c != nil {
		return c
	}
	fail := func(cause error, format string, args ...any) error {
		return &Error{Op: OpConnect, Cause: cause, Err: err, Text: fmt.Sprintf(format, args...)}
	}
	name, unknown := errors.AsType[*net.DNSError](err)
	switch {
	case isTimeout(err), isErrno(err, syscall.ETIMEDOUT, 10060):
		return fail(ErrConnectTimeout, "no connection to %s within %v (limit connect)", e.Address, l.Connect)
	case unknown && name.IsNotFound:
		return fail(ErrNameUnknown, "the host name %q is unknown", name.Name)
	case unknown:
		return fail(ErrNameUnknown, "the host name %q could not be resolved: %s", name.Name, clean(err))
	case isErrno(err, syscall.ECONNREFUSED, 10061):
		return fail(ErrRefused, "%s refuses connections: nothing listens there", e.Address)
	case isErrno(err, syscall.EHOSTUNREACH, 10065), isErrno(err, syscall.ENETUNREACH, 10051):
		return fail(ErrNoRoute, "no route to %s", e.Address)
	}
	return fail(ErrConnect, "no connection to %s: %s", e.Address, clean(err))
}

func handshakeError(ctx context.Context, e Endpoint, l Limits, err error) error {
	if c := cancelled(ctx, OpHandshake, "in the TLS handshake with "+e.Address); c != nil {
		return c
	}
	text, cause := certificateCause(err)
	if cause == nil {
		text, cause = handshakeCause(err, l)
	}
	return &Error{Op: OpHandshake, Cause: cause, Err: err, Text: e.Address + ": " + text}
}

// certificateCause describes the fault of the peer's certificate; nil if the
// certificate is not the cause.
func certificateCause(err error) (string, error) {
	if e, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return "the certificate is not signed by an authority that is trusted here" + issuedBy(e.Cert), ErrCertUntrusted
	}
	if e, ok := errors.AsType[x509.HostnameError](err); ok {
		return fmt.Sprintf("the certificate is not valid for %q: %s", e.Host, clean(e)), ErrCertName
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok {
		if e.Reason == x509.Expired && e.Cert != nil {
			return validity(e.Cert, time.Now()), ErrCertExpired
		}
		return "the certificate is invalid: " + clean(e), ErrCertInvalid
	}
	if e, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "the certificate could not be verified: " + clean(e.Err), ErrCertInvalid
	}
	return "", nil
}

// nameText is a name of a certificate in printable form. It leaves out the
// backslashes of RFC 2253, which would hide a secret in a name from the redactor.
func nameText(n pkix.Name, limit int) string {
	var b []byte
	for text := n.String(); text != ""; text = text[1:] {
		if text[0] == '\\' && len(text) > 1 {
			text = text[1:]
		}
		b = append(b, text[0])
	}
	return Excerpt(b, limit)
}

func issuedBy(c *x509.Certificate) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf(" (issued by %s)", nameText(c.Issuer, 120))
}

func validity(c *x509.Certificate, now time.Time) string {
	if now.Before(c.NotBefore) {
		return "the certificate is not valid before " + c.NotBefore.UTC().Format(time.RFC3339)
	}
	return "the certificate expired on " + c.NotAfter.UTC().Format(time.RFC3339)
}

// handshakeCause names the other ways in which a handshake fails. crypto/tls
// has no types for alerts and version mismatch, so their texts are compared.
func handshakeCause(err error, l Limits) (string, error) {
	text := clean(err)
	_, plain := errors.AsType[tls.RecordHeaderError](err)
	switch {
	case isTimeout(err):
		return fmt.Sprintf("the TLS handshake was not finished within %v (limit connect)", l.Connect), ErrHandshakeTimeout
	case isEOF(err):
		return "the peer closed the connection in the TLS handshake", ErrHandshakeClosed
	case isReset(err):
		return "the peer reset the connection in the TLS handshake", ErrHandshakeClosed
	case plain:
		return "the peer does not speak TLS", ErrNotTLS
	case strings.Contains(text, "protocol version"):
		return "no TLS version in common: " + text, ErrTLSVersion
	case strings.Contains(text, "application protocol"), strings.Contains(text, "ALPN"):
		return "the peer does not offer http/1.1: " + text, ErrTLSAgreement
	case strings.Contains(text, "handshake failure"), strings.Contains(text, "cipher suite"):
		return "no TLS version or cipher suite in common (gwcheck cannot speak DHE, DSS, CCM, ARIA, Camellia, RC4 or 3DES): " + text, ErrTLSAgreement
	}
	return "the TLS handshake failed: " + text, ErrHandshake
}
