package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
)

// parameterChecks: what path and query mean, and what is made of odd ones.
func parametersChecks(doc *spec.Document) []engine.Check {
	return slices.Concat(parametersAddressChecks(), parametersRecordIDChecks(), parametersEncodingChecks(), parametersFiletypeChecks(doc), parametersLocationChecks(), parametersToleranceChecks(doc))
}
