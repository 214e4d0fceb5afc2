package hostile

import "fmt"

// resetting returns gateways that end connections at the wrong time.
func resetting() []Behavior {
	half := head("200 OK", octets, fmt.Sprintf("Content-Length: %d", len(Recording())))
	rec := string(Recording())
	return []Behavior{
		{Name: "reset-before-head", Description: "resets instead of a download", Answers: answering(sendAndReset(""), Download)},
		{Name: "reset-in-head", Description: "resets in the head", Answers: answering(sendAndReset(half[:30]), Download)},
		{Name: "reset-in-body", Description: "resets in the body", Answers: answering(sendAndReset(half+rec[:100]), Download)},
		{Name: "reset-as-end", Description: "resets where closing would end the body", Answers: answering(sendAndReset(head("200 OK", octets)+rec), Download)},
		{Name: "cut-as-end", Description: "ends the body without close_notify", Answers: answering(func(p *Peer, _ Request) {
			p.Send(head("200 OK", octets) + rec)
			p.CloseWithoutNotify()
		}, Download)},
		{Name: "cut-in-chunks", Description: "closes before the last chunk", Answers: answering(func(p *Peer, _ Request) {
			p.Send(head("200 OK", octets, chunked) + chunk(rec)[:500])
			_ = p.Close()
		}, Download)},
		{Name: "cut-in-body", Description: "closes in the body", Answers: answering(func(p *Peer, _ Request) { p.Send(half + rec[:100]); _ = p.Close() }, Download)},
		{Name: "reset-everywhere", Description: "resets instead of every answer", Answers: answering(sendAndReset(""), Any)},
		{Name: "closed-everywhere", Description: "closes instead of every answer", Answers: answering(func(p *Peer, _ Request) { _ = p.Close() }, Any)},
		{Name: "reset-sign-in", Description: "resets in the answer to a sign-in", Answers: answering(sendAndReset("HTTP/1.1 200 OK\r\nSet-GUID: JSESSIONID="), SignIn)},
	}
}

func sendAndReset(text string) Script {
	return func(p *Peer, _ Request) { p.Send(text); p.Reset() }
}

// redirecting returns gateways that redirect a client.
func redirecting() []Behavior {
	away := func(status string) Script {
		return func(p *Peer, r Request) { p.Answer(status, "", "Location: "+p.BystanderURL()+r.Path) }
	}
	return []Behavior{
		{Name: "redirects-all", Description: "redirects everything to another server", Answers: answering(away("302 Found"), Any)},
		{Name: "redirects-sign-in", Description: "redirects a sign-in with its password to another server", Answers: answering(away("307 Temporary Redirect"), SignIn)},
		{Name: "redirects-download", Description: "redirects downloads to another server", Answers: answering(away("303 See Other"), Download)},
		{Name: "redirects-to-itself", Description: "redirects everything to itself", Answers: answering(func(p *Peer, r Request) {
			p.Answer("308 Permanent Redirect", "", "Location: "+p.URL()+r.Path)
		}, Any)},
		{Name: "refreshes", Description: "serves a recording with fields that redirect a browser", Answers: answering(func(p *Peer, _ Request) {
			p.Answer("200 OK", "<meta http-equiv=refresh content=0>", markup, "Refresh: 0; url="+p.BystanderURL(), "Content-Location: "+p.BystanderURL(), "Alt-Svc: h2=\""+p.BystanderURL()+"\"")
		}, Download)},
	}
}
