package suites_test

import (
	"fmt"
	"net"
	"strings"

	"github.com/gwcheck/gwcheck/internal/hostile"
)

// leakPlace is a place of an answer where a gateway may write a secret.
type leakPlace struct {
	name   string
	answer func(secret string) string // the whole answer
}

// leakPlaces are all places of an answer. Certificates are tried on their own.
func leakPlaces() []leakPlace {
	var all []leakPlace
	for _, group := range [][]leakPlace{headPlaces, framingPlaces, envelopePlaces, pagePlaces} {
		all = append(all, group...)
	}
	return all
}

// inHead writes a secret in the place of %s in lines of a head of status 200.
func inHead(format string) func(string) string { return inHeadOf("200 OK", format) }

func inHeadOf(status, format string) func(string) string {
	return func(s string) string {
		body := `{"message":"refused","retcode":"000-000","result":{}}`
		return "HTTP/1.1 " + status + "\r\n" + strings.ReplaceAll(format, "%s", s) + fmt.Sprintf("\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
}

const jsonType = "Content-Type: application/json\r\n"

var headPlaces = []leakPlace{
	{"version", func(s string) string { return "HTTP/" + s + " 200 OK\r\nContent-Length: 0\r\n\r\n" }},
	{"status code", func(s string) string { return "HTTP/1.1 " + s + " OK\r\nContent-Length: 0\r\n\r\n" }},
	{"reason", func(s string) string { return inHeadOf("200 "+s, "X: y")("") }},
	{"reason of a failure", func(s string) string { return inHeadOf("500 "+s, "X: y")("") }},
	{"text before the status line", func(s string) string { return s + "\r\n" + inHead("X: y")("") }},
	{"field name", inHead(jsonType + "%s: x")},
	{"field value", inHead(jsonType + "X-Trace: %s")},
	{"field value between others", inHead(jsonType + "Server: gateway/1 (%s) node")},
	{"folded field", inHead(jsonType + "X-Trace: a\r\n %s")},
	{"line without a colon", inHead(jsonType + "%s")},
	{"Content-Type", inHead("Content-Type: %s")},
	{"Content-Type parameter", inHead("Content-Type: application/json;charset=%s")},
	{"Content-Type parameter name", inHead("Content-Type: application/json;%s=x")},
	{"Content-Length", func(s string) string { return "HTTP/1.1 200 OK\r\nContent-Length: " + s + "\r\n\r\n" }},
	{"Transfer-Encoding", func(s string) string { return "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + s + "\r\n\r\n" }},
	{"Content-Encoding", inHead(jsonType + "Content-Encoding: %s")},
	{"Connection", inHead(jsonType + "Connection: %s")},
	{"Date", inHead(jsonType + "Date: %s")},
	{"Allow", inHeadOf("405 Method Not Allowed", "Allow: %s")},
	{"WWW-Authenticate", inHeadOf("401 Unauthorized", `WWW-Authenticate: Basic realm="%s"`)},
	{"Location", inHeadOf("302 Found", "Location: https://gateway.invalid/%s")},
	{"Location query", inHeadOf("302 Found", "Location: https://gateway.invalid/?a=1&b=%s#c")},
	{"Location host", inHeadOf("307 Temporary Redirect", "Location: https://%s/")},
	{"Location user", inHeadOf("307 Temporary Redirect", "Location: https://102:%s@gateway.invalid/")},
	{"cookie name", inHead(jsonType + "Set-Cookie: %s=abcdefgh; Path=/")},
	{"cookie value", inHead(jsonType + "Set-Cookie: a=%s; Path=/")},
	{"cookie path", inHead(jsonType + "Set-Cookie: a=b; Path=/%s")},
	{"cookie attribute", inHead(jsonType + "Set-Cookie: a=b; %s; Secure")},
	{"Set-GUID", inHead(jsonType + "Set-GUID: %s")},
	{"Retry-After", inHeadOf("503 Service Unavailable", "Retry-After: %s")},
	{"Content-Disposition", inHead("Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"%s\"")},
	{"Upgrade", inHeadOf("426 Upgrade Required", "Upgrade: %s")},
}

// chunked is an answer of JSON in one chunk.
func chunked(size, after, trailer string) string {
	return "HTTP/1.1 200 OK\r\n" + jsonType + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n{}" + after + "\r\n0\r\n" + trailer + "\r\n"
}

var framingPlaces = []leakPlace{
	{"chunk extension name", func(s string) string { return chunked("2;"+s, "", "") }},
	{"chunk extension value", func(s string) string { return chunked("2;a="+s, "", "") }},
	{"chunk-size line", func(s string) string { return chunked(s, "", "") }},
	{"bytes after a chunk", func(s string) string { return chunked("2", s, "") }},
	{"trailer name", func(s string) string { return chunked("2", "", s+": x\r\n") }},
	{"trailer value", func(s string) string { return chunked("2", "", "X-Sum: "+s+"\r\n") }},
	{"trailer line without a colon", func(s string) string { return chunked("2", "", s+"\r\n") }},
	{"reason of an interim answer", func(s string) string { return "HTTP/1.1 103 " + s + "\r\n\r\n" + inHead("X: y")("") }},
	{"field of an interim answer", func(s string) string { return "HTTP/1.1 103 Early\r\nLink: <" + s + ">\r\n\r\n" + inHead("X: y")("") }},
	{"bytes after the end", func(s string) string { return inHead(jsonType+"X: y")("") + s }},
	{"answer after the end", func(s string) string { return inHead("X: y")("") + inHeadOf("200 "+s, "X: y")("") }},
	{"body of an answer without one", func(s string) string { return "HTTP/1.1 204 No Content\r\n\r\n" + s }},
	{"no head at all", func(s string) string { return s }},
}

// inBody writes a secret in the place of %s in a body of a type.
func inBody(status, kind, format string, escape func(string) string) func(string) string {
	return func(s string) string {
		body := strings.ReplaceAll(format, "%s", escape(s))
		return fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", status, kind, len(body), body)
	}
}

func inJSON(format string) func(string) string {
	return inBody("200 OK", "application/json;charset=UTF-8", format, jsonText)
}

// jsonText escapes what a JSON string must not have as it is.
func jsonText(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteString(`\` + string(rune(c)))
		case c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

var envelopePlaces = []leakPlace{
	{"retcode", inJSON(`{"message":"m","retcode":"%s","result":{}}`)},
	{"message", inJSON(`{"message":"%s","retcode":"000-000","result":{}}`)},
	{"message of success", inJSON(`{"message":"%s","retcode":"0","result":{}}`)},
	{"result as text", inJSON(`{"message":"m","retcode":"000-000","result":"%s"}`)},
	{"member of the result", inJSON(`{"message":"m","retcode":"000-000","result":{"a":"%s"}}`)},
	{"key of the result", inJSON(`{"message":"m","retcode":"000-000","result":{"%s":1}}`)},
	{"result in depth", inJSON(`{"message":"m","retcode":"000-000","result":{"a":[{"b":["%s"]}]}}`)},
	{"guid of the result", inJSON(`{"message":"m","retcode":"0","result":{"guid":"%s"}}`)},
	{"another key", inJSON(`{"%s":"x","message":"m","retcode":"000-000"}`)},
	{"another member", inJSON(`{"message":"m","retcode":"000-000","extra":"%s"}`)},
	{"key that occurs twice", inJSON(`{"%s":"x","%s":"y","message":"m","retcode":"000-000"}`)},
	{"event", inJSON(`{"message":"","retcode":"0","event":"%s"}`)},
	{"event type", inJSON(`{"message":"","retcode":"0","event":{"eventType":"%s","workNo":"102","content":null}}`)},
	{"member of an event", inJSON(`{"message":"","retcode":"0","event":{"eventType":"AgentEvent_Record","workNo":"%s","content":{}}}`)},
	{"content of an event", inJSON(`{"message":"","retcode":"0","event":{"eventType":"AgentEvent_Record","workNo":"102","content":{"%s":"%s"}}}`)},
	{"type that is not JSON", inBody("200 OK", "text/html", `{"message":"%s","retcode":"000-000"}`, jsonText)},
	{"after the envelope", inJSON(`{"message":"m","retcode":"000-000","result":{}}%s`)},
	{"no JSON", inJSON(`%s`)},
	{"JSON that breaks off", inJSON(`{"message":"m","retcode":"000-000","result":"%s`)},
	{"JSON text", inJSON(`"%s"`)},
	{"JSON array", inJSON(`["%s"]`)},
}

func unchanged(s string) string { return s }

var pagePlaces = []leakPlace{
	{"title of a page", inBody("500 Error", "text/html", `<html><head><title>%s</title></head><body>x</body></html>`, unchanged)},
	{"body of a page", inBody("404 Not Found", "text/html", `<html><body><h1>Error</h1>%s</body></html>`, unchanged)},
	{"comment of a page", inBody("500 Error", "text/html", `<html><!-- %s --><body></body></html>`, unchanged)},
	{"attribute of a page", inBody("200 OK", "text/html", `<a href="/?a=%s">back</a>`, unchanged)},
	{"plain text", inBody("400 Bad Request", "text/plain", `cannot read %s here`, unchanged)},
	{"XML", inBody("200 OK", "application/xml", `<?xml version="1.0"?><a b="%s">%s</a>`, unchanged)},
}

// leakCookie is the cookie that the gateway sets when an agent signs in.
const leakCookie = "jQx0.Zk_92-bV4tY8wLr5"

// setCookie signs an agent in and sets the cookie.
func setCookie(p *hostile.Peer, r hostile.Request) {
	plain := p.Conn
	p.Conn = cookieSetter{plain}
	p.AnswerCorrectly(r)
	p.Conn = plain
}

// cookieSetter adds a cookie to the head of an answer.
type cookieSetter struct{ net.Conn }

func (c cookieSetter) Write(b []byte) (int, error) {
	head := strings.Replace(string(b), "\r\n", "\r\nSet-Cookie: sid="+leakCookie+"; Path=/\r\n", 1)
	if _, err := c.Conn.Write([]byte(head)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// leakSecrets are what a gateway knows of a request, by name.
func leakSecrets(r hostile.Request) map[string]string {
	all := map[string]string{"password": hostile.Passwords[r.Agent]}
	for _, other := range []string{"102", "103"} {
		if other != r.Agent {
			all["other password"] = hostile.Passwords[other]
		}
	}
	if r.Guid != "" && !isInvented(r.Guid) {
		all["Guid of the request"] = r.Guid
	}
	if r.Call != hostile.SignIn {
		all["cookie"] = leakCookie
	}
	return all
}
