package hostile

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
)

// secured returns gateways that misuse TLS once it is established.
func secured() []Behavior {
	return slices.Concat(securedWithin(), securedBefore(), renegotiating())
}

// answerWithLength is the head and the body of a download.
func answerWithLength() string {
	rec := string(Recording())
	return head("200 OK", octets, fmt.Sprintf("Content-Length: %d", len(rec))) + rec
}

// within returns a behavior that does something after the first bytes of a recording.
func within(name, does string, more func(p *Peer)) Behavior {
	whole := answerWithLength()
	half := whole[:len(whole)-len(Recording())+1000]
	return downloads(name, does, func(p *Peer) {
		p.Record(recordData, half)
		more(p)
		p.Hang()
	})
}

// endless sends a record without end.
func endless(kind byte, content string) func(p *Peer) {
	return func(p *Peer) {
		for !p.ended {
			p.Record(kind, content)
		}
	}
}

// securedWithin are those that misuse TLS in the middle of a recording.
func securedWithin() []Behavior {
	then, rec := within, string(Recording())
	return []Behavior{
		then("alert-in-body", "sends a fatal alert in the middle of a recording", func(p *Peer) { p.Record(recordAlert, "\x02\x50") }),
		then("close-notify-in-body", "ends TLS in the middle of a recording", func(p *Peer) { p.Record(recordAlert, "\x01\x00") }),
		then("warning-flood", "sends warnings without end", endless(recordAlert, "\x01\x5a")),
		then("empty-records", "sends records without content, without end", endless(recordData, "")),
		then("ticket-flood", "sends session tickets without end", endless(recordHandshake, sessionTicket)),
		then("key-update-flood", "renews its keys without end", func(p *Peer) {
			for !p.ended {
				p.UpdateKeys(keyUpdate)
			}
		}),
		then("endless-handshake-message", "sends a handshake message of 16 MiB", func(p *Peer) {
			p.Record(recordHandshake, "\x04\xff\xff\xff")
			endless(recordHandshake, piece()[:16000])(p)
		}),
		then("late-certificate-request", "asks for a client certificate in the middle of a recording", func(p *Peer) {
			p.Record(recordHandshake, "\x0d\x00\x00\x03\x00\x00\x00")
		}),
		then("garbage-record", "sends a record that does not decrypt", func(p *Peer) { p.SendRaw(header(recordData, 64) + piece()[:64]) }),
		then("oversized-record", "announces a record that is too long", func(p *Peer) { p.SendRaw("\x17\x03\x03\xff\xff" + piece()) }),
		then("half-record", "stops in the middle of a record", func(p *Peer) { p.SendRaw(header(recordData, 64) + "half") }),
		then("unknown-record", "sends a record of an unknown type", func(p *Peer) { p.Record(99, "?") }),
		then("heartbeat", "sends a heartbeat that asks for more than it holds", func(p *Peer) { p.Record(recordHeartbeat, "\x01\xff\xffx") }),
		then("change-cipher-spec", "changes the cipher in the middle of a recording", func(p *Peer) { p.SendRaw(header(recordCipherSpec, 1) + "\x01") }),
		then("plain-text-inside", "goes on without TLS in the middle of a recording", func(p *Peer) { p.SendRaw(rec[1000:]) }),
	}
}

// securedBefore are those that use TLS in a legal but unusual way.
func securedBefore() []Behavior {
	whole := answerWithLength()
	before := func(name, does string, what func(p *Peer)) Behavior {
		return downloads(name, does, func(p *Peer) {
			what(p)
			p.Record(recordData, whole)
			p.afterRecords()
		})
	}
	return []Behavior{
		before("some-tickets", "sends a few session tickets before a recording", func(p *Peer) {
			p.Record(recordHandshake, strings.Repeat(sessionTicket, 3))
		}),
		before("key-update", "renews its keys before a recording", func(p *Peer) { p.UpdateKeys(keyUpdate) }),
		before("key-update-requested", "has the client renew its keys", func(p *Peer) { p.UpdateKeys(keyUpdateRequested) }),
		downloads("tiny-records", "sends every byte in a record of its own", func(p *Peer) {
			for i := range whole {
				p.Record(recordData, whole[i:i+1])
			}
			p.afterRecords()
		}),
	}
}

// renegotiating are those that ask for another handshake, which TLS 1.3 does not have.
func renegotiating() (all []Behavior) {
	again := within("renegotiation", "asks for another handshake", func(p *Peer) { p.Record(recordHandshake, helloRequest) })
	flood := within("renegotiation-flood", "asks for another handshake without end", endless(recordHandshake, helloRequest))
	for _, b := range []Behavior{again, flood} {
		b.MaxTLS = tls.VersionTLS12
		all = append(all, b)
	}
	return all
}

// downloads returns a behavior that answers downloads of the recording in records
// of its own making, and other requests correctly.
func downloads(name, does string, answer func(p *Peer)) Behavior {
	return Behavior{Name: name, Description: does, OwnRecords: true, Answers: answering(func(p *Peer, r Request) {
		if !p.grants(r) {
			p.AnswerCorrectly(r)
			return
		}
		answer(p)
	}, Download)}
}

// grants reports whether a download is one of the recording by an agent who may.
func (p *Peer) grants(r Request) bool {
	_, right := p.server.signedIn(r.Agent, r.Guid)
	return right && r.Method == "GET" && strings.EqualFold(strings.ReplaceAll(r.RecordID, `\`, "/"), RecordID)
}

// afterRecords ends a connection in an orderly way.
func (p *Peer) afterRecords() {
	p.Record(recordAlert, "\x01\x00")
	p.Hang()
}
