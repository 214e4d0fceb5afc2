//go:build !unix

package main

func limitCoreDumps() {}

func restoreCoreDumps() {}
