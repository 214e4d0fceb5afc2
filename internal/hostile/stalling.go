package hostile

import (
	"strings"
	"sync/atomic"
	"time"
)

// dripPause is the time between the bytes of a drip, shorter than any idle limit.
const dripPause = 2 * time.Millisecond

// stalling returns gateways that make a client wait.
func stalling() []Behavior {
	half := head("200 OK", octets, "Content-Length: 2200")
	return []Behavior{
		{Name: "silent", Description: "reads requests and never answers", Answers: answering(hang, Any)},
		{Name: "silent-sign-in", Description: "never answers a sign-in", Answers: answering(hang, SignIn)},
		{Name: "silent-after-download", Description: "answers nothing after a download", Answers: answering(silentAfterDownload(), Any)},
		{Name: "silent-download", Description: "never answers a download", Answers: answering(hang, Download)},
		{Name: "silent-poll", Description: "never answers a poll", Answers: answering(hang, Poll)},
		{Name: "silent-sign-out", Description: "never answers a sign-out", Answers: answering(hang, SignOut)},
		{Name: "status-line-then-silence", Description: "stops in the status line", Answers: answering(sendAndHang("HTTP/1.1 20"), Any)},
		{Name: "head-then-silence", Description: "stops after the head", Answers: answering(sendAndHang(half), Any)},
		{Name: "half-body-then-silence", Description: "stops in the middle of a recording", Answers: answering(sendAndHang(half+strings.Repeat("x", 1000)), Download)},
		{Name: "never-closes", Description: "ends a body by closing, and does not close",
			Answers: answering(sendAndHang(head("200 OK", octets)+string(Recording())), Download)},
		{Name: "drip", Description: "sends answers byte by byte", Answers: answering(drip(head("200 OK", jsonType, "Content-Length: 4000")), Any)},
		{Name: "drip-body", Description: "sends recordings byte by byte", Answers: answering(drip(half), Download)},
		{Name: "drip-chunks", Description: "sends recordings in chunks of one byte, slowly", Answers: answering(dripChunks, Download)},
	}
}

// Header fields of many answers.
const (
	octets   = "Content-Type: application/octet-stream;charset=UTF-8"
	jsonType = "Content-Type: application/json;charset=UTF-8"
	markup   = "Content-Type: text/html; charset=UTF-8"
	chunked  = "Transfer-Encoding: chunked"
)

// silentAfterDownload answers correctly until a recording was asked for.
func silentAfterDownload() Script {
	var asked atomic.Bool
	return func(p *Peer, r Request) {
		if asked.Load() {
			p.Hang()
			return
		}
		asked.Store(r.Call == Download)
		p.AnswerCorrectly(r)
	}
}

func sendAndHang(text string) Script {
	return func(p *Peer, _ Request) { p.Send(text); p.Hang() }
}

func drip(start string) Script {
	return func(p *Peer, _ Request) {
		p.Send(start)
		p.Drip(strings.Repeat(" ", 4000), dripPause)
	}
}

func dripChunks(p *Peer, _ Request) {
	p.Send(head("200 OK", octets, chunked))
	p.Drip(strings.Repeat("1\r\nx\r\n", 1000), dripPause)
}
