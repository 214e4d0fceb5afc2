package mock

import (
	"slices"
	"sync/atomic"

	"github.com/gwcheck/gwcheck/spec"
)

// overlongDeviations fail after overlong values.
func overlongDeviations() []Deviation {
	const row = "security/overlong-values"
	return []Deviation{
		deviation("overlong-record-id-sticks", "After an overlong recordId the next download fails.",
			breaks(row), nextDownloadFailsAfter(func(r *request) int { return len(r.value(spec.RoleRecord)) })),
		deviation("overlong-guid-sticks", "After an overlong Guid the next download fails.",
			breaks(row), nextDownloadFailsAfter(func(r *request) int { return len(r.http.Header.Get("Guid")) })),
		deviation("overlong-query-sticks", "After an overlong query the next download fails.",
			breaks(row), nextDownloadFailsAfter(func(r *request) int { return len(r.http.URL.RawQuery) })),
	}
}

// nextDownloadFailsAfter refuses one download after a request in which length
// exceeds 4 KiB.
func nextDownloadFailsAfter(length func(*request) int) func(*behavior) {
	return func(c *behavior) {
		var stuck atomic.Bool
		c.stages[download] = slices.Insert(c.stages[download], 0, stage{"stuck", func(_ *Gateway, r *request) error {
			if length(r) > 4<<10 {
				stuck.Store(true)
			} else if stuck.Swap(false) {
				return refuse(spec.ServerFault, "the buffer is full")
			}
			return nil
		}})
	}
}
