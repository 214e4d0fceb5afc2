package gateway

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// Exchange is one request and its answer. It is read-only.
type Exchange struct {
	wire     *wire.Exchange
	doc      *spec.Document
	redactor *redactor
}

func (c *Client) exchange(x *wire.Exchange) *Exchange {
	for _, v := range x.Header("Set-Cookie") {
		c.redactor.cookie(v)
	}
	return &Exchange{wire: x, doc: c.doc, redactor: &c.redactor}
}

// Err is why no complete answer was received, nil if one was. A refusal is no error.
func (x *Exchange) Err() error { return x.wire.Err }

// Status is the HTTP status, 0 if there is no answer.
func (x *Exchange) Status() int {
	if x.wire.Response == nil {
		return 0
	}
	return x.wire.Response.Status
}

// Header returns the values of all fields of a name, in the order in which they
// arrived. Letter case of the name does not matter.
func (x *Exchange) Header(name string) []string { return x.wire.Header(name) }

// Retcode is the retcode of the JSON object of the answer, empty if there is
// none or it is no string.
func (x *Exchange) Retcode() string { return rules.Retcode(x.wire) }

// Length is the number of bytes of the body, all codings of the transfer removed.
func (x *Exchange) Length() int64 {
	if x.wire.Response == nil {
		return 0
	}
	return x.wire.Response.Body.Length
}

// SHA256 is the digest of the body in hexadecimal digits, empty if there is no answer.
func (x *Exchange) SHA256() string {
	if x.wire.Response == nil {
		return ""
	}
	return hex.EncodeToString(x.wire.Response.Body.SHA256[:])
}

// Duration is the time from the start of the exchange to its end.
func (x *Exchange) Duration() time.Duration { return x.wire.Timing.Done }

// String is GomegaString.
func (x *Exchange) String() string { return x.GomegaString() }

// GomegaString describes the exchange in a few lines without any secret, and
// without the body; Gomega prints it in place of the value.
func (x *Exchange) GomegaString() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", x.wire.Request.Method, x.wire.Request.Target)
	if x.wire.Err != nil {
		fmt.Fprintf(&b, "error: %v\n", x.wire.Err)
	}
	if r := x.wire.Response; r != nil {
		fmt.Fprintf(&b, "status %d\n", r.Status)
		for _, name := range []string{"Content-Type", "Content-Length", "Transfer-Encoding", "Content-Encoding", "Location"} {
			for _, v := range x.wire.Header(name) {
				fmt.Fprintf(&b, "%s: %s\n", name, v)
			}
		}
		fmt.Fprintf(&b, "%d bytes, SHA-256 %s", r.Body.Length, x.SHA256())
	}
	if code := x.Retcode(); code != "" {
		fmt.Fprintf(&b, "\nretcode %s", code)
	}
	return x.redactor.mask(strings.TrimRight(b.String(), "\n"))
}

// failure is why a rule does not hold, nil if it does.
func (x *Exchange) failure(r rules.Rule) error {
	found := r.Judge(x.wire)
	if len(found) == 0 {
		return nil
	}
	return errors.New(x.redactor.mask(fmt.Sprintf("expected %s:\n%s", r.Name, rules.Lines(found))))
}
