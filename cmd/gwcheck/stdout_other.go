//go:build !linux

package main

// stdoutClosed cannot be told here.
func stdoutClosed() bool { return false }
