package mock

import (
	"fmt"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// guidAcceptanceDeviations accept Guids that must be refused, or need Guids in unusual ways.
func guidAcceptanceDeviations() []Deviation {
	return []Deviation{
		deviation("guid-of-another-agent", "Every agent's path accepts the Guid of any agent.",
			breaks("auth/guid-of-another-agent", "auth/path-agent-not-signed-in", "auth/poll-needs-guid", "auth/sign-out-needs-guid", "auth/update-guid-needs-guid"),
			addCandidateGuids(ofAllAgents), "auth/*-needs-guid", "security/secrecy", "retcodes/guid-refused"),
		deviation("any-guid", "An agent who is signed in may use any Guid.",
			breaks("auth/guid-altered", "auth/guid-truncated", "auth/guid-extended", "auth/guid-never-issued", "auth/guid-of-another-agent", "auth/guid-after-sign-out",
				"auth/guid-after-forced-sign-in", "auth/replaced-guid-lapses", "auth/poll-needs-guid", "auth/sign-out-needs-guid", "auth/update-guid-needs-guid", "security/secrecy", "security/no-sign-in-no-recording", "retcodes/guid-refused", "failure/no-recording"),
			comparesGuid(func(_ func(a, b string) bool, offered, _ string) bool { return offered != "" }), "auth/*", "retcodes/*", "session/*", "failure/no-recording", "security/*"),
		deviation("guid-not-needed", "An agent who is signed in needs no Guid.",
			breaks("auth/guid-absent", "auth/guid-empty", "auth/poll-needs-guid", "auth/sign-out-needs-guid", "auth/update-guid-needs-guid"),
			comparesGuid(func(same func(a, b string) bool, offered, issued string) bool {
				return offered == "" || same(offered, issued)
			}),
			"auth/*", "retcodes/*", "failure/no-recording", "security/*"),
		deviation("guid-beginning-compared", "Only the first 16 characters of a Guid are compared.",
			breaks("auth/guid-extended", "auth/guid-altered", "auth/guid-truncated", "auth/poll-needs-guid", "auth/sign-out-needs-guid", "auth/update-guid-needs-guid"),
			comparesGuid(func(_ func(a, b string) bool, offered, issued string) bool {
				return len(offered) >= 16 && issued[:16] == offered[:16]
			}), "auth/guid-truncated", "auth/*-needs-guid", "security/secrecy", "retcodes/guid-refused"),
		deviation("guid-part-accepted", "Any part of a Guid with eight or more characters is accepted.",
			breaks("auth/guid-truncated"),
			comparesGuid(func(_ func(a, b string) bool, offered, issued string) bool {
				return len(offered) >= 8 && strings.Contains(issued, offered)
			})),
		deviation("guid-after-sign-out", "A Guid stays valid after its agent signed out.",
			breaks("auth/guid-after-sign-out", "auth/guid-after-forced-sign-out", "failure/no-recording", "retcodes/not-signed-in", "security/secrecy"),
			addCandidateGuids(ofPastSessions(spec.NotSignedIn)),
			"session/*", "retcodes/not-signed-in", "failure/no-recording", "security/*", "retcodes/guid-refused"),
		deviation("guid-after-forced-sign-in", "A Guid stays valid after a forced sign-in replaced its session.",
			breaks("auth/guid-after-forced-sign-in"), addCandidateGuids(ofPastSessions(spec.GuidRefused))),
		deviation("guid-in-query", "A Guid in the query parameter Guid is accepted.",
			breaks("auth/guid-only-in-header"), alsoFindsGuid(func(r *request) string { return r.http.URL.Query().Get("Guid") })),
		deviation("guid-as-bearer", "A Guid in an Authorization field is accepted.",
			breaks("auth/guid-only-in-header"),
			alsoFindsGuid(func(r *request) string {
				return strings.TrimPrefix(r.http.Header.Get("Authorization"), "Bearer ")
			})),
		deviation("guid-header-case", "The Guid header is found only if spelled exactly Guid.",
			breaks("auth/header-name-any-case"), exactName),
		deviation("path-agent-not-signed-in", "An agent who is not signed in may download.",
			breaks("auth/path-agent-not-signed-in", "security/no-sign-in-no-recording", "auth/guid-absent", "auth/guid-empty", "failure/no-recording"),
			servedWhileSignedOut, "auth/*", "retcodes/not-signed-in", "session/unpolled-session-ends", "failure/no-recording", "security/secrecy", "retcodes/guid-refused"),
		deviation("sign-in-without-set-guid", "A sign-in answer has no Set-GUID.",
			breaks("auth/set-guid-on-sign-in"), onSuccess(spec.Login, withoutGuid), "*/*"),
		deviation("forced-sign-in-without-set-guid", "A forced sign-in answer has no Set-GUID.",
			breaks("auth/set-guid-on-forced-sign-in"), onSuccess(spec.ForceLogin, withoutGuid), "auth/*", "session/*"),
		deviation("set-guid-bare", "The value of Set-GUID is the Guid without JSESSIONID=.",
			breaks("auth/set-guid-form"), onEveryAnswer(bareGuid), "*/*"),
		deviation("sign-out-without-guid", "A sign-out needs no Guid.",
			breaks("auth/sign-out-needs-guid"), withoutGuidCheck(spec.Logout)),
		deviation("poll-without-guid", "A poll needs no Guid.",
			breaks("auth/poll-needs-guid"), withoutGuidCheck(spec.GetAgentEvent), "auth/replaced-guid-lapses", "session/*", "events/*", "security/secrecy"),
		deviation("guids-count-up", "Guids are consecutive numbers.",
			breaks("security/guid-unpredictable"), countingGuids),
	}
}

// exactName finds the Guid header only if the client spelled its name exactly.
func exactName(c *behavior) {
	find := c.findGuid
	c.keepsFieldSpelling = true
	c.findGuid = func(r *request) string {
		if !r.spelledAs(c.doc.GuidHeader) {
			return ""
		}
		return find(r)
	}
}

// servedWhileSignedOut lets configured agents who are not signed in download.
var servedWhileSignedOut = replaceStage(download, stageGuid, func(check checker) checker {
	return func(g *Gateway, r *request) error {
		if g.state(r.agent) != nil && !g.SignedIn(r.agent) {
			return nil
		}
		return check(g, r)
	}
})

func withoutGuid(a *answer) { delete(a.header, a.request.op.Renewal.Header) }

func countingGuids(c *behavior) {
	n := 279000
	c.newGuid = func() string { // under the lock of the sessions
		n++
		return fmt.Sprintf("%048x.%s", n, c.node)
	}
}
