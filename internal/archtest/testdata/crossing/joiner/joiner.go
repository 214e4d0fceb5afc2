// Package joiner has no rule, and joins the mock and the suites.
package joiner

import (
	_ "github.com/gwcheck/gwcheck/mock"
	_ "github.com/gwcheck/gwcheck/suites"
)
