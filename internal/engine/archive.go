package engine

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// Bounds of what is kept, in all and of one exchange.
const (
	keptExchanges = 20000
	keptBytes     = 24 << 20
	keptFields    = 100      // of one head
	keptField     = 4 << 10  // bytes of one name, value or reason phrase
	keptHead      = 32 << 10 // bytes of one head
)

// keepMasked keeps an exchange within the bounds; mu is held.
func (t *transcript) keepMasked(m report.Exchange) {
	size := len(m.URL) + len(m.BodyText) + fieldBytes(m.Request) + fieldBytes(m.Response)
	if t.size+size > keptBytes {
		m.Request, m.Response, m.BodyText = nil, nil, ""
		m.Wire.Cut, m.Wire.Text = true, false
	} else {
		t.size += size
	}
	t.kept = append(t.kept, m)
}

func fieldBytes(fields []report.HeaderField) (n int) {
	for _, f := range fields {
		n += len(f.Name) + len(f.Value)
	}
	return n
}

func (t *transcript) masked(g *gateway, x *wire.Exchange) report.Exchange {
	m := report.Exchange{
		Deployment: g.dep.Name, ID: x.ID, Began: x.Began, Method: x.Request.Method,
		URL: t.redactor.Mask(g.origin + x.Request.Target), Request: t.fields(x.Request.Fields),
	}
	for _, f := range x.Faults {
		m.Faults = append(m.Faults, t.redactor.Mask(fmt.Sprintf("%s: %s", f.Kind, f.Detail)))
	}
	if x.Err != nil {
		m.Err = t.redactor.Mask(x.Err.Error())
	}
	m.SentMs, m.WaitMs = ms(x.Timing.Sent), ms(x.Timing.FirstByte-x.Timing.Sent)
	m.ReceiveMs = ms(x.Timing.Done - x.Timing.FirstByte)
	if r := x.Response; r != nil {
		m.Status, m.Proto, m.Reason = r.Status, t.short(r.Proto), t.short(r.Reason)
		m.Response = t.fields(r.Fields)
		m.BodyLength, m.BodySHA256 = r.Body.Length, hex.EncodeToString(r.Body.SHA256[:])
		if !t.hidden[x.ID] {
			m.BodyText = t.text(r.Body)
		}
	}
	m.Wire = t.wireFacts(x, m)
	return m
}

// longestText is the longest body that is kept as text, in bytes.
const longestText = 4096

// text is a body of text, as JSON and HTML pages are; "" for anything longer.
func (t *transcript) text(b wire.Body) string {
	if b.Length > longestText || !utf8.Valid(b.Head) {
		return ""
	}
	masked := t.redactor.Mask(string(b.Head))
	return wire.Excerpt([]byte(masked), len(masked))
}

// fields masks the fields of a head, as many as are kept.
func (t *transcript) fields(fields []wire.Field) []report.HeaderField {
	kept, size := []report.HeaderField{}, 0
	for _, f := range fields[:min(len(fields), keptFields)] {
		one := report.HeaderField{Name: t.short(f.Name), Value: "[secret]"}
		if !t.secret.has(f.Name) {
			one.Value = t.short(f.Value)
		}
		if size += len(one.Name) + len(one.Value); size > keptHead {
			break
		}
		kept = append(kept, one)
	}
	if left := len(fields) - len(kept); left > 0 {
		kept = append(kept, report.HeaderField{Name: "(left out)", Value: fmt.Sprintf("%d more fields", left)})
	}
	return kept
}

// short masks a text and then shortens it.
func (t *transcript) short(s string) string {
	return report.Clip(t.redactor.Mask(s), keptField)
}

// secretFields are the header fields whose values no report shows, by their
// names in lower case.
type secretFields struct {
	guids    map[string]bool // those that carry Guids
	prefixes []string        // that the document has for their values
}

func secretFieldsOf(doc *spec.Document) secretFields {
	guids, prefixes := map[string]bool{strings.ToLower(doc.GuidHeader): true}, []string(nil)
	for _, op := range doc.Operations {
		if op.Renewal.Header != "" {
			guids[strings.ToLower(op.Renewal.Header)] = true
			prefixes = append(prefixes, op.Renewal.Prefix)
		}
	}
	return secretFields{guids, prefixes}
}

func (s secretFields) has(name string) bool {
	name = strings.ToLower(name)
	return s.guids[name] || name == "cookie" || name == "set-cookie" || name == "authorization"
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
