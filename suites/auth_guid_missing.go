package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
)

// authGuidMissingChecks: a download without a Guid is refused, with or without a
// session.
func authGuidMissingChecks() []engine.Check {
	missing := []engine.Check{
		{ID: "auth/guid-empty", Title: "a download with an empty Guid is rejected", Needs: served(),
			Body: refused(spec.GuidRefused, withGuid(""))},
		{ID: "auth/guid-empty:blank", Title: "a download with a Guid of spaces is rejected", Needs: served(),
			Body: refused(spec.GuidRefused, withGuid("   "))},
		{ID: "auth/guid-absent:not-signed-in", Title: "a download without a Guid is rejected for a signed-out agent", Needs: served(),
			Body: refusedSignedOut(withoutGuid())},
		{ID: "auth/guid-empty:not-signed-in", Title: "a download with an empty Guid is rejected for a signed-out agent", Needs: served(),
			Body: refusedSignedOut(withGuid(""))},
		{ID: "auth/guid-never-issued:null", Title: "a download with the Guid null is rejected for a signed-out agent", Needs: served(),
			Body: refusedSignedOut(withGuid("null"))},
	}
	return append(missing, inBothModes(engine.Check{
		ID: "auth/guid-absent", Title: "a download without a Guid is rejected", Needs: served(), Body: refused(spec.GuidRefused, withoutGuid()),
	})...)
}
