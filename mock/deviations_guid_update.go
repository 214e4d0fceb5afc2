package mock

import "github.com/gwcheck/gwcheck/spec"

// guidUpdateDeviations answer updateGuid wrongly.
func guidUpdateDeviations() []Deviation {
	return []Deviation{
		deviation("update-guid-without-result", "The answer to updateGuid has no result.",
			breaks("auth/update-guid-answer"), onSuccess(spec.UpdateGuid, without("result"))),
		deviation("update-guid-prefixed", "The Guid in the result of updateGuid begins with JSESSIONID=.",
			breaks("auth/update-guid-works"), onSuccess(spec.UpdateGuid, onEnvelope(func(o *object) {
				guid, _ := o.object("result").get("guid").(string)
				o.object("result").set("guid", "JSESSIONID="+guid)
			})), "auth/update-guid-needs-guid", "success/availability", "session/sign-out"),
		deviation("update-guid-ends-session", "updateGuid signs the agent out.",
			breaks("auth/update-guid-works"), onSuccess(spec.UpdateGuid, func(a *answer) {
				a.request.session.store.mu.Lock()
				defer a.request.session.store.mu.Unlock()
				a.request.session.terminate(spec.NotSignedIn)
			}), "success/availability", "session/sign-out"),
		deviation("update-guid-without-guid", "updateGuid needs no Guid.",
			breaks("auth/update-guid-needs-guid"), withoutGuidCheck(spec.UpdateGuid)),
		deviation("update-guid-leaks", "A refused updateGuid returns the current Guid.",
			breaks("auth/update-guid-needs-guid"), leaksGuid, "security/secrecy"),
	}
}

func leaksGuid(c *behavior) {
	onRefusedGuid(spec.UpdateGuid, func(r *request, s *session) { r.session = s })(c)
	onAnswer(func(a *answer) bool { return a.request.is(spec.UpdateGuid) && a.failed() && a.request.session != nil }, func(a *answer) {
		a.envelope.set("result", newObject("guid", a.request.session.guid()))
	})(c)
}
