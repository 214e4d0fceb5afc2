package hostile

import "fmt"

// framing are gateways whose messages contradict themselves.
func framing() []Behaviour {
	rec, n := string(Recording()), len(Recording())
	length := fmt.Sprintf("Content-Length: %d", n)
	return []Behaviour{
		{Name: "lengths-that-conflict", Does: "sends two lengths", Answers: to(say(head("200 OK", octets, length, "Content-Length: 5")+rec), Download)},
		{Name: "length-and-chunks", Does: "sends a length and chunks", Answers: to(say(head("200 OK", octets, length, chunked)+chunk(rec)), Download)},
		{Name: "types-that-conflict", Does: "sends two content types, one of markup", Answers: to(func(p *Peer, _ Request) {
			p.Answer("200 OK", rec, octets, markup)
		}, Download)},
		{Name: "fields-that-lie", Does: "sends every field twice with different values", Answers: to(func(p *Peer, _ Request) {
			p.Answer("200 OK", rec, octets, "Content-Type: application/json", "Location: "+p.Elsewhere(), "Location: "+p.Here(),
				"Server: right", "Server: wrong", "Content-Encoding: identity", "Content-Encoding: br")
		}, Download)},
		{Name: "second-answer", Does: "sends a second response behind a recording", Answers: to(say(head("200 OK", octets, length)+rec+head("200 OK", octets, length)+rec), Download)},
		{Name: "bytes-behind", Does: "sends more bytes than announced", Answers: to(say(head("200 OK", octets, length)+rec+"\x1b[31mmore"), Download)},
		{Name: "negative-length", Does: "announces a negative length", Answers: to(say(head("200 OK", octets, "Content-Length: -1")+rec), Download)},
		{Name: "chunk-size-negative", Does: "sends a negative chunk size", Answers: to(say(head("200 OK", octets, chunked)+"-1\r\n"+rec), Download)},
		{Name: "no-http", Does: "answers with something that is not HTTP", Answers: to(say("SSH-2.0-\x1b]0;owned\x07\r\n"), Any)},
		{Name: "status-zero", Does: "answers with status 000", Answers: to(say("HTTP/1.1 000 \x1b[2J\r\nContent-Length: 2\r\n\r\n{}"), Any)},
		{Name: "version-nine", Does: "answers in HTTP/9.9", Answers: to(say("HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}"), Any)},
		{Name: "switches-protocols", Does: "answers with status 101", Answers: to(say(head("101 Switching Protocols", "Upgrade: x")+"\x00\x01"), Any)},
		{Name: "no-content", Does: "answers everything with status 204", Answers: to(say(head("204 No Content")), Any)},
		{Name: "guid-behind", Does: "sends another Guid in a second response to a sign-in", Answers: to(func(p *Peer, r Request) {
			first, second := p.server.newGuid("nobody"), p.server.newGuid("nobody")
			p.Say(granted(first) + granted(second))
		}, SignIn)},
		{Name: "bare-line-feeds", Does: "ends lines with LF alone", Answers: to(say("HTTP/1.1 200 OK\n"+octets+"\n"+length+"\n\n"+rec), Download)},
	}
}

// granted is the answer to a sign-in, with the Guid in front.
func granted(guid string) string {
	return head("200 OK", "Set-GUID: JSESSIONID="+guid, jsonType, "Content-Length: 35") + `{"message":"success","retcode":"0"}`
}

func say(text string) Script { return func(p *Peer, _ Request) { p.Say(text) } }

// chunk is a whole body as one chunk.
func chunk(body string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body) }
