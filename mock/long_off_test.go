//go:build !long

package mock_test

// everyCase is whether long loops run in full, instead of over a fixed sample.
const everyCase = false
