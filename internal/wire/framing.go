package wire

import (
	"strconv"
	"strings"
)

// singletons lists the response fields of RFC 9110 that are not lists, except
// Content-Type and Content-Length, which have rules of their own.
var singletons = [...]string{
	"Content-Location", "Content-Range", "Date", "ETag", "Last-Modified", "Location", "Retry-After", "Server",
}

// frame determines how the body ends (RFC 9112 section 6.3) and reports faults
// of the fields that determine it.
func (r *roundTrip) frame(resp *Response) {
	r.checkSingletons(resp)
	coded, chunked := r.transferCodings(resp)
	lengths := r.contentLengths(resp)
	if bodyless(r.x.Request.Method, resp.Status) {
		r.noFraming(resp)
		return
	}
	switch {
	case chunked:
		resp.Framing = FramingChunked
	case coded:
		resp.Framing = FramingClose
	case lengths:
		resp.Framing = FramingLength
	default:
		resp.Framing = FramingClose
	}
	if coded && len(Values(resp.Fields, "Content-Length")) > 0 {
		r.fault(FaultLengthAndCoding, r.pos, "Content-Length %s and Transfer-Encoding %s",
			joined(resp.Fields, "Content-Length"), joined(resp.Fields, "Transfer-Encoding"))
		r.ambiguous = true
	}
}

func joined(fields []Field, name string) string {
	return quoted(strings.Join(Values(fields, name), ", "))
}

// bodyless reports whether a response has no body, regardless of its fields.
func bodyless(method string, status int) bool {
	return method == "HEAD" || status == 101 || status == 204 || status == 304
}

func (r *roundTrip) checkSingletons(resp *Response) {
	if v := Values(resp.Fields, "Content-Type"); len(v) > 1 {
		r.fault(FaultContentTypeTwice, r.pos, "%d fields: %s", len(v), joined(resp.Fields, "Content-Type"))
	}
	for _, name := range singletons {
		if v := Values(resp.Fields, name); len(v) > 1 {
			r.fault(FaultFieldTwice, r.pos, "%d fields %s: %s", len(v), name, joined(resp.Fields, name))
		}
	}
}

// noFraming reports framing fields that the status forbids (RFC 9110 section
// 8.6, RFC 9112 section 6.1). They are allowed in answer to HEAD and with 304.
func (r *roundTrip) noFraming(resp *Response) {
	if resp.Status >= 200 && resp.Status != 204 {
		return
	}
	if len(Values(resp.Fields, "Content-Length")) > 0 {
		r.fault(FaultLengthNotAllowed, r.pos, "Content-Length with status %d", resp.Status)
	}
	if len(Values(resp.Fields, "Transfer-Encoding")) > 0 {
		r.fault(FaultTransferNotAllowed, r.pos, "Transfer-Encoding with status %d", resp.Status)
	}
}

// transferCodings reports whether there are transfer codings and whether
// chunked is the last of them.
func (r *roundTrip) transferCodings(resp *Response) (coded, chunked bool) {
	values := Values(resp.Fields, "Transfer-Encoding")
	codings := listMembers(values)
	if len(values) > 0 && len(codings) == 0 {
		r.fault(FaultTransferCoding, r.pos, "an empty Transfer-Encoding")
	}
	for i, name := range codings {
		last := i == len(codings)-1
		switch {
		case !sameName(name, "chunked"):
			r.fault(FaultTransferCoding, r.pos, "transfer coding %s", quoted(name))
		case !last:
			r.fault(FaultChunkedNotLast, r.pos, "Transfer-Encoding %s", joined(resp.Fields, "Transfer-Encoding"))
		default:
			chunked = true
		}
	}
	if len(values) > 0 && resp.Proto == "HTTP/1.0" {
		r.fault(FaultTransferNotAllowed, r.pos, "Transfer-Encoding in an HTTP/1.0 response")
		r.ambiguous = true
	}
	return len(codings) > 0, chunked
}

// contentLengths sets resp.Declared to the smallest valid Content-Length, so
// that the reader does not wait for bytes that may never arrive.
func (r *roundTrip) contentLengths(resp *Response) (found bool) {
	values := Values(resp.Fields, "Content-Length")
	members := splitOutsideQuotes(strings.Join(values, ","), ',')
	if len(values) == 0 {
		return false
	}
	conflict, invalid := false, false
	for _, m := range members {
		n, ok := parseLength(trimSpace(m))
		if !ok {
			invalid = true
			continue
		}
		conflict = conflict || found && n != resp.Declared
		if !found || n < resp.Declared {
			resp.Declared, found = n, true
		}
	}
	r.lengthFaults(resp, invalid, conflict, len(members) > 1)
	return found
}

func (r *roundTrip) lengthFaults(resp *Response, invalid, conflict, repeated bool) {
	values := joined(resp.Fields, "Content-Length")
	if invalid {
		r.fault(FaultLengthInvalid, r.pos, "Content-Length %s", values)
	}
	switch {
	case conflict:
		r.fault(FaultLengthConflict, r.pos, "Content-Length %s", values)
	case repeated && !invalid:
		r.fault(FaultLengthRepeated, r.pos, "Content-Length %s", values)
	}
	r.ambiguous = r.ambiguous || invalid || conflict
}

// parseLength reads digits. A number of more than 63 bits counts as the largest.
func parseLength(s string) (int64, bool) {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
	}
	if s == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		n = 1<<63 - 1
	}
	return n, true
}

// keepsOpen reports whether the connection stays open after the response (RFC
// 9112 section 9.3).
func keepsOpen(resp *Response, sent []Field) bool {
	if hasToken(resp.Fields, "close") || hasToken(sent, "close") || resp.Framing == FramingClose {
		return false
	}
	return resp.Proto != "HTTP/1.0" || hasToken(resp.Fields, "keep-alive")
}

func hasToken(fields []Field, token string) bool {
	for _, m := range listMembers(Values(fields, "Connection")) {
		if sameName(m, token) {
			return true
		}
	}
	return false
}
