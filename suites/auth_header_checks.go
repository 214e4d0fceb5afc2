package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// guidElsewhere: a Guid counts in its header field and nowhere else. A cookie
// is an open point and only observed.
func guidElsewhere() []Check {
	inPath := Check{
		ID: "auth/guid-only-in-header:path-parameter", Title: "a Guid as a session id in the path is not accepted", Needs: served(),
		Body: guidInPath,
	}
	checks := []Check{inPath}
	for _, v := range []struct {
		variant, where string
		offer          change
	}{
		{"query", "in the query, in any spelling,", func(a *ask) {
			withExtra(a.guidName, a.guid)(a)
			withExtra(strings.ToLower(a.guidName), a.guid)(a)
		}},
		{"authorization", "as a bearer token", func(a *ask) { withField("Authorization", "Bearer "+a.guid)(a) }},
		{"answer-field", "in the field in which answers deliver it", func(a *ask) { withField("Set-"+a.guidName, "JSESSIONID="+a.guid)(a) }},
	} {
		checks = append(checks, Check{
			ID: "auth/guid-only-in-header:" + v.variant, Title: "a Guid " + v.where + " is not accepted", Needs: served(),
			Body: refused(spec.GuidRefused, withoutGuid(), v.offer),
		})
	}
	return checks
}

// guidInPath offers the Guid as servlet containers write session ids into
// addresses. An address with such a parameter may well be unknown to the
// gateway, so that only the recording must not come.
func guidInPath(t *T) {
	s, rec := t.twin()
	sessionID := func(a *ask) { a.path = a.op.PathFor(a.agent) + ";jsessionid=" + a.guid }
	t.Then(t.Download(s, rec, withoutGuid(), sessionID), expect.NotServed(rec))
}

// guidHeader: HTTP says how the field may be written.
func guidHeader() []Check {
	var checks []Check
	for _, v := range []struct {
		variant, title string
		write          change
	}{
		{"auth/header-name-any-case:lower", "the Guid header is found in small letters", spelled(strings.ToLower)},
		{"auth/header-name-any-case:upper", "the Guid header is found in capital letters", spelled(strings.ToUpper)},
		{"auth/header-name-any-case:mixed", "the Guid header is found in mixed letters", spelled(swapCase)},
		{"auth/header-optional-space:blanks", "blanks around the Guid do not matter", guidAltered(func(g string) string { return "  " + g + "  " })},
		{"auth/header-optional-space:tabs", "tabs around the Guid do not matter", guidAltered(func(g string) string { return "\t" + g + "\t" })},
	} {
		checks = append(checks, Check{ID: v.variant, Title: v.title, Needs: served(), Body: stillServed(v.write)})
	}
	return checks
}

// spelled rewrites the name of the Guid header.
func spelled(spell func(string) string) change {
	return func(a *ask) { a.guidName = spell(a.guidName) }
}
