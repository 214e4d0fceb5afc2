package rules

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// form is a requirement on how HTTP messages are written: the breaches that it
// rules out, and the framings whose missing end it answers for.
type form struct {
	requirement string
	name        string
	kinds       []wire.FaultKind
	unended     func(x *wire.Exchange) bool
}

// forms share all breaches that the reader names among them, each in one row.
var forms = []form{
	{requirement: "streaming/framing", name: "a response whose length is framed in a valid way", kinds: []wire.FaultKind{
		wire.FaultTransferCoding, wire.FaultChunkedNotLast, wire.FaultTransferNotAllowed,
		wire.FaultLengthNotAllowed, wire.FaultBodyNotAllowed, wire.FaultSwitching,
	}, unended: silentlyOpen},
	{requirement: "streaming/declared-length", name: "a body as long as Content-Length declares", kinds: []wire.FaultKind{
		wire.FaultLengthInvalid, wire.FaultLengthRepeated, wire.FaultLengthConflict, wire.FaultBodyShort,
	}, unended: cut(wire.FramingLength)},
	{requirement: "streaming/chunked-coding", name: "chunks that are well-formed up to the last", kinds: []wire.FaultKind{
		wire.FaultChunkSize, wire.FaultChunkExtension, wire.FaultChunkEnd,
		wire.FaultLastChunk, wire.FaultTrailerEnd, wire.FaultTrailerField,
	}, unended: cut(wire.FramingChunked)},
	{requirement: "streaming/length-or-chunked", name: "either Content-Length or Transfer-Encoding", kinds: []wire.FaultKind{
		wire.FaultLengthAndCoding,
	}},
	{requirement: "streaming/nothing-after-end", name: "nothing after the end of the response", kinds: []wire.FaultKind{
		wire.FaultExtraBytes, wire.FaultUnsolicited,
	}},
	{requirement: "streaming/closed-properly", name: "a proper TLS closure where the connection ends the body", kinds: []wire.FaultKind{
		wire.FaultCloseNotify,
	}, unended: torn},
	{requirement: "streaming/head-syntax", name: "a status line and header fields as the grammar has them", kinds: []wire.FaultKind{
		wire.FaultStatusLine, wire.FaultVersion, wire.FaultStatusCode, wire.FaultBareLF, wire.FaultBareCR,
		wire.FaultLeadingSpace, wire.FaultObsFold, wire.FaultSpaceBeforeColon,
		wire.FaultFieldLine, wire.FaultFieldName, wire.FaultFieldControl,
	}},
	{requirement: "streaming/single-fields", name: "fields that are no lists standing once", kinds: []wire.FaultKind{
		wire.FaultFieldTwice,
	}},
	{requirement: "success/one-content-type", name: "a single Content-Type", kinds: []wire.FaultKind{
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

// FormOf is the id of the requirement that a breach of HTTP/1.1 violates, ""
// for a kind that no requirement rules out.
func FormOf(kind wire.FaultKind) string {
	for _, f := range forms {
		if slices.Contains(f.kinds, kind) {
			return f.requirement
		}
	}
	return ""
}

// WellFormed holds if an answer has none of the breaches of HTTP/1.1 (RFC 9112)
// that the requirement rules out. Where no answer came there is none. A
// requirement that is not among Forms is never met.
func WellFormed(requirement string) Rule {
	i := slices.IndexFunc(forms, func(f form) bool { return f.requirement == requirement })
	if i < 0 {
		return New("a known requirement", map[string]string{"requirement": requirement}, func(*wire.Exchange) []report.Mismatch {
			return mismatch("rule", "a requirement on the form of messages", requirement)
		})
	}
	return New(forms[i].name, nil, forms[i].judge)
}

func (f form) judge(x *wire.Exchange) (all []report.Mismatch) {
	for _, fault := range x.Faults {
		if slices.Contains(f.kinds, fault.Kind) {
			all = append(all, report.Mismatch{
				What:     "message",
				Expected: fmt.Sprintf("%s (%s)", fault.Kind.Rule(), fault.Kind.Section()),
				Got:      fmt.Sprintf("%s, after %d bytes", fault.Detail, fault.Offset),
			})
		}
	}
	if len(all) == 0 && f.unended != nil && f.unended(x) {
		all = mismatch("body", "an end", printable(x.Err.Error()))
	}
	return all
}

// cut says that a body of the framing lacks its end for a reason that lies with
// the gateway, and that the reader found no other name for it.
func cut(framing wire.Framing) func(x *wire.Exchange) bool {
	return func(x *wire.Exchange) bool {
		return len(x.Faults) == 0 && lacksEnd(x, framing, wire.ErrTruncated, wire.ErrReset, wire.ErrIdleTimeout)
	}
}

// torn says that a body which ends with the connection ended by a reset.
func torn(x *wire.Exchange) bool {
	return len(x.Faults) == 0 && lacksEnd(x, wire.FramingClose, wire.ErrTruncated, wire.ErrReset)
}

// silentlyOpen says that nothing tells where a body ends: neither a length, nor
// chunks, nor the connection, which stays open.
func silentlyOpen(x *wire.Exchange) bool {
	return len(x.Faults) == 0 && lacksEnd(x, wire.FramingClose, wire.ErrIdleTimeout)
}

func lacksEnd(x *wire.Exchange, framing wire.Framing, causes ...error) bool {
	if x.Response == nil || x.Response.Framing != framing || x.Response.Body.Complete {
		return false
	}
	return slices.ContainsFunc(causes, func(cause error) bool { return errors.Is(x.Err, cause) })
}
