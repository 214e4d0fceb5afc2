package hostile

import (
	"strings"
	"time"
)

// dripPause is the time between the bytes of a drip: short of any limit on silence.
const dripPause = 2 * time.Millisecond

// stalling are gateways that keep a client waiting.
func stalling() []Behaviour {
	half := head("200 OK", octets, "Content-Length: 2200")
	return []Behaviour{
		{Name: "silent", Does: "takes requests and never answers", Answers: to(hang, Any)},
		{Name: "silent-download", Does: "never answers a download", Answers: to(hang, Download)},
		{Name: "silent-poll", Does: "never answers a poll", Answers: to(hang, Poll)},
		{Name: "silent-sign-out", Does: "never answers a sign-out", Answers: to(hang, SignOut)},
		{Name: "status-line-then-silence", Does: "stops in the status line", Answers: to(sayAndHang("HTTP/1.1 20"), Any)},
		{Name: "head-then-silence", Does: "stops after the head", Answers: to(sayAndHang(half), Any)},
		{Name: "half-body-then-silence", Does: "stops in the middle of a recording", Answers: to(sayAndHang(half+strings.Repeat("x", 1000)), Download)},
		{Name: "never-closes", Does: "ends a body by closing, and does not close",
			Answers: to(sayAndHang(head("200 OK", octets)+string(Recording())), Download)},
		{Name: "drip", Does: "sends answers byte by byte", Answers: to(drip(head("200 OK", jsonType, "Content-Length: 4000")), Any)},
		{Name: "drip-body", Does: "sends recordings byte by byte", Answers: to(drip(half), Download)},
		{Name: "drip-chunks", Does: "sends recordings in chunks of one byte, slowly", Answers: to(dripChunks, Download)},
	}
}

// The fields that most answers begin with.
const (
	octets   = "Content-Type: application/octet-stream;charset=UTF-8"
	jsonType = "Content-Type: application/json;charset=UTF-8"
	markup   = "Content-Type: text/html; charset=UTF-8"
	chunked  = "Transfer-Encoding: chunked"
)

func sayAndHang(text string) Script {
	return func(p *Peer, _ Request) { p.Say(text); p.Hang() }
}

func drip(start string) Script {
	return func(p *Peer, _ Request) {
		p.Say(start)
		p.Drip(strings.Repeat(" ", 4000), dripPause)
	}
}

func dripChunks(p *Peer, _ Request) {
	p.Say(head("200 OK", octets, chunked))
	p.Drip(strings.Repeat("1\r\nx\r\n", 1000), dripPause)
}
