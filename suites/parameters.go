package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
)

// parametersChecks: what path and query mean, and how unusual ones are answered.
func parametersChecks(doc *spec.Document) []engine.Check {
	return slices.Concat(parametersAddressChecks(), parametersRecordIDChecks(), parametersEncodingChecks(), parametersFiletypeChecks(doc), parametersLocationChecks(), parametersToleranceChecks(doc))
}
