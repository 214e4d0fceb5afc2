package hostile

import "fmt"

// resetting are gateways that end connections where they should not.
func resetting() []Behaviour {
	half := head("200 OK", octets, fmt.Sprintf("Content-Length: %d", len(Recording())))
	rec := string(Recording())
	return []Behaviour{
		{Name: "reset-before-head", Does: "resets instead of a download", Answers: to(sayAndReset(""), Download)},
		{Name: "reset-in-head", Does: "resets in the head", Answers: to(sayAndReset(half[:30]), Download)},
		{Name: "reset-in-body", Does: "resets in the body", Answers: to(sayAndReset(half+rec[:100]), Download)},
		{Name: "reset-as-end", Does: "resets where closing would end the body", Answers: to(sayAndReset(head("200 OK", octets)+rec), Download)},
		{Name: "cut-as-end", Does: "ends the body without close_notify", Answers: to(func(p *Peer, _ Request) {
			p.Say(head("200 OK", octets) + rec)
			p.Cut()
		}, Download)},
		{Name: "cut-in-chunks", Does: "closes before the last chunk", Answers: to(func(p *Peer, _ Request) {
			p.Say(head("200 OK", octets, chunked) + chunk(rec)[:500])
			_ = p.Close()
		}, Download)},
		{Name: "cut-in-body", Does: "closes in the body", Answers: to(func(p *Peer, _ Request) { p.Say(half + rec[:100]); _ = p.Close() }, Download)},
		{Name: "reset-everywhere", Does: "resets instead of every answer", Answers: to(sayAndReset(""), Any)},
		{Name: "closed-everywhere", Does: "closes instead of every answer", Answers: to(func(p *Peer, _ Request) { _ = p.Close() }, Any)},
		{Name: "reset-sign-in", Does: "resets in the answer to a sign-in", Answers: to(sayAndReset("HTTP/1.1 200 OK\r\nSet-GUID: JSESSIONID="), SignIn)},
	}
}

func sayAndReset(text string) Script {
	return func(p *Peer, _ Request) { p.Say(text); p.Reset() }
}

// redirecting are gateways that send a client away.
func redirecting() []Behaviour {
	away := func(status string) Script {
		return func(p *Peer, r Request) { p.Answer(status, "", "Location: "+p.Elsewhere()+r.Path) }
	}
	return []Behaviour{
		{Name: "redirects-all", Does: "redirects everything to another server", Answers: to(away("302 Found"), Any)},
		{Name: "redirects-sign-in", Does: "redirects a sign-in, password and all, to another server", Answers: to(away("307 Temporary Redirect"), SignIn)},
		{Name: "redirects-download", Does: "redirects downloads to another server", Answers: to(away("303 See Other"), Download)},
		{Name: "redirects-to-itself", Does: "redirects everything to itself", Answers: to(func(p *Peer, r Request) {
			p.Answer("308 Permanent Redirect", "", "Location: "+p.Here()+r.Path)
		}, Any)},
		{Name: "refreshes", Does: "serves a recording with fields that send a browser away", Answers: to(func(p *Peer, _ Request) {
			p.Answer("200 OK", "<meta http-equiv=refresh content=0>", markup, "Refresh: 0; url="+p.Elsewhere(), "Content-Location: "+p.Elsewhere(), "Alt-Svc: h2=\""+p.Elsewhere()+"\"")
		}, Download)},
	}
}
