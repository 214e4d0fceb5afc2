package report

import (
	"fmt"
	"unicode/utf8"
)

// maxText bounds one text of a result, in bytes, so that no gateway decides how
// large a report gets.
const maxText = 16 << 10

// mapTexts applies f to every text of the result that may originate from a gateway,
// a target file or a waiver file. Ids, levels and verdicts do not.
func (r *Result) mapTexts(f func(string) string) {
	apply(f, &r.Problem, &r.HarnessError, &r.Target.Name)
	for i := range r.Notices {
		apply(f, &r.Notices[i])
	}
	for i := range r.Target.Deployments {
		apply(f, &r.Target.Deployments[i].URL)
	}
	r.Target.Build, r.Target.Vendor = mapValues(r.Target.Build, f), mapValues(r.Target.Vendor, f)
	for i := range r.Checks {
		r.Checks[i].mapTexts(f)
	}
	for i := range r.Observations {
		apply(f, &r.Observations[i].Value)
	}
	for i := range r.Waivers {
		w := &r.Waivers[i]
		apply(f, &w.Reason, &w.Owner, &w.Link)
	}
	for i := range r.Exchanges {
		r.Exchanges[i].mapTexts(f)
	}
}

func (c *Check) mapTexts(f func(string) string) {
	apply(f, &c.Reason, &c.Detail, &c.Curl)
	for i := range c.Assertions {
		a := &c.Assertions[i]
		a.Params = mapValues(a.Params, f)
		for j := range a.Mismatches {
			m := &a.Mismatches[j]
			apply(f, &m.What, &m.Expected, &m.Got)
		}
	}
}

func (x *Exchange) mapTexts(f func(string) string) {
	apply(f, &x.Method, &x.URL, &x.Proto, &x.Reason, &x.SentText, &x.BodyText, &x.Err)
	for _, fields := range [][]HeaderField{x.Request, x.Response} {
		for i := range fields {
			apply(f, &fields[i].Name, &fields[i].Value)
		}
	}
	for i := range x.Faults {
		apply(f, &x.Faults[i])
	}
	if x.Wire != nil {
		x.Wire.mapTexts(f)
	}
}

func (w *Wire) mapTexts(f func(string) string) {
	for i := range w.Shapes {
		apply(f, &w.Shapes[i].Name, &w.Shapes[i].Value)
	}
	for i := range w.Faults {
		apply(f, &w.Faults[i].Detail)
	}
}

// apply applies f to each of the texts.
func apply(f func(string) string, texts ...*string) {
	for _, s := range texts {
		*s = f(*s)
	}
}

// mapValues is m with f applied to its values; m itself stays.
func mapValues(m map[string]string, f func(string) string) map[string]string {
	if m == nil {
		return nil
	}
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = f(v)
	}
	return out
}

// Clip shortens s to max bytes, at the boundary of a character, and appends how
// many bytes are missing. Text of up to 40 bytes more than max stays whole, so
// that clipping a text twice changes nothing. Mask secrets before clipping: a
// cut through one hides it from the masking.
func Clip(s string, max int) string {
	const note = 40 // longest appended note
	if len(s) <= max+note {
		return s
	}
	cut := max
	for cut > max-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return fmt.Sprintf("%s… (%d more bytes)", s[:cut], len(s)-cut)
}
