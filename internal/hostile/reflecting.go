package hostile

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// reflecting are gateways that send credentials back, so that they might end up in a report.
func reflecting() []Behaviour {
	all := []Behaviour{
		{Name: "reflects-sign-in", Does: "refuses a sign-in and quotes the password", Answers: to(func(p *Peer, r Request) {
			p.JSON(fmt.Sprintf(`{"message":%q,"retcode":%q}`, "wrong: "+r.Password, r.Password))
		}, SignIn)},
		{Name: "reflects-bare", Does: "answers downloads with the bare password", Answers: to(func(p *Peer, r Request) {
			p.Answer("200 OK", Passwords[r.Agent], octets)
		}, Download)},
		{Name: "reflects-in-head", Does: "answers downloads with credentials all over the head", Answers: to(reflectInHead, Download)},
		{Name: "reflects-in-no-http", Does: "answers downloads with a line of credentials", Answers: to(func(p *Peer, r Request) {
			p.Say(Passwords[r.Agent] + " " + r.Guid + "\r\n")
		}, Download)},
		{Name: "reflects-in-json", Does: "answers downloads with credentials as keys and values", Answers: to(func(p *Peer, r Request) {
			w := Passwords[r.Agent]
			p.JSON(fmt.Sprintf(`{"retcode":%q,"message":%q,%q:1,%q:1,"result":{%q:%q}}`, w, r.Guid, w, r.Guid, w, r.Guid))
		}, Download)},
	}
	for _, e := range encodings {
		all = append(all, Behaviour{Name: "reflects-" + e.name, Does: "refuses downloads with credentials in a message, " + e.name, Answers: to(func(p *Peer, r Request) {
			p.JSON(fmt.Sprintf(`{"message":"%s %s","retcode":"000-000","result":{"x":"%s"}}`,
				e.encode(Passwords[r.Agent]), e.encode(r.Guid), e.encode("guid="+r.Guid+"&password="+Passwords[r.Agent])))
		}, Download)})
	}
	for _, before := range []int{70, 100, 280, 500} {
		all = append(all, Behaviour{Name: fmt.Sprintf("reflects-after-%d", before), Does: "puts the password where a report would cut it", Answers: to(func(p *Peer, r Request) {
			p.JSON(`{"message":"` + strings.Repeat("x", before-len(`{"message":"`)) + Passwords[r.Agent] + strings.Repeat("y", 400) + `","retcode":"000-000"}`)
		}, Download)})
	}
	return all
}

// encodings are ways to write a credential.
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
