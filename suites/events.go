package suites

import (
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
)

// eventsChecks: the events of a session, the one that names a recording, and
// the recording that it names.
func eventsChecks(*spec.Document) []engine.Check {
	return slices.Concat(eventsPollChecks(), eventsRecordChecks())
}
