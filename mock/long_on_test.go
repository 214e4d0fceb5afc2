//go:build long

package mock_test

const everyCase = true
