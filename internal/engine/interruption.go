package engine

import (
	"context"
	"errors"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/gwcheck/gwcheck/suites/report"
)

// interrupted reports whether the run ended before everything that applies was
// judged. A context that ends after the last verdict interrupts nothing.
func interrupted(ctx context.Context, checks []report.Check) bool {
	return slices.ContainsFunc(checks, func(c report.Check) bool {
		return c.Blocked && c.RestsOn == nil || ctx.Err() != nil && c.Unjudged()
	})
}

// interruption is why a run ended early: the cause that its context was given,
// as a sentence.
func interruption(ctx context.Context) string {
	cause := context.Cause(ctx)
	if cause == nil || errors.Is(cause, context.Canceled) {
		return "Interrupted"
	}
	first, n := utf8.DecodeRuneInString(cause.Error())
	return string(unicode.ToUpper(first)) + cause.Error()[n:]
}
