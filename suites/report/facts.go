package report

import (
	"cmp"
	"fmt"
	"strings"
)

// fact is one labelled text about a check. It may have several lines, and is
// not yet harmless.
type fact struct{ Label, Text string }

// Bounds of an explanation.
const (
	maxShown     = 2000 // bytes of one text
	maxBodyShown = 240  // bytes of one text in a line with others
	maxListed    = 12   // entries of one list
)

// facts explains a verdict: the requirement and its source, what was expected
// and got, the exchanges, and the command that repeats the request.
func (v *view) facts(c Check) []fact {
	row, ok := v.rows[c.Requirement]
	if !ok {
		row = Requirement{Level: c.Level, Text: c.Title}
	}
	out := []fact{{"requirement", cmp.Or(row.Level, c.Level) + ": " + cmp.Or(row.Text, c.Title)}}
	out = appendFact(out, "source", row.Source)
	out = append(out, mismatchFacts(c)...)
	out = appendFact(out, "detail", c.Detail)
	out = append(out, v.exchangeFacts(c)...)
	if w := c.Waiver; w != nil {
		out = append(out, fact{"waived", fmt.Sprintf("%s (owner %s, until %s)", w.Reason, w.Owner, w.Expires)})
		out = appendFact(out, "link", w.Link)
	}
	if c.Curl != "" {
		out = append(out, fact{"repeat", Clip(c.Curl, maxText)}) // whole, to be copied
	}
	return out
}

// appendFact adds a fact unless its text is empty.
func appendFact(facts []fact, label, text string) []fact {
	if text == "" {
		return facts
	}
	return append(facts, fact{label, Clip(text, maxShown)})
}

// mismatchFacts lists the mismatches, or the reason if there are none.
func mismatchFacts(c Check) []fact {
	var out []fact
	for _, a := range c.Assertions {
		for _, m := range a.Mismatches {
			what := ""
			if m.What != "" {
				what = m.What + ": "
			}
			out = append(out, fact{"expected", what + Clip(m.Expected, maxShown)},
				fact{"got", what + Clip(m.Got, maxShown)})
		}
	}
	if len(out) > 2*maxListed {
		more := len(out)/2 - maxListed
		out = append(out[:2*maxListed], fact{"also", fmt.Sprintf("%d more differences", more)})
	}
	switch {
	case len(out) == 0:
		return appendFact(nil, "reason", c.Reason)
	case len(out) > 2:
		return append(appendFact(nil, "reason", c.Reason), out...)
	}
	return out
}

// exchangeFacts describes the exchanges that led to the verdict.
func (v *view) exchangeFacts(c Check) []fact {
	var out []fact
	for _, id := range c.Exchanges {
		x, ok := v.exchanges[id]
		if !ok {
			continue
		}
		if len(out) == maxListed {
			return append(out, fact{"exchange", "and more, see " + harFile})
		}
		out = append(out, fact{"exchange", id + " " + x.outline()})
	}
	return out
}

// outline is an exchange in one line: request, status, media type, length, start of the body.
func (x Exchange) outline() string {
	s := Clip(x.Method+" "+x.URL, maxShown)
	switch {
	case x.Status > 0:
		s += fmt.Sprintf(" -> %d, %s, %d bytes", x.Status, cmp.Or(Clip(valueOf(x.Response, "Content-Type"), maxBodyShown), "no Content-Type"), x.BodyLength)
	case x.Err != "":
		s += " -> " + Clip(x.Err, maxShown)
	default:
		s += " -> no answer"
	}
	if x.Status > 0 && x.Err != "" {
		s += ", " + Clip(x.Err, maxShown)
	}
	for i, f := range x.Faults {
		if i == maxListed {
			break
		}
		s += ", " + Clip(f, maxShown)
	}
	if x.BodyText != "" {
		s += ": " + Clip(x.BodyText, maxBodyShown)
	}
	return s
}

// factLines renders facts as harmless lines, "label: text".
func factLines(facts []fact) string {
	var b strings.Builder
	for _, f := range facts {
		for i, line := range paragraphs(f.Text) {
			if i == 0 {
				b.WriteString(f.Label + ": ")
			} else {
				b.WriteString("  ")
			}
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}
