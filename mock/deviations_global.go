package mock

import "github.com/gwcheck/gwcheck/spec"

// globalDeviations are gateways without any judgement.
func globalDeviations() []Deviation {
	return []Deviation{
		deviation("refuses-all", "Everything is refused.",
			breaks("session/sign-in"), func(c *behavior) {
				for logName := range c.stages {
					addRefusal(logName, "all", func(*request) error { return refuse(spec.GuidRefused, "everything is") })(c)
					moveStageFirst(logName, "all")(c)
				}
			}, "*/*"),
		deviation("serves-all", "Every download gets a recording, whoever asks for whatever.",
			breaks("auth/guid-absent", "retcodes/recording-absent", "retcodes/download-disabled", "security/no-sign-in-no-recording"),
			onDownloadFailure(serveSample("agent-call")), "*/*"),
		deviation("html-everywhere", "Every answer is the same HTML page.",
			breaks("session/sign-in"), onEveryAnswer(
				body("<html><body>It works!</body></html>"), contentType("text/html"), noHeader("Set-GUID")), "*/*"),
		deviation("success-everywhere", "Every answer but that to a sign-in is an envelope of success.",
			breaks("method/get", "success/exact-bytes", "success/content-type", "failure/retcode-not-success"), onAnswer(
				func(a *answer) bool { return a.request.op != nil && !a.request.is(spec.Login, spec.ForceLogin) },
				body(`{"message":"","retcode":"0"}`), contentType("application/json;charset=UTF-8")), "*/*"),
	}
}
