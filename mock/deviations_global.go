package mock

import "github.com/gwcheck/gwcheck/spec"

// globalDeviations treat all requests alike.
func globalDeviations() []Deviation {
	return []Deviation{
		deviation("refuses-all", "Every request is refused with 000-003.",
			breaks("session/sign-in"), func(c *behavior) {
				for logName := range c.stages {
					addRefusal(logName, "all", func(*request) error { return refuse(spec.GuidRefused, "everything is") })(c)
					moveStageFirst(logName, "all")(c)
				}
			}, "*/*"),
		deviation("serves-all", "Every download gets a recording, whatever is requested and by whom.",
			breaks("auth/guid-absent", "auth/guid-empty", "auth/path-agent-not-signed-in", "retcodes/recording-absent", "retcodes/download-disabled",
				"security/no-sign-in-no-recording", "failure/no-recording", "claims/no-download"),
			onDownloadFailure(serveSample("agent-call")), "*/*"),
		deviation("html-everywhere", "Every answer is the same HTML page.",
			breaks("session/sign-in"), onEveryAnswer(
				body("<html><body>It works!</body></html>"), contentType("text/html"), noHeader("Set-GUID")), "*/*"),
		deviation("success-everywhere", "Every answer except that to a sign-in is a success envelope.",
			breaks("method/get", "success/exact-bytes", "success/content-type", "failure/retcode-not-success"), onAnswer(
				func(a *answer) bool { return a.request.op != nil && !a.request.is(spec.Login, spec.ForceLogin) },
				body(`{"message":"","retcode":"0"}`), contentType("application/json;charset=UTF-8")), "*/*"),
	}
}
