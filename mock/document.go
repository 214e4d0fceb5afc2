package mock

import (
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// editable copies the parts of a document that variants change.
func editable(d *spec.Document) *spec.Document {
	e := *d
	e.Operations = make([]*spec.Operation, len(d.Operations))
	for i, op := range d.Operations {
		o := *op
		o.Parameters = slices.Clone(op.Parameters)
		e.Operations[i] = &o
	}
	e.Retcodes = slices.Clone(d.Retcodes)
	e.Grammars = slices.Clone(d.Grammars)
	for i := range e.Retcodes {
		e.Retcodes[i].Conditions = slices.Clone(e.Retcodes[i].Conditions)
	}
	for i := range e.Grammars {
		e.Grammars[i].Separators = slices.Clone(e.Grammars[i].Separators)
	}
	return &e
}
