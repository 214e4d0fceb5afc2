package spec

import (
	"regexp"
	"slices"
	"strings"
)

// Codes is a set of retcodes, such as those that are conformant for a condition.
// The zero value is empty.
type Codes struct {
	codes   []string
	any     bool
	success string
	form    *regexp.Regexp
}

// CodesOf returns the set of these codes and no others.
func CodesOf(codes ...string) Codes { return Codes{codes: codes} }

// Has reports whether code is in the set.
func (c Codes) Has(code string) bool {
	if slices.Contains(c.codes, code) {
		return true
	}
	return c.any && code != c.success && c.form != nil && c.form.MatchString(code)
}

// List returns the codes that the document names, the one of the mock first. A
// set of any code has more members than that.
func (c Codes) List() []string { return slices.Clone(c.codes) }

// String describes the set, such as "000-003 or 100-006".
func (c Codes) String() string {
	switch {
	case c.any:
		return "any failure code of the form NNN-NNN"
	case len(c.codes) == 0:
		return "no code"
	}
	return strings.Join(c.codes, " or ")
}
