package mock

import "github.com/gwcheck/gwcheck/spec"

// sessionReadings vary signing in and out.
func sessionReadings() []Variant {
	signIns := func(edits ...func(*answer)) func(*behavior) {
		return all(onSuccess(spec.Login, edits...), onSuccess(spec.ForceLogin, edits...))
	}
	return []Variant{
		reading("parameters-before-guid", "REC-2023 Error Code",
			"Parameters are checked before the Guid.", moveStageFirst(spec.DownloadRecordFile, stageParams)),
		reading("switch-before-guid", "REC-2023 Error Code",
			"The download switch is checked before the Guid.", moveStageFirst(spec.DownloadRecordFile, stageSwitch)),
		reading("location-before-guid", "REC-2023 Error Code",
			"In pool mode a missing locationId is detected before the Guid is checked.", moveStageFirst(spec.DownloadRecordFile, stageLocation)),
		reading("location-before-parameters", "REC-2023 Error Code",
			"In pool mode a missing locationId is detected before a missing recordId.",
			all(moveStageFirst(spec.DownloadRecordFile, stageLocation), moveStageFirst(spec.DownloadRecordFile, stageGuid))),
		reading("switch-last", "REC-2023 Error Code",
			"The download switch is checked last.",
			all(moveStageLast(spec.DownloadRecordFile, stageSwitch))),
		reading("any-call-keeps-alive", "SIGNIN, note on polling",
			"Every request with a valid Guid keeps the session alive, not only polls.",
			func(c *behavior) { c.keepsAlive = func(*request) bool { return true } }),
		reading("already-signed-in-is-100-003", "ERR-A",
			"A second sign-in is refused with 100-003.", onFailure(spec.AlreadySignedIn, code("100-003"))),
		reading("wrong-password-is-100-017", "ERR-A",
			"A wrong password is refused with 100-017.", onFailure(spec.WrongPassword, code("100-017"))),
		reading("sign-in-result-texts", "SIGNIN-EX, response",
			"All members of the sign-in result are strings.", signIns(inResult("vdnid", "1"))),
		reading("sign-in-short-result", "DEV-SIGNIN, sample",
			"The sign-in answer has msg instead of message, and a result with two members.",
			signIns(func(a *answer) {
				a.envelope.rename("message", "msg")
				a.envelope.set("result", newObject("workno", a.request.agent, "mediatype", "TFF"))
			})),
		reading("sign-in-result-absent", "FORCEIN, response",
			"The sign-in answer has no result.", signIns(without("result")), "session/sign-in-result"),
		reading("sign-out-result-absent", "FOUT, sample",
			"The sign-out answer has no result.", onSuccess(spec.Logout, without("result"))),
		reading("sign-out-result-null", "OUT, sample",
			"The sign-out answer has the result null.", onSuccess(spec.Logout, field("result", nil))),
	}
}

// inResult sets a member of the envelope's result.
func inResult(name string, v any) func(*answer) {
	return onEnvelope(func(o *object) { o.object("result").set(name, v) })
}
