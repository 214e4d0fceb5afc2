package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/suites/target"
)

// spareRequests is what a check may need beyond what it was measured to need: a
// sign-out of a session that grew old, and a sign-in by force.
const spareRequests = 2

// withMeasuredRequests bounds the requests of a check that states no bound: one
// that does depends on what the target declares, or on events.
func withMeasuredRequests(c engine.Check) engine.Check {
	if n := requestsNeeded()[c.ID]; n > 0 && c.Requests == 0 && c.Scenario == nil {
		c.Requests = n + spareRequests
	}
	return c
}

// measuredRequests bounds those of a scenario.
func measuredRequests(scenario string) func(target.Deployment) int {
	return func(target.Deployment) int { return requestsNeeded()[scenario] + spareRequests }
}
