//go:build !long

package redact_test

// everyCase is whether long tests run in full, instead of over a fixed sample.
const everyCase = false
