package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
)

// securityChecks: nothing without TLS, nothing without sign-in, nothing from
// outside the mounted drives, and nothing said that is nobody's business.
func securityChecks(doc *spec.Document) []engine.Check {
	return slices.Concat(securityTransportChecks(), securityEntitlementChecks(), securityTraversalChecks(), securityDirectoryChecks(), securityInjectionChecks(), securityRobustnessChecks(), securitySecrecyChecks(doc))
}
