package wire

// The kinds of breaches. A response may have several; all are reported.
const (
	FaultStatusLine         FaultKind = "status-line"
	FaultVersion            FaultKind = "http-version"
	FaultStatusCode         FaultKind = "status-code"
	FaultBareLF             FaultKind = "bare-lf"
	FaultBareCR             FaultKind = "bare-cr"
	FaultLeadingSpace       FaultKind = "space-before-first-field"
	FaultObsFold            FaultKind = "obs-fold"
	FaultSpaceBeforeColon   FaultKind = "space-before-colon"
	FaultFieldLine          FaultKind = "field-without-colon"
	FaultFieldName          FaultKind = "field-name"
	FaultFieldControl       FaultKind = "field-control-character"
	FaultContentTypeTwice   FaultKind = "content-type-repeated"
	FaultFieldTwice         FaultKind = "singleton-field-repeated"
	FaultLengthInvalid      FaultKind = "content-length-invalid"
	FaultLengthRepeated     FaultKind = "content-length-repeated"
	FaultLengthConflict     FaultKind = "content-length-conflict"
	FaultLengthNotAllowed   FaultKind = "content-length-not-allowed"
	FaultLengthAndCoding    FaultKind = "content-length-with-transfer-encoding"
	FaultTransferCoding     FaultKind = "transfer-coding"
	FaultChunkedNotLast     FaultKind = "chunked-not-last"
	FaultTransferNotAllowed FaultKind = "transfer-encoding-not-allowed"
	FaultChunkSize          FaultKind = "chunk-size"
	FaultChunkExtension     FaultKind = "chunk-extension"
	FaultChunkEnd           FaultKind = "chunk-end"
	FaultLastChunk          FaultKind = "last-chunk-missing"
	FaultTrailerEnd         FaultKind = "trailer-incomplete"
	FaultTrailerField       FaultKind = "trailer-field-not-allowed"
	FaultBodyShort          FaultKind = "body-short"
	FaultExtraBytes         FaultKind = "bytes-after-body"
	FaultUnsolicited        FaultKind = "unsolicited-response"
	FaultBodyNotAllowed     FaultKind = "body-not-allowed"
	FaultCloseNotify        FaultKind = "close-notify-missing"
	FaultSwitching          FaultKind = "switching-protocols-unasked"
)

// rule is the rule of HTTP that a breach breaks, and its section.
type rule struct {
	kind    FaultKind
	section string
	text    string
}

var rules = [...]rule{
	{FaultStatusLine, "RFC 9112 section 4", "a response starts with version, space, three digits, space and an optional reason"},
	{FaultVersion, "RFC 9112 section 2.3", "the version is HTTP/1.1 or HTTP/1.0, in upper case"},
	{FaultStatusCode, "RFC 9110 section 15", "a status code lies between 100 and 599"},
	{FaultBareLF, "RFC 9112 section 2.2", "a line ends with CR and LF"},
	{FaultBareCR, "RFC 9112 section 2.2", "CR occurs only before LF"},
	{FaultLeadingSpace, "RFC 9112 section 2.2", "no white space between the status line and the first field"},
	{FaultObsFold, "RFC 9112 section 5.2", "a field is not continued on a further line"},
	{FaultSpaceBeforeColon, "RFC 9112 section 5.1", "no white space between field name and colon"},
	{FaultFieldLine, "RFC 9112 section 5", "a field line has a colon"},
	{FaultFieldName, "RFC 9110 section 5.1", "a field name is a token of at least one character"},
	{FaultFieldControl, "RFC 9110 section 5.5", "a field value contains no control character except tab"},
	{FaultContentTypeTwice, "RFC 9110 sections 5.3 and 8.3", "Content-Type occurs once"},
	{FaultFieldTwice, "RFC 9110 section 5.3", "a field that is not a list occurs once"},
	{FaultLengthInvalid, "RFC 9110 section 8.6", "Content-Length consists of digits"},
	{FaultLengthRepeated, "RFC 9110 section 8.6", "Content-Length occurs once, with one value"},
	{FaultLengthConflict, "RFC 9112 section 6.3", "there is one Content-Length only"},
	{FaultLengthNotAllowed, "RFC 9110 section 8.6", "no Content-Length with status 1xx and 204"},
	{FaultLengthAndCoding, "RFC 9112 section 6.2", "no Content-Length together with Transfer-Encoding"},
	{FaultTransferCoding, "RFC 9112 section 7", "no transfer coding except chunked unless the client offered it"},
	{FaultChunkedNotLast, "RFC 9112 section 6.1", "chunked is applied once and last"},
	{FaultTransferNotAllowed, "RFC 9112 section 6.1", "no Transfer-Encoding with status 1xx and 204 nor in HTTP/1.0"},
	{FaultChunkSize, "RFC 9112 section 7.1", "a chunk starts with its size in hexadecimal digits"},
	{FaultChunkExtension, "RFC 9112 section 7.1.1", "a chunk extension is a name and an optional value"},
	{FaultChunkEnd, "RFC 9112 section 7.1", "CR and LF follow the data of a chunk"},
	{FaultLastChunk, "RFC 9112 sections 7.1 and 8", "a chunked body ends with a chunk of size zero"},
	{FaultTrailerEnd, "RFC 9112 section 7.1", "an empty line ends a chunked body"},
	{FaultTrailerField, "RFC 9110 section 6.5.1", "a trailer contains no field that is needed for framing, routing or content processing"},
	{FaultBodyShort, "RFC 9112 sections 6.3 and 8", "a body is as long as its Content-Length says"},
	{FaultExtraBytes, "RFC 9112 sections 6.3 and 9.2", "no byte follows a response until the next request"},
	{FaultUnsolicited, "RFC 9112 section 9.2", "each response answers one request"},
	{FaultBodyNotAllowed, "RFC 9112 section 6.3, RFC 9110 section 15.3.6", "no body with status 204, 205 and 304 nor in answer to HEAD"},
	{FaultCloseNotify, "RFC 9112 section 9.8", "over TLS the end of the connection ends a body only after close_notify"},
	{FaultSwitching, "RFC 9110 section 15.2.2", "status 101 answers only a request with Upgrade"},
}

// FaultKinds returns every kind, in a fixed order.
func FaultKinds() []FaultKind {
	kinds := make([]FaultKind, 0, len(rules))
	for _, r := range rules {
		kinds = append(kinds, r.kind)
	}
	return kinds
}

// Section names the section of RFC 9110 or RFC 9112 that the breach breaks. It
// is empty for an unknown kind.
func (k FaultKind) Section() string { return k.rule().section }

// Rule states the rule that the breach breaks. It is empty for an unknown kind.
func (k FaultKind) Rule() string { return k.rule().text }

func (k FaultKind) rule() rule {
	for _, r := range rules {
		if r.kind == k {
			return r
		}
	}
	return rule{}
}

// String returns one line with the kind, the detail and the rule that is broken.
func (f Fault) String() string {
	return string(f.Kind) + ": " + f.Detail + " (" + f.Kind.Section() + ": " + f.Kind.Rule() + ")"
}
