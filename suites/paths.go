package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
)

// pathsChecks: which recording paths lead to a recording, how they may be
// spelled, and that no other path does.
func pathsChecks(doc *spec.Document) []engine.Check {
	var checks []engine.Check
	for _, g := range doc.Grammars {
		checks = append(checks, pathsFormChecks(doc, g)...)
	}
	return slices.Concat(checks, pathsSeparatorChecks(), pathsInvalidChecks(), pathsSerialChecks())
}
