package suites

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// spelling is one way to write a recordId in a query.
type spelling struct {
	id, title string
	encode    func(recordID string) string
}

// spellings must all decode to the recordId that they are made of.
var spellings = []spelling{
	{"parameters/hex-digits-any-case", "with lower-case hexadecimal digits", func(s string) string { return lowerHex(wire.Escape(s)) }},
	{"parameters/unreserved-encoded:letters", "with its letters percent-encoded", func(s string) string { return encoded(s, isLetter) }},
	{"parameters/unreserved-encoded:digits", "with its digits percent-encoded", func(s string) string { return encoded(s, isDigit) }},
	{"parameters/reserved-encoded:colon", "with a bare colon", func(s string) string { return strings.ReplaceAll(wire.Escape(s), "%3A", ":") }},
	{"parameters/reserved-encoded:slash", "with bare slashes", func(s string) string { return strings.ReplaceAll(wire.Escape(s), "%2F", "/") }},
}

func parametersEncodingChecks() []engine.Check {
	var checks []engine.Check
	for _, sp := range spellings {
		checks = append(checks, engine.Check{ID: sp.id, Title: "recordId is accepted " + sp.title, Needs: served(), Body: understood(sp, (*engine.T).AgentCall)})
	}
	for _, v := range []struct{ variant, title, name string }{
		{"utf-8", "in UTF-8", wire.Escape("Grüße-录音-9999999.V3")},
		{"latin-1", "in Latin-1", "Gr%FC%DFe-9999999.V3"},
	} {
		checks = append(checks, engine.Check{
			ID: "parameters/non-ascii-record-id:" + v.variant, Title: "a path with non-ASCII letters " + v.title + " that names no recording is rejected",
			Needs: served(), Body: noRecordingNamed(v.name),
		})
	}
	plus := spelling{encode: func(s string) string { return strings.ReplaceAll(wire.Escape(s), "%20", "+") }}
	return append(checks, engine.Check{
		ID: "parameters/space-as-plus", Title: "a plus sign is decoded as a space in recordId", Needs: served().WithRecording("with a space in its path", hasSpace),
		Body: understood(plus, func(t *engine.T) recording { return t.Recording(hasSpace) }),
	})
}

// understood: the recordId in this spelling must lead to the same recording.
func understood(sp spelling, which func(t *engine.T) recording) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.SignIn(0), which(t)
		t.Given(t.Download(s, rec), rules.Served(rec))
		t.Then(t.Download(s, rec, withRawParam(spec.RoleRecord, sp.encode(rec.RecordID))), rules.Served(rec))
	}
}

// noRecordingNamed requests another name in the folder of a recording. The name
// goes out as it is.
func noRecordingNamed(name string) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.Twin()
		directory, _ := splitName(rec.RecordID)
		t.Then(t.Download(s, rec, withRawParam(spec.RoleRecord, wire.Escape(directory)+name)), rules.Refused(t.Doc(), spec.PathInvalid))
	}
}

// encoded percent-encodes what must be, and the characters for which also says so.
func encoded(s string, also func(byte) bool) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if also(c) {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteString(wire.Escape(string([]byte{c})))
	}
	return b.String()
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

// lowerHex turns the digits of percent-encodings into lower case.
func lowerHex(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] == '%' && i+2 < len(b) {
			copy(b[i:], strings.ToLower(s[i:i+3]))
		}
	}
	return string(b)
}
