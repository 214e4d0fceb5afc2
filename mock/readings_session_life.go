package mock

import (
	"net/http"
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// sessionLifeReadings vary heartbeats and the end of a session.
func sessionLifeReadings() []Variant {
	return []Variant{
		reading("handshake-never-renews", "HEART, description",
			"Only polls renew the Guid; handshakes do not.",
			func(c *behavior) {
				due := c.renewsGuid
				c.renewsGuid = func(s *session, r *request) bool { return !r.is(spec.HandShake) && due(s, r) }
			}),
		reading("handshake-by-put", "HEART, method",
			"A handshake may also be a PUT.", alsoAllowsMethod(spec.HandShake, http.MethodPut)),
		reading("heartbeat-unknown", "HEART, description",
			"The older operation heartbeat does not exist.",
			func(c *behavior) {
				c.doc.Operations = slices.DeleteFunc(c.doc.Operations,
					func(op *spec.Operation) bool { return op.LogName == spec.Heartbeat })
			}),
		reading("sign-out-event", "EVOUT",
			"A poll that is held when the session ends delivers AgentOther_ShutdownService.",
			onEndedPoll(func(a *answer) {
				e := AgentEvent{"AgentOther_ShutdownService", newObject("loginTime", millis(a.request.session.started))}
				a.envelope.set("event", e.object(a.request.session.agent))
			})),
		reading("ended-poll-is-empty", "OUT, description",
			"A poll that is held when the session ends is answered without an event.", onEndedPoll(func(*answer) {})),
		reading("ended-poll-is-100-008", "ERR-A",
			"A poll that is held when the session ends is refused with 100-008.",
			onAnswer(endedPoll, code("100-008"))),
	}
}

// endedPoll reports whether the answer refuses a poll whose session ended while
// it was held.
func endedPoll(a *answer) bool {
	return a.request.is(spec.GetAgentEvent) && a.failed() && a.request.session != nil
}

// onEndedPoll turns that refusal into an empty answer and applies edit to it.
func onEndedPoll(edit func(*answer)) func(*behavior) {
	return func(c *behavior) {
		onAnswer(endedPoll, func(a *answer) {
			a.cond = ""
			a.envelope = newObject("message", "", "retcode", c.doc.SuccessCode())
		}, edit)(c)
	}
}
