package suites

import (
	"maps"
	"slices"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/spec"
)

// authGuidWrongChecks: a Guid is compared as a whole.
func authGuidWrongChecks() []engine.Check {
	var checks []engine.Check
	wrong := almostRight()
	for _, id := range slices.Sorted(maps.Keys(wrong)) {
		for _, a := range wrong[id] {
			offer := guidAltered(a.alter)
			if a.variant == "nil" {
				offer = guidInvented(a.alter)
			}
			checks = append(checks, engine.Check{
				ID: id + ":" + a.variant, Title: a.title + " is rejected", Needs: served(), Body: refused(spec.GuidRefused, offer),
			})
		}
	}
	return append(checks, engine.Check{
		ID: "auth/guid-altered:static", Title: "a Guid with another character is rejected (static authentication)", Needs: served(engine.Static),
		Body: refused(spec.GuidRefused, guidAltered(middleFlipped)),
	})
}
