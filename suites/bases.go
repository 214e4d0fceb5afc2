package suites

import "github.com/gwcheck/gwcheck/internal/engine"

// establishing are the requirements and areas whose checks show that a basis
// holds, by check id without variant, or by area.
var establishing = map[string]engine.Basis{
	"session/sign-in":             engine.BasisSession,
	"session/forced-sign-in":      engine.BasisSession,
	"auth/sign-in-needs-no-guid":  engine.BasisSession,
	"claims":                      engine.BasisClaims,
	"success/status":              engine.BasisSuccess,
	"success/no-partial-content":  engine.BasisSuccess,
	"success/one-content-type":    engine.BasisSuccess,
	"success/content-type":        engine.BasisSuccess,
	"success/charset":             engine.BasisSuccess,
	"success/exact-bytes":         engine.BasisSuccess,
	"failure/content-type":        engine.BasisFailure,
	"failure/charset":             engine.BasisFailure,
	"failure/valid-json":          engine.BasisFailure,
	"failure/object":              engine.BasisFailure,
	"failure/retcode-string":      engine.BasisFailure,
	"failure/retcode-form":        engine.BasisFailure,
	"failure/retcode-not-success": engine.BasisFailure,
}

// restingOn is what the checks of an area rest on that establish no basis.
var restingOn = map[string][]engine.Basis{
	"auth":       {engine.BasisSuccess, engine.BasisFailure},
	"events":     {engine.BasisSession},
	"failure":    {engine.BasisFailure},
	"method":     {engine.BasisSuccess},
	"parameters": {engine.BasisSuccess, engine.BasisFailure},
	"paths":      {engine.BasisSuccess, engine.BasisFailure},
	"retcodes":   {engine.BasisSuccess, engine.BasisFailure},
	"security":   {engine.BasisSuccess},
	"streaming":  {engine.BasisSuccess},
	"success":    {engine.BasisSuccess},
}

// withBasis says of a check what it establishes or rests on.
func withBasis(c engine.Check) engine.Check {
	for _, name := range []string{c.Requirement(), c.Area()} {
		if b, ok := establishing[name]; ok {
			c.Establishes = b
			return c
		}
	}
	c.RestsOn = restingOn[c.Area()]
	return c
}
