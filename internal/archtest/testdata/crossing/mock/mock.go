// Package mock crosses a fence: it imports the suites.
package mock

import _ "github.com/gwcheck/gwcheck/suites"
