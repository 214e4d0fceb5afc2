package mock

import (
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// guidDeliveryReadings vary how a Guid is delivered, made and compared.
func guidDeliveryReadings() []Variant {
	return []Variant{
		reading("set-guid-on-every-poll", "AUTH, dynamic authentication",
			"Every poll answer carries Set-GUID, whether or not the Guid has changed.",
			deliversGuid(spec.GetAgentEvent)),
		reading("update-guid-sets-header", "GUIDUP, response",
			"The answer to updateGuid delivers the new Guid in Set-GUID too.",
			deliversGuid(spec.UpdateGuid)),
		reading("update-guid-ends-old", "GUIDUP, description",
			"In dynamic mode too, updateGuid ends the Guids given before at once.", updateGuidEndsOld),
		reading("guid-in-sign-in-header", "SIGNIN-EX, response headers",
			"A sign-in answer has the Guid in a header field Guid as well.", guidHeaderAtSignIn),
		reading("guid-prefix-accepted", "AUTH, static authentication",
			"A Guid is also accepted with the prefix JSESSIONID=.",
			comparesGuid(func(same func(a, b string) bool, offered, issued string) bool {
				_, bare, _ := strings.Cut(offered, "=")
				return same(offered, issued) || same(bare, issued)
			})),
		reading("guid-any-case", "AUTH, static authentication",
			"Guids are compared without regard to case.",
			comparesGuid(func(_ func(a, b string) bool, offered, issued string) bool { return strings.EqualFold(offered, issued) })),
		reading("uuid-guid", "REC-2023 Example",
			"A Guid is a UUID and the node.",
			func(c *behavior) { c.newGuid = func() string { return uuidGuid(c.random, c.nextNode()) } }),
		reading("opaque-guid", "AUTH, static authentication",
			"A Guid is a long string of letters, digits and punctuation.",
			func(c *behavior) {
				c.newGuid = func() string { return "v2~" + strings.Repeat(hexGuid(c.random, "A-z_9!*"), 4) + "." + c.node }
			}),
		reading("refused-guid-is-100-006", "AUTH, static authentication",
			"A refused Guid gets 100-006.", onFailure(spec.GuidRefused, code("100-006"))),
		reading("no-session-is-000-003", "AUTH, static authentication",
			"An agent without a session is refused with 000-003.", onFailure(spec.NotSignedIn, code("000-003"))),
	}
}

// deliversGuid adds the newest Guid to every answer of an operation, as a sign-
// in does.
func deliversGuid(logName string) func(*behavior) {
	return func(c *behavior) {
		login, _ := c.doc.Operation(spec.Login)
		onSuccess(logName, func(a *answer) { a.setGuid(login, a.request.session.guid()) })(c)
	}
}

func updateGuidEndsOld(c *behavior) {
	onSuccess(spec.UpdateGuid, func(a *answer) {
		s := a.request.session
		s.store.mu.Lock()
		defer s.store.mu.Unlock()
		s.grants = s.grants[len(s.grants)-1:]
	})(c)
}

func guidHeaderAtSignIn(c *behavior) {
	same := func(a *answer) { a.setHeader("Guid", a.request.session.guid()) }
	all(onSuccess(spec.Login, same), onSuccess(spec.ForceLogin, same))(c)
}
