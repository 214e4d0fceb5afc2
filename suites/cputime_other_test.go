//go:build !unix

package suites_test

import "time"

// cpuTime is not known: its bound is tested elsewhere.
func cpuTime() time.Duration { return 0 }
