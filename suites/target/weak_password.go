package target

import (
	"cmp"
	"slices"

	"github.com/gwcheck/gwcheck/internal/redact"
	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

// givenPassword is a password and where the file gives it.
type givenPassword struct {
	at       strictyaml.Node
	password Secret
}

// weakPasswords warns of the passwords that reports cannot hide everywhere. An
// empty password is not one of them: there is nothing to hide.
func (r *reader) weakPasswords(t *Target) (all []Problem) {
	var names []string
	for _, d := range t.Deployments {
		for _, a := range d.Agents {
			names = append(names, a.ID, a.Phone)
		}
	}
	for _, g := range r.given {
		reason, weak := redact.Weak(g.password.Reveal(), names...)
		if weak && g.at.Given() && g.password.Reveal() != "" {
			all = append(all, g.at.Problem("the password "+reason+", so reports hide it only where it stands as a value; "+
				"use one of 8 characters or more that is no ordinary word, agent id or phone number"))
		}
	}
	slices.SortStableFunc(all, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(all, func(a, b Problem) bool { return a.Line == b.Line && a.Column == b.Column })
}
