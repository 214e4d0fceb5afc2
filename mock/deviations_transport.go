package mock

import "net/http"

// transportDeviations serve recordings without TLS.
func transportDeviations() []Deviation {
	return []Deviation{
		deviation("sent-on-to-plain-http", "A download is redirected to an address without TLS.",
			breaks("security/https"), onRecording(status(http.StatusFound), body(""), contentType(""),
				header("Location", "http://127.0.0.1:8000/agentgateway/resource/recordfile")), "*/*"),
		deviation("plain-http-served", "The TLS port also answers plain HTTP.",
			breaks("security/plain-http-refused"), func(c *behavior) { c.acceptsPlainHTTP = true }),
	}
}
