package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
)

// authGuidHeaderChecks: HTTP says how the field may be written.
func authGuidHeaderChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		variant, title string
		write          engine.RequestOption
	}{
		{"auth/header-name-any-case:lower", "the name of the Guid header is accepted in lower case", spelled(strings.ToLower)},
		{"auth/header-name-any-case:upper", "the name of the Guid header is accepted in upper case", spelled(strings.ToUpper)},
		{"auth/header-name-any-case:mixed", "the name of the Guid header is accepted in mixed case", spelled(swapCase)},
		{"auth/header-optional-space:blanks", "spaces around the Guid are ignored", guidAltered(func(g string) string { return "  " + g + "  " })},
		{"auth/header-optional-space:tabs", "tabs around the Guid are ignored", guidAltered(func(g string) string { return "\t" + g + "\t" })},
	} {
		checks = append(checks, engine.Check{ID: v.variant, Title: v.title, Needs: served(), Body: stillServed(v.write)})
	}
	return checks
}
