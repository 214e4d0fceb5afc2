// Package lazyregexp compiles regular expressions when they are first used, so
// that a program which does not use them does not pay for them at start-up.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that returns the compiled expression. The first call
// compiles it, and panics if that fails. It is safe for concurrent use.
func New(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
