package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// authChecks: a recording is for the holder of a valid Guid and for nobody else.
func authChecks(*spec.Document) []Check {
	checks := []Check{
		{ID: "auth/guid-absent", Title: "a download without Guid is refused", Needs: served(),
			Body: refused(spec.GuidRefused, withoutGuid())},
		{ID: "auth/guid-empty", Title: "a download with an empty Guid is refused", Needs: served(),
			Body: refused(spec.GuidRefused, withGuid(""))},
		{ID: "auth/guid-never-issued", Title: "a Guid that was never issued is refused", Needs: served(),
			Body: refused(spec.GuidRefused, withGuid(strings.Repeat("0123456789abcdef", 3)+".AgentGateway0"))},
		{ID: "auth/guid-of-another-agent", Title: "the Guid of one agent is refused for another", Needs: served().withAgents(2), Requests: 12,
			Body: guidOfAnotherAgent},
		{ID: "auth/guid-after-sign-out", Title: "a Guid is refused after sign-out", Needs: served(),
			Body: guidAfterSignOut},
	}
	return append(checks, alteredGuids()...)
}

// alteredGuids are Guids that are almost right.
func alteredGuids() []Check {
	var checks []Check
	for _, v := range []struct {
		id, title string
		alter     func(string) string
	}{
		{"auth/guid-altered:first", "a Guid with another first character is refused", func(g string) string { return flip(g, 0) }},
		{"auth/guid-altered:middle", "a Guid with another character in the middle is refused", func(g string) string { return flip(g, len(g)/2) }},
		{"auth/guid-altered:last", "a Guid with another last character is refused", func(g string) string { return flip(g, len(g)-1) }},
		{"auth/guid-truncated", "a Guid cut short is refused", func(g string) string { return g[:len(g)-1] }},
		{"auth/guid-extended", "a Guid with one more character is refused", func(g string) string { return g + "0" }},
	} {
		checks = append(checks, Check{ID: v.id, Title: v.title, Needs: served(), Body: refused(spec.GuidRefused, guidAltered(v.alter))})
	}
	return checks
}

// flip replaces the character at i by one that differs in more than its case.
func flip(g string, i int) string {
	other := byte('0')
	if g[i] == other {
		other = '1'
	}
	return g[:i] + string(other) + g[i+1:]
}

func guidOfAnotherAgent(t *T) {
	alice, bob, rec := t.SignIn(0), t.SignIn(1), t.AgentCall()
	t.Given(t.Download(alice, rec), expect.Served(rec))
	t.Given(t.Download(bob, rec), expect.Served(rec))
	t.Then(t.Download(alice, rec, withGuid(bob.Guid)), expect.Refused(t.run.doc, spec.GuidRefused))
	t.Then(t.Download(bob, rec, withGuid(alice.Guid)), expect.Refused(t.run.doc, spec.GuidRefused))
}

func guidAfterSignOut(t *T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), expect.Served(rec))
	t.Given(t.SignOut(s), expect.Succeeded(t.run.doc))
	t.Then(t.Download(s, rec), expect.Refused(t.run.doc, spec.GuidRefused))
}
