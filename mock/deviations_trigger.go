package mock

import "github.com/gwcheck/gwcheck/spec"

// faultOfFileServer is the retcode of downloads that a deviation refuses.
const faultOfFileServer = "104-006"

// triggerDeviations break what every answer must have for some requests only: those
// of one agent, of one way of authentication, or after certain others.
func triggerDeviations() []Deviation {
	poll := func(a *answer) bool { return a.request.is(spec.GetAgentEvent) && !a.failed() }
	signIn := func(a *answer) bool { return a.request.is(spec.Login, spec.ForceLogin) && !a.failed() }
	failure := func(a *answer) bool { return a.failed() && a.retcode() != faultOfFileServer }
	failedDownload := func(a *answer) bool { return a.failed() && a.request.is(download) }
	return []Deviation{
		deviation("static-recording-without-charset", "Under static authentication the Content-Type of a recording declares no charset.",
			breaks("success/charset"), under(Static, onRecording(contentType("application/octet-stream")))),
		deviation("later-agent-recording-as-text", "The recordings of all agents but the first have Content-Type text/plain.",
			breaks("success/content-type"), onAnswerWhen(laterAgent, (*answer).streams, contentType("text/plain;charset=UTF-8")), recordingRequirements...),
		deviation("recording-after-two-failures-shortened", "After two failed downloads the next recording of the agent lacks its last byte.",
			breaks("success/exact-bytes", "failure/next-download-works"),
			onAnswerWhen(afterDownloads(2, failure), (*answer).streams, shortened(1)), recordingRequirements...),
		deviation("later-agent-failure-retcode-number", "The failed downloads of all agents but the first have a number as retcode.",
			breaks("failure/retcode-string"), onAnswerWhen(laterAgent, failedDownload, code(104005)), refusalRequirements...),
		deviation("static-failure-without-charset", "Under static authentication a failed download declares no charset.",
			breaks("failure/charset"), under(Static, onDownloadFailure(contentType("application/json")))),
		deviation("third-failure-is-page", "The third failed download in a row is an HTML page.",
			breaks("failure/valid-json", "failure/content-type"), onAnswerWhen(afterDownloads(2, failure), failedDownload, asPage(200)), refusalRequirements...),
		deviation("static-poll-retcode-number", "Under static authentication a poll has a number as retcode.",
			breaks("session/retcode-string"), under(Static, onAnswer(poll, code(0))), "*/*"),
		deviation("later-agent-set-guid-bare", "Set-GUID has no prefix for all agents but the first.",
			breaks("auth/set-guid-form"), onAnswerWhen(laterAgent, signIn, bareGuid)),
		deviation("later-sign-in-set-guid-bare", "Set-GUID has no prefix from the second sign-in of an agent on.",
			breaks("auth/set-guid-form"), onAnswerWhen(laterSignIn, signIn, bareGuid)),
		deviation("refused-guid-tells-the-right-one", "The message of a rejected Guid contains the agent's own.",
			breaks("security/secrecy"), onRefused(download, stageGuid, spec.GuidRefused, func(a *answer, guid string) { a.envelope.set("message", "expected "+guid) })),
		deviation("wrong-password-tells-guid", "The answer to a wrong password has the Guid of the agent's session in a header field.",
			breaks("security/secrecy"), onRefused(spec.ForceLogin, stagePassword, spec.WrongPassword, func(a *answer, guid string) { a.setHeader("X-Session", guid) })),
		deviation("static-refused-poll-tells-event", "Under static authentication a poll with a rejected Guid returns an event.",
			breaks("security/secrecy"), under(Static, onAnswer(func(a *answer) bool {
				return a.cond == spec.GuidRefused && a.request.is(spec.GetAgentEvent)
			}, tellsEvent)), "session/*", "auth/*"),
		deviation("download-after-two-failures-refused", "After two failed downloads the next download of the agent fails.",
			breaks("success/availability", "failure/next-download-works"), refusedWhen(afterDownloads(2, failure)), "*/*"),
		deviation("download-after-eight-refused", "After eight recordings in a row the next download of the agent fails.",
			breaks("success/availability"), refusedWhen(afterDownloads(8, (*answer).streams)), "*/*"),
		deviation("download-after-poll-refused", "Under static authentication the first download after a poll fails.",
			breaks("success/availability"), under(Static, refusedWhen(firstAfterPoll)), "*/*"),
	}
}

// refusedWhen refuses the downloads of a trigger with a fault of the file server.
func refusedWhen(when trigger) func(*behavior) {
	return func(c *behavior) {
		applies := when(c)
		addLastRefusal(func(r *request) error {
			if applies(r) {
				return refuseWith(faultOfFileServer, spec.RecordingAbsent, "the deviation refuses it")
			}
			return nil
		})(c)
	}
}

func tellsEvent(a *answer) {
	event := newObject("eventType", "AgentState_Ready", "workNo", a.request.agent)
	a.envelope.set("event", event)
}
