package engine

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/suites/report"
)

// rebuilt is a stored exchange as rules judge it. Secrets are masked in it. A body that
// is not stored has the length and the digest of the one that was received, and the
// facts that rules of the kind [rules.BodyKind] use.
func rebuilt(x report.Exchange) *wire.Exchange {
	w := x.Wire
	out := &wire.Exchange{
		ID: x.ID, Began: x.Began, Request: wire.Request{Method: x.Method, Target: x.URL, Fields: wireFields(x.Request)},
		Err: causeOf(w.Error, x.Err), TLS: wire.TLSInfo{Version: w.TLS},
	}
	for _, f := range w.Faults {
		out.Faults = append(out.Faults, wire.Fault{Kind: wire.FaultKind(f.Kind), Detail: f.Detail, Offset: f.Offset, Count: 1})
	}
	if x.Status == 0 {
		return out
	}
	out.Response = &wire.Response{
		Proto: x.Proto, Status: x.Status, Reason: x.Reason, Fields: withShapes(wireFields(x.Response), w.Shapes),
		Framing: wire.Framing(w.Framing), Declared: -1, Body: rebuiltBody(x),
	}
	return out
}

func wireFields(fields []report.HeaderField) (out []wire.Field) {
	for _, f := range fields {
		out = append(out, wire.Field{Name: f.Name, Value: f.Value})
	}
	return out
}

// withShapes puts the shapes of Guids in the place of their masks.
func withShapes(fields []wire.Field, shapes []report.HeaderField) []wire.Field {
	for i := range fields {
		if len(shapes) > 0 && fields[i].Name == shapes[0].Name {
			fields[i].Value, shapes = shapes[0].Value, shapes[1:]
		}
	}
	return fields
}

func rebuiltBody(x report.Exchange) wire.Body {
	b := wire.Body{Length: x.BodyLength, Complete: x.Wire.Complete}
	sum, err := hex.DecodeString(x.BodySHA256)
	if err == nil && len(sum) == len(b.SHA256) {
		copy(b.SHA256[:], sum)
	}
	switch {
	case x.BodyLength == 0:
	case x.Wire.Text:
		b.Head = unexcerpted(x.BodyText)
		b.Head = padded(b.Head, b.Length) // a mask may be shorter than what it hides
	default:
		b.Head = rules.Facts{Begins: x.Wire.Begins, Envelope: x.Wire.Envelope, Retcode: x.Wire.Retcode}.Body()
		if x.Wire.Retcode != "" {
			b.Head = padded(b.Head, b.Length)
		}
	}
	return b
}

// padded is a text of that length, so that it counts as a whole body.
func padded(text []byte, length int64) []byte {
	if missing := min(length, wire.TextKept) - int64(len(text)); missing > 0 {
		text = append(text, strings.Repeat(" ", int(missing))...)
	}
	return text
}

// unexcerpted is the text of which wire.Excerpt made s.
func unexcerpted(s string) []byte {
	var out []byte
	for len(s) > 0 {
		if s[0] != '\\' || len(s) < 2 {
			out, s = append(out, s[0]), s[1:]
			continue
		}
		n := 2
		switch s[1] {
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'x':
			if v, err := strconv.ParseUint(s[2:min(4, len(s))], 16, 8); err == nil {
				out, n = append(out, byte(v)), 4
			}
		case 'u':
			if end := strings.IndexByte(s, '}'); end > 3 {
				if v, err := strconv.ParseUint(s[3:end], 16, 32); err == nil {
					out, n = utf8.AppendRune(out, rune(v)), end+1
				}
			}
		default:
			out = append(out, s[1])
		}
		s = s[n:]
	}
	return out
}

// suffices says why the evidence of an exchange does not suffice for a rule, "" if it does.
func suffices(x report.Exchange, needs []rules.Evidence) string {
	if x.Wire == nil {
		return "the exchange was stored by an older version"
	}
	if x.Status == 0 {
		return ""
	}
	if x.Wire.Cut {
		return "not all header fields of " + x.ID + " are stored"
	}
	for _, need := range needs {
		if why := lacking(x, need); why != "" {
			return why
		}
	}
	return ""
}

func lacking(x report.Exchange, need rules.Evidence) string {
	switch {
	case need == rules.Pieces:
		return "no bytes of recordings and block pages are stored"
	case need == rules.Trailer && x.Wire.Trailer:
		return "the trailer of " + x.ID + " is not stored"
	case need == rules.Text && !x.Wire.Text:
		return "the body of " + x.ID + " is not stored"
	case need == rules.Object && !x.Wire.Text && x.Wire.Begins == "{":
		return "the body of " + x.ID + " is not stored"
	}
	return ""
}
