package mock

import "github.com/gwcheck/gwcheck/spec"

const stackTrace = "java.io.FileNotFoundException: /opt/agentgateway/record/y\n\tat com.vendor.agentgateway.RecordFile.open(RecordFile.java:214)"

// secrecyDeviations disclose secrets or internals.
func secrecyDeviations() []Deviation {
	const internals, echo = "security/no-server-internals", "security/no-credential-echo"
	return []Deviation{
		deviation("message-with-stack-trace", "The message of a failure is a stack trace.",
			breaks(internals), onDownloadFailure(field("message", stackTrace))),
		deviation("message-with-host-path", "The message of an invalid path names the mount directory on the host.",
			breaks(internals), onFailure(spec.PathInvalid, field("message", "not below /mnt/record/y"))),
		deviation("unknown-address-shows-trace", "An unknown address or method gets an HTML page with a stack trace.",
			breaks(internals), onPlain(contentType("text/html;charset=UTF-8"), body("<html><body><pre>"+stackTrace+"</pre></body></html>"))),
		deviation("message-repeats-guid", "The message of a refused Guid contains that Guid.",
			breaks(echo), onFailure(spec.GuidRefused, func(a *answer) {
				a.envelope.set("message", "no right for "+a.request.http.Header.Get("Guid"))
			})),
		deviation("header-repeats-guid", "A header field of every answer contains the Guid of the request.",
			breaks(echo), onEveryAnswer(func(a *answer) {
				if guid := a.request.http.Header.Get("Guid"); guid != "" {
					a.setHeader("X-Session", guid)
				}
			})),
		deviation("message-repeats-password", "The message of a refused sign-in contains the password.",
			breaks(echo), onFailure(spec.WrongPassword, func(a *answer) { a.envelope.set("message", a.request.fields["password"]) })),
		deviation("sign-in-repeats-password", "The result of a sign-in contains the password.",
			breaks(echo), onAnswer(func(a *answer) bool {
				return a.request.is(spec.Login, spec.ForceLogin) && !a.failed()
			}, func(a *answer) {
				if result, ok := a.envelope.get("result").(*object); ok {
					result.set("password", a.request.fields["password"])
				}
			})),
		deviation("cache-ban-missing", "A recording has no Cache-Control.",
			breaks("security/no-caching"), onRecording(noHeader("Cache-Control"))),
		deviation("voice-message-cacheable", "A voice message may be cached.",
			breaks("security/no-caching"), onAnswer(func(a *answer) bool {
				return a.streams() && a.request.value(spec.RoleFiletype) == "2"
			}, header("Cache-Control", "public, max-age=3600"))),
	}
}
