package mock

import (
	"net/http"
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// sessionReadings settle what is open about signing in and out.
func sessionReadings() []Variant {
	signIns := func(edits ...func(*answer)) func(*conduct) {
		return all(onSuccess(spec.Login, edits...), onSuccess(spec.ForceLogin, edits...))
	}
	return []Variant{
		reading("parameters-before-guid", "REC-2023 Error Code",
			"Parameters are looked at before the Guid.", firstly(spec.DownloadRecordFile, stageParams)),
		reading("switch-before-guid", "REC-2023 Error Code",
			"The download switch is looked at before the Guid.", firstly(spec.DownloadRecordFile, stageSwitch)),
		reading("location-before-guid", "REC-2023 Error Code",
			"In pool mode a missing locationId is found before the Guid is looked at.", firstly(spec.DownloadRecordFile, stageLocation)),
		reading("location-before-parameters", "REC-2023 Error Code",
			"In pool mode a missing locationId is found before a missing recordId.",
			all(firstly(spec.DownloadRecordFile, stageLocation), firstly(spec.DownloadRecordFile, stageGuid))),
		reading("switch-last", "REC-2023 Error Code",
			"The download switch is looked at when all else is in order.",
			all(finally(spec.DownloadRecordFile, stageSwitch))),
		reading("any-call-keeps-alive", "SIGNIN, note on polling",
			"Every request with a valid Guid keeps the session alive, not only polls.",
			func(c *conduct) { c.keepsAlive = func(*request) bool { return true } }),
		reading("already-signed-in-is-100-003", "ERR-A",
			"A second sign-in is refused with 100-003.", onFailure(spec.AlreadySignedIn, code("100-003"))),
		reading("wrong-password-is-100-017", "ERR-A",
			"A wrong password is refused with 100-017.", onFailure(spec.WrongPassword, code("100-017"))),
		reading("sign-in-result-texts", "SIGNIN-EX, response",
			"All members of the sign-in result are texts.", signIns(inResult("vdnid", "1"))),
		reading("sign-in-short-result", "DEV-SIGNIN, sample",
			"The sign-in answer has msg in place of message, and a result of two members.",
			signIns(func(a *answer) {
				a.envelope.rename("message", "msg")
				a.envelope.set("result", newObject("workno", a.request.agent, "mediatype", "TFF"))
			})),
		reading("sign-in-result-absent", "FORCEIN, response",
			"The sign-in answer has no result.", signIns(without("result")), "session/sign-in-result"),
		reading("sign-out-result-absent", "FOUT, sample",
			"The sign-out answer has no result.", onSuccess(spec.Logout, without("result"))),
		reading("sign-out-result-null", "OUT, sample",
			"The sign-out answer has a null result.", onSuccess(spec.Logout, field("result", nil))),
	}
}

// upkeepReadings settle what is open about heartbeats and the end of a session.
func upkeepReadings() []Variant {
	return []Variant{
		reading("handshake-never-renews", "HEART, description",
			"Only polls renew the Guid, handshakes never do.",
			func(c *conduct) {
				due := c.rotates
				c.rotates = func(s *session, r *request) bool { return !r.is(spec.HandShake) && due(s, r) }
			}),
		reading("handshake-by-put", "HEART, method",
			"A handshake may also be a PUT.", alsoAllows(spec.HandShake, http.MethodPut)),
		reading("heartbeat-unknown", "HEART, description",
			"There is no such thing as the older heartbeat.",
			func(c *conduct) {
				c.doc.Operations = slices.DeleteFunc(c.doc.Operations,
					func(op *spec.Operation) bool { return op.LogName == spec.Heartbeat })
			}),
		reading("sign-out-event", "EVOUT",
			"A poll that is held when the session ends delivers AgentOther_ShutdownService.",
			onEndedPoll(func(a *answer) {
				e := AgentEvent{"AgentOther_ShutdownService", newObject("loginTime", millis(a.request.session.begun))}
				a.envelope.set("event", e.object(a.request.session.agent))
			})),
		reading("ended-poll-is-empty", "OUT, description",
			"A poll that is held when the session ends is answered as if there were no event.", onEndedPoll(func(*answer) {})),
		reading("ended-poll-is-100-008", "ERR-A",
			"A poll that is held when the session ends is refused with 100-008.",
			onAnswer(endedPoll, code("100-008"))),
	}
}

// finally looks for a reason to refuse after all others.
func finally(logName, name string) func(*conduct) {
	return func(c *conduct) {
		list := c.stages[logName]
		for i, s := range list {
			if s.name == name {
				c.stages[logName] = append(append(list[:i:i], list[i+1:]...), s)
				return
			}
		}
	}
}

// inResult sets a member of the envelope's result.
func inResult(name string, v any) func(*answer) {
	return onEnvelope(func(o *object) { o.object("result").set(name, v) })
}

// endedPoll recognises the refusal of a poll that had begun well.
func endedPoll(a *answer) bool {
	return a.request.is(spec.GetAgentEvent) && a.failed() && a.request.session != nil
}

// onEndedPoll makes an empty answer of that refusal and lets edit add to it.
func onEndedPoll(edit func(*answer)) func(*conduct) {
	return func(c *conduct) {
		onAnswer(endedPoll, func(a *answer) {
			a.cond = ""
			a.envelope = newObject("message", "", "retcode", c.doc.SuccessCode())
		}, edit)(c)
	}
}
