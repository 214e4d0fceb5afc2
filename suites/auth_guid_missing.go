package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
)

// guidMissing: no Guid is never the right one, and that of a missing session least of all.
func authGuidMissingChecks() []engine.Check {
	missing := []engine.Check{
		{ID: "auth/guid-empty", Title: "a download with an empty Guid is refused", Needs: served(),
			Body: refused(spec.GuidRefused, withGuid(""))},
		{ID: "auth/guid-empty:blank", Title: "a download with a Guid of blanks is refused", Needs: served(),
			Body: refused(spec.GuidRefused, withGuid("   "))},
		{ID: "auth/guid-absent:not-signed-in", Title: "without sign-in a download without Guid is refused", Needs: served(), Requests: 10,
			Body: refusedSignedOut(withoutGuid())},
		{ID: "auth/guid-empty:not-signed-in", Title: "without sign-in a download with an empty Guid is refused", Needs: served(), Requests: 10,
			Body: refusedSignedOut(withGuid(""))},
		{ID: "auth/guid-never-issued:null", Title: "without sign-in a Guid that reads null is refused", Needs: served(), Requests: 10,
			Body: refusedSignedOut(withGuid("null"))},
	}
	return append(missing, inBothModes(engine.Check{
		ID: "auth/guid-absent", Title: "a download without Guid is refused", Needs: served(), Body: refused(spec.GuidRefused, withoutGuid()),
	})...)
}
