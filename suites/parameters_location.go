package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func parametersLocationChecks() []engine.Check {
	return []engine.Check{
		{ID: "parameters/location-in-pool", Title: "in pool mode a download with locationId is served", Needs: served(engine.PoolOn), Body: locationInPool},
		{ID: "parameters/location-outside-pool:own-node", Title: "outside pool mode the locationId of a recording is accepted", Needs: served(engine.PoolOff),
			Body: func(t *engine.T) { stillServed(withParam(spec.RoleLocation, ownNode(t)))(t) }},
		{ID: "parameters/location-outside-pool:other-node", Title: "outside pool mode any locationId is accepted", Needs: served(engine.PoolOff),
			Body: stillServed(withParam(spec.RoleLocation, "4711"))},
	}
}

func locationInPool(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), rules.Served(rec))
	observeDownload(t, "parameters/location-unknown", "a node that no recording is on", s, rec, withParam(spec.RoleLocation, "4711"))
	for _, odd := range []string{"node-a", "1.5", "-1"} {
		observeDownload(t, "parameters/location-not-a-number", `locationId "`+odd+`"`, s, rec, withParam(spec.RoleLocation, odd))
	}
}
