package suites_test

import "slices"

// legalOddities are the rows of the table, by what is odd about them.
func legalOddities() []legalOddity {
	return slices.Concat(legalHeads(), legalFramings(), legalClosings(), legalSecurity(), legalPaces(),
		legalEnvelopes(), legalGuids(), legalEvents(), legalRefusals())
}

// legalHeads are about header fields.
func legalHeads() []legalOddity {
	fields := func(pairs ...string) []func(*legalAnswer) {
		return []func(*legalAnswer){func(a *legalAnswer) {
			for i := 0; i < len(pairs); i += 2 {
				a.add(pairs[i], pairs[i+1])
			}
		}}
	}
	return []legalOddity{
		{name: "as the mock answers", core: true},
		{name: "nginx adds Server, Date and Via", edits: fields("Server", "nginx/1.24.0", "Date", "Tue, 01 Dec 2026 00:00:00 GMT", "Via", "1.1 proxy")},
		{name: "Tomcat adds Keep-Alive and Connection", edits: fields("Keep-Alive", "timeout=20", "Connection", "keep-alive")},
		{name: "HAProxy inserts a cookie", edits: fields("Set-Cookie", "SERVERID=s1; path=/", "Cache-Control", "private")},
		{name: "Tomcat sets JSESSIONID and a balancer loadbalance", edits: fields("Set-Cookie", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF; Path=/agentgateway; Secure; HttpOnly", "Set-Cookie", "loadbalance=node1; Path=/")},
		{name: "Spring Security adds its fields", edits: fields("X-Content-Type-Options", "nosniff", "X-XSS-Protection", "0", "Cache-Control", "no-cache, no-store, max-age=0, must-revalidate", "Pragma", "no-cache", "Expires", "0", "X-Frame-Options", "DENY", "Strict-Transport-Security", "max-age=31536000 ; includeSubDomains")},
		{name: "a proxy adds X-Request-ID and Vary", edits: fields("X-Request-ID", "0f3c", "Vary", "Origin", "Vary", "Access-Control-Request-Method")},
		{name: "Envoy writes field names in lower case", edits: each(lowerFieldNames), warns: []string{"auth/set-guid-spelling"}},
		{name: "an appliance writes field names in upper case", edits: each(upperFieldNames), warns: []string{"auth/set-guid-spelling"}},
		{name: "an appliance writes the fields in reverse order", edits: each(func(a *legalAnswer) { slices.Reverse(a.fields) })},
		{name: "Jetty writes the charset in lower case without a space", edits: each(contentType("application/json;charset=utf-8"))},
		{name: "Undertow writes the charset with a space", edits: each(contentType("application/json; charset=UTF-8"))},
		{name: "a field without a space after its colon", edits: each(func(a *legalAnswer) { a.add("X-Empty", "") }), write: writeTightly},
		{name: "a field with an empty value", edits: fields("X-Empty", "")},
		{name: "an answer to each request has 8 KiB of fields", edits: fields("X-Padding", padding(8<<10))},
		{name: "Alt-Svc announces HTTP/3", edits: fields("Alt-Svc", `h3=":443"; ma=86400`)},
		{name: "Accept-Ranges and ETag come with a recording", edits: fields("Accept-Ranges", "bytes", "ETag", `W/"16044"`, "Last-Modified", "Mon, 08 Apr 2019 05:15:16 GMT")},
		{name: "Undertow writes no reason phrase", write: writeWithoutPhrase},
	}
}

// legalFramings are about how messages are delimited and cut.
func legalFramings() []legalOddity {
	return []legalOddity{
		{name: "all answers have Content-Length", write: writeWithLength},
		{name: "Jetty writes chunks of 1 byte", write: writeChunked(1, "", ""), only: []string{"success", "failure", "session", "events"}},
		{name: "Tomcat writes chunks of 8 KiB", write: writeChunked(8<<10, "", ""), core: true},
		{name: "nginx passes chunk extensions on", write: writeChunked(4096, ";chunk-signature=0", "")},
		{name: "a chunk extension has a quoted value", write: writeChunked(4096, ` ; a="b;c"; d`, "")},
		{name: "trailers follow the last chunk", write: writeChunked(4096, "", "X-Checksum: 0\r\nServer-Timing: app;dur=1\r\n")},
		{name: "chunk sizes have upper-case digits and zeros before", write: writeUpperChunks},
		{name: "an interim answer 103 precedes each answer", write: preceded("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n", writeWithLength)},
		{name: "an interim answer 100 precedes each answer", write: preceded("HTTP/1.1 100 Continue\r\n\r\n", writeWithLength)},
		{name: "an interim answer 102 precedes each answer twice", write: preceded("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n", writeWithLength)},
		{name: "a proxy answers with HTTP/1.0 and closes", write: writeClosed("1.0", "")},
		{name: "Apache keeps an HTTP/1.0 connection open", write: writeOldKept},
		{name: "HTTP/1.1 answers end with the connection", write: writeClosed("1.1", "Connection: close\r\n")},
		{name: "an appliance sends the head and the body apart", write: writeApart},
		{name: "answers come in segments of 7 bytes", above: inPieces(7), only: []string{"success", "failure", "session", "events"}},
		{name: "TLS records of 1 byte", above: inPieces(1), only: []string{"failure", "session", "events"}},
		{name: "TCP segments of 100 bytes", under: inPieces(100), only: []string{"success", "failure", "session", "events"}},
	}
}
