package hostile

import (
	"fmt"
	"strings"
	"sync"
)

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
		{Name: "trailing-bytes", Description: "sends more bytes than declared", Answers: answering(send(head("200 OK", octets, length)+rec+"\x1b[31mmore"), Download)},
		{Name: "negative-length", Description: "declares a negative length", Answers: answering(send(head("200 OK", octets, "Content-Length: -1")+rec), Download)},
		{Name: "chunk-size-negative", Description: "sends a negative chunk size", Answers: answering(send(head("200 OK", octets, chunked)+"-1\r\n"+rec), Download)},
		{Name: "no-http", Description: "answers with something that is not HTTP", Answers: answering(send("SSH-2.0-\x1b]0;owned\x07\r\n"), Any)},
		{Name: "http-0.9", Description: "answers with a body alone, as HTTP/0.9 does", Answers: answering(func(p *Peer, _ Request) {
			p.Send(`{"message":"success","retcode":"0"}`)
			_ = p.Close()
		}, Any)},
		{Name: "huge-length", Description: "declares a length of 60 digits", Answers: answering(send(head("200 OK", octets, "Content-Length: "+strings.Repeat("9", 60))+rec), Download)},
		{Name: "folded-fields", Description: "continues fields on further lines", Answers: answering(send(head("200 OK", octets, "X-Long: a\r\n b", length)+rec), Download)},
		{Name: "endless-chunk-size", Description: "sends a chunk size of zeros without end", Answers: answering(flood(head("200 OK", octets, chunked), "0000000000000000"), Download)},
		{Name: "crossed-answers", Description: "gives the answer to the request before", Answers: answering(crossed(), Any)},
		{Name: "some-interim-responses", Description: "sends a few interim responses before each recording", Answers: answering(func(p *Peer, r Request) {
			p.Send(strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 5))
			p.AnswerCorrectly(r)
		}, Download)},
		{Name: "status-zero", Description: "answers with status 000", Answers: answering(send("HTTP/1.1 000 \x1b[2J\r\nContent-Length: 2\r\n\r\n{}"), Any)},
		{Name: "version-nine", Description: "answers in HTTP/9.9", Answers: answering(send("HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}"), Any)},
		{Name: "switches-protocols", Description: "answers with status 101", Answers: answering(send(head("101 Switching Protocols", "Upgrade: x")+"\x00\x01"), Any)},
		{Name: "no-content", Description: "answers everything with status 204", Answers: answering(send(head("204 No Content")), Any)},
		{Name: "guid-in-second-response", Description: "sends another Guid in a second response to a sign-in", Answers: answering(func(p *Peer, r Request) {
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

// crossed answers each request as the one before should have been.
func crossed() Script {
	var mu sync.Mutex
	before := Request{Call: Other}
	return func(p *Peer, r Request) {
		mu.Lock()
		defer mu.Unlock()
		before, r = r, before
		p.AnswerCorrectly(r)
	}
}

func send(text string) Script { return func(p *Peer, _ Request) { p.Send(text) } }

// chunk returns a body as one chunk and the last chunk.
func chunk(body string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body) }
