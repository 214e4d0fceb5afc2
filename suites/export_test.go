package suites

import (
	"context"
	"sync"

	"github.com/gwcheck/gwcheck/internal/engine"
)

// AlmostRight shows the alterations of Guids to tests: by requirement and
// variant, what becomes of a Guid.
func AlmostRight(guid string) map[string]string {
	altered := map[string]string{}
	for id, all := range almostRight() {
		for _, v := range all {
			altered[id+":"+v.variant] = v.alter(guid)
		}
	}
	return altered
}

// RequestsNeeded shows to tests how many requests checks and scenarios were measured to need.
func RequestsNeeded() map[string]int { return requestsNeeded() }

// SpareRequests shows to tests what a bound adds to that.
const SpareRequests = spareRequests

// RunMeasured runs the checks and tells how many requests each of them, and each
// scenario, made with its clean-up.
func RunMeasured(ctx context.Context, cfg Config) (map[string]int, error) {
	var mu sync.Mutex
	made := map[string]int{}
	ec := cfg.engine()
	ec.Measure = func(id string, requests int) {
		mu.Lock()
		defer mu.Unlock()
		made[id] = max(made[id], requests)
	}
	_, err := engine.Run(ctx, ec)
	return made, err
}
