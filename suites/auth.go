package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
)

// authChecks: a recording is for the holder of a valid Guid and for nobody else.
func authChecks(*spec.Document) []engine.Check {
	return slices.Concat(
		authDeliveryChecks(), authGuidAcceptedChecks(), authGuidMissingChecks(), authGuidWrongChecks(), authGuidElsewhereChecks(), authGuidHeaderChecks(),
		authGuidOwnerChecks(), authGuidRevokedChecks(), authGuardChecks(), authEventsChecks(), authUpdateChecks(),
	)
}
