package hostile

import "fmt"

// framing returns gateways whose messages contradict themselves.
func framing() []Behavior {
	rec, n := string(Recording()), len(Recording())
	length := fmt.Sprintf("Content-Length: %d", n)
	return []Behavior{
		{Name: "lengths-that-conflict", Description: "sends two different lengths", Answers: answering(send(head("200 OK", octets, length, "Content-Length: 5")+rec), Download)},
		{Name: "length-and-chunks", Description: "sends a length and chunks", Answers: answering(send(head("200 OK", octets, length, chunked)+chunk(rec)), Download)},
		{Name: "types-that-conflict", Description: "sends two content types, one of markup", Answers: answering(func(p *Peer, _ Request) {
			p.Answer("200 OK", rec, octets, markup)
		}, Download)},
		{Name: "fields-that-lie", Description: "sends every field twice with different values", Answers: answering(func(p *Peer, _ Request) {
			p.Answer("200 OK", rec, octets, "Content-Type: application/json", "Location: "+p.BystanderURL(), "Location: "+p.URL(),
				"Server: right", "Server: wrong", "Content-Encoding: identity", "Content-Encoding: br")
		}, Download)},
		{Name: "second-answer", Description: "sends a second response after a recording", Answers: answering(send(head("200 OK", octets, length)+rec+head("200 OK", octets, length)+rec), Download)},
		{Name: "bytes-behind", Description: "sends more bytes than declared", Answers: answering(send(head("200 OK", octets, length)+rec+"\x1b[31mmore"), Download)},
		{Name: "negative-length", Description: "declares a negative length", Answers: answering(send(head("200 OK", octets, "Content-Length: -1")+rec), Download)},
		{Name: "chunk-size-negative", Description: "sends a negative chunk size", Answers: answering(send(head("200 OK", octets, chunked)+"-1\r\n"+rec), Download)},
		{Name: "no-http", Description: "answers with something that is not HTTP", Answers: answering(send("SSH-2.0-\x1b]0;owned\x07\r\n"), Any)},
		{Name: "status-zero", Description: "answers with status 000", Answers: answering(send("HTTP/1.1 000 \x1b[2J\r\nContent-Length: 2\r\n\r\n{}"), Any)},
		{Name: "version-nine", Description: "answers in HTTP/9.9", Answers: answering(send("HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}"), Any)},
		{Name: "switches-protocols", Description: "answers with status 101", Answers: answering(send(head("101 Switching Protocols", "Upgrade: x")+"\x00\x01"), Any)},
		{Name: "no-content", Description: "answers everything with status 204", Answers: answering(send(head("204 No Content")), Any)},
		{Name: "guid-behind", Description: "sends another Guid in a second response to a sign-in", Answers: answering(func(p *Peer, r Request) {
			first, second := p.server.newGuid("nobody"), p.server.newGuid("nobody")
			p.Send(granted(first) + granted(second))
		}, SignIn)},
		{Name: "bare-line-feeds", Description: "ends lines with LF alone", Answers: answering(send("HTTP/1.1 200 OK\n"+octets+"\n"+length+"\n\n"+rec), Download)},
	}
}

// granted is the success answer to a sign-in, with the Guid in Set-GUID.
func granted(guid string) string {
	return head("200 OK", "Set-GUID: JSESSIONID="+guid, jsonType, "Content-Length: 35") + `{"message":"success","retcode":"0"}`
}

func send(text string) Script { return func(p *Peer, _ Request) { p.Send(text) } }

// chunk returns a body as one chunk and the last chunk.
func chunk(body string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body) }
