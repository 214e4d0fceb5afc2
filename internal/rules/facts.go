package rules

import (
	"bytes"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/wire"
)

// codeShape is the form of a retcode; nothing else of a body that may be a recording is told.
var codeShape = lazyregexp.New(`^[0-9]{1,3}(-[0-9]{3})?$`)

// Facts of a body that is not stored.
type Facts struct {
	Begins   string // "{" or "[" if it begins like JSON
	Envelope string // "plain" or "encoded" if it looks like an envelope, in UTF-8 or in another encoding
	Retcode  string // if it has the documented form
}

// BodyFacts are what rules that need [BodyKind] take from the body of a response.
func BodyFacts(x *wire.Exchange) (f Facts) {
	raw := x.Response.Body.Head
	head := bytes.TrimSpace(decoded(raw))
	if len(head) > 0 && (head[0] == '{' || head[0] == '[') {
		f.Begins = string(head[:1])
	}
	switch {
	case looksLikeEnvelope(raw):
		f.Envelope = "plain"
	case looksLikeEnvelope(head):
		f.Envelope = "encoded"
	}
	if code := Retcode(x); codeShape().MatchString(code) {
		f.Retcode = code
	}
	return f
}

// Body is a body of which [BodyFacts] are the same.
func (f Facts) Body() []byte {
	switch {
	case f.Retcode != "":
		return []byte(`{"retcode":"` + f.Retcode + `","message":""}`)
	case f.Envelope == "plain":
		return []byte(`{"retcode"`)
	case f.Envelope == "encoded":
		return []byte("\xff\xfe{\x00\"\x00r\x00e\x00t\x00c\x00o\x00d\x00e\x00\"\x00")
	case f.Begins != "":
		return []byte(f.Begins)
	}
	return []byte{0}
}
