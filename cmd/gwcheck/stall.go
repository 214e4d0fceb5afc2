package main

import "time"

// stallInterval is how often a worker looks whether it still gets a processor.
const stallInterval = 20 * time.Millisecond

// watchStalls measures from now on how late this process wakes up; the function
// that it returns ends that and returns the longest delay. On a machine with a
// free processor that is some milliseconds.
func watchStalls() (longest func() time.Duration) {
	stop, result := make(chan struct{}), make(chan time.Duration)
	go func() {
		ticker := time.NewTicker(stallInterval)
		defer ticker.Stop()
		var most time.Duration
		for last := time.Now(); ; {
			select {
			case <-stop:
				result <- most
				return
			case <-ticker.C:
			}
			now := time.Now()
			most = max(most, now.Sub(last)-stallInterval)
			last = now
		}
	}()
	return func() time.Duration {
		close(stop)
		return <-result
	}
}
