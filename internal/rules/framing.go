package rules

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// form is a requirement on the syntax of HTTP messages: the faults that violate
// it, and the incomplete bodies that it covers.
type form struct {
	requirement string
	name        string
	kinds       []wire.FaultKind
	incomplete  func(x *wire.Exchange) bool
}

// forms cover every fault that the reader detects, each in exactly one row.
var forms = []form{
	{requirement: "streaming/framing", name: "valid message framing", kinds: []wire.FaultKind{
		wire.FaultTransferCoding, wire.FaultChunkedNotLast, wire.FaultTransferNotAllowed,
		wire.FaultLengthNotAllowed, wire.FaultBodyNotAllowed, wire.FaultSwitching,
	}, incomplete: leftOpen},
	{requirement: "streaming/declared-length", name: "a body of the length that Content-Length declares", kinds: []wire.FaultKind{
		wire.FaultLengthInvalid, wire.FaultLengthRepeated, wire.FaultLengthConflict, wire.FaultBodyShort,
	}, incomplete: truncated(wire.FramingLength)},
	{requirement: "streaming/chunked-coding", name: "a well-formed chunked body", kinds: []wire.FaultKind{
		wire.FaultChunkSize, wire.FaultChunkExtension, wire.FaultChunkEnd,
		wire.FaultLastChunk, wire.FaultTrailerEnd, wire.FaultTrailerField,
	}, incomplete: truncated(wire.FramingChunked)},
	{requirement: "streaming/length-or-chunked", name: "Content-Length or Transfer-Encoding, not both", kinds: []wire.FaultKind{
		wire.FaultLengthAndCoding,
	}},
	{requirement: "streaming/nothing-after-end", name: "no bytes after the end of the response", kinds: []wire.FaultKind{
		wire.FaultExtraBytes, wire.FaultUnsolicited,
	}},
	{requirement: "streaming/closed-properly", name: "a body that is delimited by the connection to end with a TLS close_notify", kinds: []wire.FaultKind{
		wire.FaultCloseNotify,
	}, incomplete: reset},
	{requirement: "streaming/head-syntax", name: "a valid status line and valid header fields", kinds: []wire.FaultKind{
		wire.FaultStatusLine, wire.FaultVersion, wire.FaultStatusCode, wire.FaultBareLF, wire.FaultBareCR,
		wire.FaultLeadingSpace, wire.FaultObsFold, wire.FaultSpaceBeforeColon,
		wire.FaultFieldLine, wire.FaultFieldName, wire.FaultFieldControl,
	}},
	{requirement: "streaming/single-fields", name: "header fields that are not lists to occur once", kinds: []wire.FaultKind{
		wire.FaultFieldTwice,
	}},
	{requirement: "success/one-content-type", name: "a single Content-Type field", kinds: []wire.FaultKind{
		wire.FaultContentTypeTwice,
	}},
}

// Forms lists the requirements that WellFormed knows, by id.
func Forms() []string {
	var ids []string
	for _, f := range forms {
		ids = append(ids, f.requirement)
	}
	return ids
}

// FormOf is the id of the requirement that a fault violates, "" for a kind that
// violates none.
func FormOf(kind wire.FaultKind) string {
	for _, f := range forms {
		if slices.Contains(f.kinds, kind) {
			return f.requirement
		}
	}
	return ""
}

// WellFormed holds if a response has none of the HTTP/1.1 faults (RFC 9112) that
// violate the requirement. It holds if there is no response, and never holds for
// a requirement that is not among Forms.
func WellFormed(requirement string) Rule {
	i := slices.IndexFunc(forms, func(f form) bool { return f.requirement == requirement })
	if i < 0 {
		return New("a known requirement", map[string]string{"requirement": requirement}, func(*wire.Exchange) []report.Mismatch {
			return mismatch("rule", "a requirement on the form of messages", quoted(requirement))
		})
	}
	return New(forms[i].name, nil, forms[i].judge).by("WellFormed", requirement)
}

func (f form) judge(x *wire.Exchange) (all []report.Mismatch) {
	for _, fault := range x.Faults {
		if slices.Contains(f.kinds, fault.Kind) {
			all = append(all, report.Mismatch{
				What:     "message",
				Expected: fmt.Sprintf("%s (%s)", fault.Kind.Rule(), fault.Kind.Section()),
				Got:      fmt.Sprintf("%s at byte %d", fault.Detail, fault.Offset),
			})
		}
	}
	if len(all) == 0 && f.incomplete != nil && f.incomplete(x) {
		all = mismatch("body", "a complete body", printable(x.Err.Error()))
	}
	return all
}

// truncated reports whether a body with this framing is incomplete because of
// the gateway, and the reader detected no fault that explains it.
func truncated(framing wire.Framing) func(x *wire.Exchange) bool {
	return func(x *wire.Exchange) bool {
		return len(x.Faults) == 0 && incompleteBody(x, framing, wire.ErrTruncated, wire.ErrReset, wire.ErrIdleTimeout)
	}
}

// reset reports whether a body that is delimited by the connection was cut by a reset.
func reset(x *wire.Exchange) bool {
	return len(x.Faults) == 0 && incompleteBody(x, wire.FramingClose, wire.ErrTruncated, wire.ErrReset)
}

// leftOpen reports whether nothing delimits a body: neither a length, nor
// chunks, nor the connection, which stays open.
func leftOpen(x *wire.Exchange) bool {
	return len(x.Faults) == 0 && incompleteBody(x, wire.FramingClose, wire.ErrIdleTimeout)
}

func incompleteBody(x *wire.Exchange, framing wire.Framing, causes ...error) bool {
	if x.Response == nil || x.Response.Framing != framing || x.Response.Body.Complete {
		return false
	}
	return slices.ContainsFunc(causes, func(cause error) bool { return errors.Is(x.Err, cause) })
}
