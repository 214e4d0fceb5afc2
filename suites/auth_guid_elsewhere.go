package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// authGuidElsewhereChecks: a Guid is accepted in its header field only. A cookie
// is an open point and only observed.
func authGuidElsewhereChecks() []engine.Check {
	inPath := engine.Check{
		ID: "auth/guid-only-in-header:path-parameter", Title: "a Guid as a session id in the path is rejected", Needs: served(),
		Body: guidInPath,
	}
	checks := []engine.Check{inPath}
	for _, v := range []struct {
		variant, where string
		offer          engine.RequestOption
	}{
		{"query", "in the query, in any letter case,", func(a *engine.Request) {
			appendParam(a.GuidName, a.Guid)(a)
			appendParam(strings.ToLower(a.GuidName), a.Guid)(a)
		}},
		{"authorization", "as a bearer token", func(a *engine.Request) { withField("Authorization", "Bearer "+a.Guid)(a) }},
		{"answer-field", "in the field in which answers deliver it", func(a *engine.Request) { withField("Set-"+a.GuidName, "JSESSIONID="+a.Guid)(a) }},
	} {
		checks = append(checks, engine.Check{
			ID: "auth/guid-only-in-header:" + v.variant, Title: "a Guid " + v.where + " is rejected", Needs: served(),
			Body: refused(spec.GuidRefused, withoutGuid(), v.offer),
		})
	}
	return checks
}

// guidInPath offers the Guid as servlet containers write session ids into
// addresses. An address with such a parameter may well be unknown to the
// gateway, so that only a recording would be a failure.
func guidInPath(t *engine.T) {
	s, rec := t.Twin()
	sessionID := func(a *engine.Request) { a.Path = a.Op.PathFor(a.Agent) + ";jsessionid=" + a.Guid }
	t.Then(t.Download(s, rec, withoutGuid(), sessionID), rules.NotServed(rec))
}
