package report

import (
	"fmt"
	"unicode/utf8"
)

// maxText bounds one text of a result, in bytes. What a gateway sends must not
// decide how large a report gets.
const maxText = 16 << 10

// eachText replaces every text of the result that may carry something a
// gateway, a target file or a waiver file said. Ids, levels and verdicts are the
// suites' own vocabulary and stay as they are.
func (r *Result) eachText(f func(string) string) {
	set(f, &r.Problem, &r.HarnessError, &r.Target.Name)
	for i := range r.Target.Deployments {
		set(f, &r.Target.Deployments[i].URL)
	}
	r.Target.Build = eachValue(r.Target.Build, f)
	for i := range r.Checks {
		r.Checks[i].eachText(f)
	}
	for i := range r.Observations {
		set(f, &r.Observations[i].Value)
	}
	for i := range r.Waivers {
		w := &r.Waivers[i]
		set(f, &w.Reason, &w.Owner, &w.Link)
	}
	for i := range r.Exchanges {
		r.Exchanges[i].eachText(f)
	}
}

func (c *Check) eachText(f func(string) string) {
	set(f, &c.Reason, &c.Detail, &c.Curl)
	for i := range c.Assertions {
		a := &c.Assertions[i]
		a.Params = eachValue(a.Params, f)
		for j := range a.Mismatches {
			m := &a.Mismatches[j]
			set(f, &m.What, &m.Expected, &m.Got)
		}
	}
}

func (x *Exchange) eachText(f func(string) string) {
	set(f, &x.Method, &x.URL, &x.Proto, &x.Reason, &x.SentText, &x.BodyText, &x.Err)
	for _, fields := range [][]HeaderField{x.Request, x.Response} {
		for i := range fields {
			set(f, &fields[i].Name, &fields[i].Value)
		}
	}
	for i := range x.Faults {
		set(f, &x.Faults[i])
	}
}

// set applies f to each of the texts.
func set(f func(string) string, texts ...*string) {
	for _, s := range texts {
		*s = f(*s)
	}
}

// eachValue is m with f applied to its values; m itself stays.
func eachValue(m map[string]string, f func(string) string) map[string]string {
	if m == nil {
		return nil
	}
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = f(v)
	}
	return out
}

// clip cuts s to about max bytes and says how much is missing. Clipping a
// clipped text again changes nothing.
func clip(s string, max int) string {
	const note = 40 // room for the note, so that a second clip finds nothing to cut
	if len(s) <= max+note {
		return s
	}
	cut := max
	for cut > max-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return fmt.Sprintf("%s… (%d more bytes)", s[:cut], len(s)-cut)
}
