package hostile

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// reflecting returns gateways that send credentials back, which a report must not
// contain.
func reflecting() []Behavior {
	all := []Behavior{
		{Name: "reflects-sign-in", Description: "rejects a sign-in and quotes the password", Answers: answering(func(p *Peer, r Request) {
			p.JSON(fmt.Sprintf(`{"message":%q,"retcode":%q}`, "wrong: "+r.Password, r.Password))
		}, SignIn)},
		{Name: "reflects-bare", Description: "answers downloads with the bare password", Answers: answering(func(p *Peer, r Request) {
			p.Answer("200 OK", Passwords[r.Agent], octets)
		}, Download)},
		{Name: "reflects-in-head", Description: "answers downloads with credentials in the whole head", Answers: answering(reflectInHead, Download)},
		{Name: "reflects-in-no-http", Description: "answers downloads with a line of credentials", Answers: answering(func(p *Peer, r Request) {
			p.Send(Passwords[r.Agent] + " " + r.Guid + "\r\n")
		}, Download)},
		{Name: "reflects-in-json", Description: "answers downloads with credentials as keys and values", Answers: answering(func(p *Peer, r Request) {
			w := Passwords[r.Agent]
			p.JSON(fmt.Sprintf(`{"retcode":%q,"message":%q,%q:1,%q:1,"result":{%q:%q}}`, w, r.Guid, w, r.Guid, w, r.Guid))
		}, Download)},
	}
	for _, e := range encodings {
		all = append(all, Behavior{Name: "reflects-" + e.name, Description: "rejects downloads with credentials in a message, " + e.name, Answers: answering(func(p *Peer, r Request) {
			p.JSON(fmt.Sprintf(`{"message":"%s %s","retcode":"000-000","result":{"x":"%s"}}`,
				e.encode(Passwords[r.Agent]), e.encode(r.Guid), e.encode("guid="+r.Guid+"&password="+Passwords[r.Agent])))
		}, Download)})
	}
	for _, before := range []int{70, 100, 280, 500} {
		all = append(all, Behavior{Name: fmt.Sprintf("reflects-after-%d", before), Description: "places the password where a report shortens the text", Answers: answering(func(p *Peer, r Request) {
			p.JSON(`{"message":"` + strings.Repeat("x", before-len(`{"message":"`)) + Passwords[r.Agent] + strings.Repeat("y", 400) + `","retcode":"000-000"}`)
		}, Download)})
	}
	return all
}

// encodings returns the ways to encode a credential.
var encodings = []struct {
	name   string
	encode func(string) string
}{
	{"plain", func(s string) string { return s }},
	{"percent", url.QueryEscape},
	{"twice", func(s string) string { return url.PathEscape(url.PathEscape(s)) }},
	{"base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }},
	{"hex", func(s string) string { return hex.EncodeToString([]byte(s)) }},
	{"upper", strings.ToUpper},
	{"html", html.EscapeString},
	{"unicode", unicode},
}

// unicode writes every character as a JSON escape.
func unicode(s string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, `\u%04x`, s[i])
	}
	return b.String()
}

func reflectInHead(p *Peer, r Request) {
	w := Passwords[r.Agent]
	p.Answer("500 "+w+" "+r.Guid, failure(w),
		"Content-Type: "+w, "Location: https://"+r.Agent+":"+url.QueryEscape(w)+"@x/?guid="+r.Guid, "Allow: "+r.Guid,
		"X-"+strings.ReplaceAll(r.Guid, ".", "-")+": 1", "X "+w+": 1", w, "Set-Cookie: JSESSIONID="+r.Guid+"; Path=/", "Set-Cookie: p="+url.QueryEscape(w))
}
