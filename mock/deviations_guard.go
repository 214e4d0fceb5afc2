package mock

import (
	"net/http"
	"strings"
)

// guardDeviations serve recordings without a Guid at addresses that are
// written in another way.
func guardDeviations() []Deviation {
	unguarded := func(name, sentence string, at func(*http.Request) bool) Deviation {
		return deviation(name, sentence, breaks("security/no-sign-in-no-recording"),
			replaceStage(download, stageGuid, exceptFor(func(_ *Gateway, r *request) bool { return at(r.http) })), "parameters/*", "security/secrecy")
	}
	return []Deviation{
		unguarded("double-slash-unguarded", "At an address with a double slash a download needs no Guid.",
			func(r *http.Request) bool { return strings.Contains(r.URL.EscapedPath(), "//") }),
		unguarded("trailing-slash-unguarded", "At an address with a trailing slash a download needs no Guid.",
			func(r *http.Request) bool { return strings.HasSuffix(r.URL.EscapedPath(), "/") }),
		unguarded("encoded-agent-unguarded", "With a percent-encoded agent ID a download needs no Guid.",
			func(r *http.Request) bool { return strings.Contains(r.URL.EscapedPath(), "%") }),
	}
}
