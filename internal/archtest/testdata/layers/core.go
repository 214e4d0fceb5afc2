// Package layers crosses the layers of the mock in every way that there is.
package layers

func serve() int { return late() + hold() + shortened() + len(list()) }
