package mock

import (
	"fmt"
	"net/http"
	"strings"
)

// headerReadings add or spell header fields in unusual, legal ways.
func headerReadings() []Variant {
	return []Variant{
		reading("header-name-case", "RFC 9110 section 5.1",
			"The header name Content-Type is in lower case.", onEveryAnswer(lowerCaseType)),
		reading("set-guid-other-case", "RFC 9110 section 5.1",
			"The Guid is delivered in a field spelled Set-Guid.", onEveryAnswer(canonicalGuid), "auth/set-guid-spelling"),
		reading("header-white-space", "RFC 9112 section 5.1",
			"Header field values are surrounded by white space.",
			onAnswer(notHead, raw(func(w *rawWriter) error {
				w.colon = ":\t  "
				w.head("Connection:close \t", fmt.Sprintf("Content-Length:%d  ", w.length()))
				w.endHead()
				return w.identity()
			}))),
		reading("long-headers", "RFC 9110 section 5.4",
			"Answers have long header fields without a meaning.",
			onEveryAnswer(header("X-Route", strings.Repeat("node-1,", 700)), header("X-Empty", ""))),
		reading("repeated-headers", "RFC 9110 section 5.3",
			"Header fields that may be repeated are repeated.",
			onEveryAnswer(header("Vary", "Origin", "Accept"), header("Via", "1.1 nginx", "1.1 nslb"))),
		reading("connection-close", "RFC 9112 section 9.6",
			"Every answer closes its connection.", onEveryAnswer(header("Connection", "close"))),
		reading("cookies", "RFC 6265",
			"Answers set cookies, as load balancers do.",
			onEveryAnswer(header("Set-Cookie", "huaweielbsession=a1b2c3; Path=/; HttpOnly", "JSESSIONID=none; Path=/agentgateway"))),
		reading("interim-responses", "RFC 9110 section 15.2",
			"Each answer is preceded by interim responses.",
			onEveryAnswer(func(a *answer) { a.interim = []int{http.StatusProcessing, http.StatusEarlyHints} })),
		reading("json-chunked", "RFC 9112 section 7.1",
			"Envelopes are sent in chunks.",
			onAnswer(func(a *answer) bool { return a.envelope != nil }, header("Transfer-Encoding", "chunked"))),
		reading("server-header", "RFC 9110 section 10.2.4",
			"Answers name the server software.", onEveryAnswer(header("Server", "openresty"))),
		reading("security-headers", "RFC 6797",
			"Answers have the usual security header fields.",
			onEveryAnswer(header("Strict-Transport-Security", "max-age=31536000"), header("X-Content-Type-Options", "nosniff"))),
	}
}

// lowerCaseType writes the name of Content-Type in lower case.
func lowerCaseType(a *answer) { a.typeField = "content-type" }

// canonicalGuid writes the name of the field that delivers a Guid as net/http
// would.
func canonicalGuid(a *answer) {
	name := a.request.op.Renewal.Header
	if v, ok := a.header[name]; ok {
		delete(a.header, name)
		a.setHeader(http.CanonicalHeaderKey(name), v...)
	}
}
