package report

import (
	"strings"
	"unicode"
)

// signs are texts by which failures are recognized to have one cause: the requirement,
// the exchange that decided, and the differences that it showed.
func signs(c *Check) []string {
	if c.Waiver != nil {
		return []string{"waived " + c.ID + " " + c.Deployment} // stands alone, to be seen
	}
	return append(differences(c, false), "requirement "+c.Requirement)
}

// differences are the signs of the rules that did not hold: of preconditions, or of what
// the check is about.
func differences(c *Check, given bool) (out []string) {
	for _, a := range c.Assertions {
		if len(a.Mismatches) == 0 || a.Given != given {
			continue
		}
		if len(a.Exchanges) == 1 {
			out = append(out, "exchange "+a.Exchanges[0])
		}
		for _, m := range a.Mismatches {
			out = append(out, m.signs()...)
		}
	}
	return out
}

// signs of a mismatch. What is served in place of a refusal, and what holds a file or a
// recording though it must not, has many causes, so that it is no sign.
func (m Mismatch) signs() []string {
	got := kindOf(m.Got)
	switch {
	case strings.HasPrefix(m.Expected, "no "), strings.HasPrefix(m.Got, "application/octet-stream"), strings.HasPrefix(got, "# bytes that"):
		return nil
	case m.What == "retcode" && isRefusal(m.Expected) && (got == "none" || strings.HasPrefix(got, "# (success")):
		return []string{"not refused " + m.Expected}
	case m.What == "retcode" && got == "none":
		return nil
	case m.What == "body" && strings.Contains(m.Expected, "JSON"), m.What == "Content-Type":
		return []string{"form " + m.What + " " + got}
	}
	return []string{"difference " + m.What + ": " + m.Expected + ": " + got}
}

// isRefusal reports whether what is expected are codes of one condition.
func isRefusal(expected string) bool {
	return len(expected) > 0 && unicode.IsDigit(rune(expected[0])) && !strings.HasPrefix(expected, "0 ")
}

// kindOf is a value without its numbers, up to the first colon.
func kindOf(got string) string {
	got, _, _ = strings.Cut(got, ":")
	var b strings.Builder
	digits := false
	for _, r := range got {
		if d := unicode.IsDigit(r); !d {
			b.WriteRune(r)
			digits = false
		} else if !digits {
			b.WriteByte('#')
			digits = true
		}
	}
	return b.String()
}
