package hostile

import (
	"crypto/tls"
	"io"
	"strings"
)

// connecting returns gateways with which no TLS connection is established.
func connecting() []Behavior {
	return []Behavior{
		{Name: "refused", Description: "nothing listens", NotListening: true},
		{Name: "accepts-in-silence", Description: "accepts and sends nothing", Raw: hang},
		{Name: "handshake-stalls", Description: "begins a TLS handshake and stops", Raw: stallHandshake},
		{Name: "handshake-reset", Description: "resets in the TLS handshake", Raw: func(p *Peer, _ Request) { hello(p); p.Reset() }},
		{Name: "handshake-closed", Description: "closes in the TLS handshake", Raw: func(p *Peer, _ Request) { hello(p); p.CloseWithoutNotify() }},
		{Name: "handshake-garbage", Description: "answers the TLS handshake with noise", Raw: func(p *Peer, _ Request) {
			p.Send("\x16\x03\x03\xff\xff" + "\x00\x1b[2J\xff\xfe noise")
		}},
		{Name: "handshake-drip", Description: "sends the TLS handshake byte by byte", Raw: func(p *Peer, _ Request) {
			hello(p)
			p.Send("\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb\x03\x03")
			p.Drip(piece(), dripPause)
		}},
		{Name: "handshake-alert", Description: "rejects the TLS handshake with an alert", Raw: func(p *Peer, _ Request) {
			hello(p)
			p.Send("\x15\x03\x03\x00\x02\x02\x28")
			p.Hang()
		}},
		{Name: "handshake-warnings", Description: "answers the TLS handshake with warnings without end", Raw: func(p *Peer, _ Request) {
			hello(p)
			p.Flood(strings.Repeat("\x15\x03\x03\x00\x02\x01\x5a", 1000))
		}},
		{Name: "long-chain", Description: "shows 60 certificates", LongChain: 59},
		{Name: "huge-chain", Description: "shows certificates of more than 256 KiB", LongChain: 1000},
		{Name: "plain-text", Description: "speaks HTTP without TLS", Raw: func(p *Peer, _ Request) {
			p.Send(head("400 Bad Request") + "<h1>\x1b[31mTLS only</h1>")
			p.Hang()
		}},
		{Name: "untrusted", Description: "shows a certificate of an unknown authority", Certificate: Untrusted},
		{Name: "expired", Description: "shows an expired certificate", Certificate: Expired},
		{Name: "not-yet-valid", Description: "shows a certificate of the future", Certificate: NotYetValid},
		{Name: "other-name", Description: "shows the certificate of another host", Certificate: OtherName},
		{Name: "client-certificate", Description: "shows a certificate that is not for servers", Certificate: ClientOnly},
		{Name: "old-tls", Description: "speaks TLS 1.1 at best", MaxTLS: tls.VersionTLS11},
		{Name: "other-protocol", Description: "offers another protocol by ALPN", Protocols: []string{"gateway/1"}},
		{Name: "http2-preface", Description: "begins with the settings frame of HTTP/2", Greeting: func(p *Peer, _ Request) {
			p.Send("\x00\x00\x00\x04\x00\x00\x00\x00\x00")
		}},
		{Name: "answers-unasked", Description: "answers before there is a request", Greeting: func(p *Peer, _ Request) { p.JSON("{}") }},
		{Name: "closes-at-once", Description: "closes right after the handshake", Greeting: func(p *Peer, _ Request) { _ = p.Close() }},
	}
}

func hang(p *Peer, _ Request) { p.Hang() }

// hello waits for the first bytes of the client.
func hello(p *Peer) { _, _ = io.ReadFull(p, make([]byte, 5)) }

// stallHandshake answers with the beginning of a record that never ends.
func stallHandshake(p *Peer, _ Request) {
	hello(p)
	p.Send("\x16\x03\x03\x00\x7a\x02\x00\x00\x76")
	p.Hang()
}
