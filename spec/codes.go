package spec

import (
	"regexp"
	"slices"
	"strings"
)

// Codes is a set of failure codes.
type Codes struct {
	codes   []string
	any     bool
	success string
	form    *regexp.Regexp
}

// CodesOf is the set of these codes and no others.
func CodesOf(codes ...string) Codes { return Codes{codes: codes} }

// Has reports whether a gateway may give this code.
func (c Codes) Has(code string) bool {
	if slices.Contains(c.codes, code) {
		return true
	}
	return c.any && code != c.success && c.form != nil && c.form.MatchString(code)
}

// List returns the codes that are named, the mock's own first.
func (c Codes) List() []string { return slices.Clone(c.codes) }

// Any reports whether every failure code of the right form is in the set.
func (c Codes) Any() bool { return c.any }

// String names the set for a message.
func (c Codes) String() string {
	switch {
	case c.any:
		return "any failure code of the form NNN-NNN"
	case len(c.codes) == 0:
		return "no code"
	}
	return strings.Join(c.codes, " or ")
}
