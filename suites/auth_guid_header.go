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
		{"auth/header-name-any-case:lower", "the Guid header is found in small letters", spelled(strings.ToLower)},
		{"auth/header-name-any-case:upper", "the Guid header is found in capital letters", spelled(strings.ToUpper)},
		{"auth/header-name-any-case:mixed", "the Guid header is found in mixed letters", spelled(swapCase)},
		{"auth/header-optional-space:blanks", "blanks around the Guid do not matter", guidAltered(func(g string) string { return "  " + g + "  " })},
		{"auth/header-optional-space:tabs", "tabs around the Guid do not matter", guidAltered(func(g string) string { return "\t" + g + "\t" })},
	} {
		checks = append(checks, engine.Check{ID: v.variant, Title: v.title, Needs: served(), Body: stillServed(v.write)})
	}
	return checks
}
