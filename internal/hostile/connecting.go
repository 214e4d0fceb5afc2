package hostile

import (
	"crypto/tls"
	"io"
)

// connecting are gateways with which no TLS connection comes about.
func connecting() []Behaviour {
	return []Behaviour{
		{Name: "refused", Does: "nothing listens", Refuses: true},
		{Name: "accepts-in-silence", Does: "accepts and says nothing", Raw: hang},
		{Name: "handshake-stalls", Does: "begins a TLS handshake and stops", Raw: stallHandshake},
		{Name: "handshake-reset", Does: "resets in the TLS handshake", Raw: func(p *Peer, _ Request) { hello(p); p.Reset() }},
		{Name: "handshake-closed", Does: "closes in the TLS handshake", Raw: func(p *Peer, _ Request) { hello(p); p.Cut() }},
		{Name: "handshake-garbage", Does: "answers the TLS handshake with noise", Raw: func(p *Peer, _ Request) {
			p.Say("\x16\x03\x03\xff\xff" + "\x00\x1b[2J\xff\xfe noise")
		}},
		{Name: "plain-text", Does: "speaks HTTP without TLS", Raw: func(p *Peer, _ Request) {
			p.Say(head("400 Bad Request") + "<h1>\x1b[31mTLS only</h1>")
			p.Hang()
		}},
		{Name: "untrusted", Does: "shows a certificate of an unknown authority", Certificate: Untrusted},
		{Name: "expired", Does: "shows an expired certificate", Certificate: Expired},
		{Name: "not-yet-valid", Does: "shows a certificate of the future", Certificate: NotYetValid},
		{Name: "other-name", Does: "shows the certificate of another host", Certificate: OtherName},
		{Name: "client-certificate", Does: "shows a certificate that is not for servers", Certificate: ClientOnly},
		{Name: "old-tls", Does: "speaks TLS 1.1 at best", MaxTLS: tls.VersionTLS11},
		{Name: "other-protocol", Does: "offers another protocol by ALPN", Protocols: []string{"gateway/1"}},
		{Name: "http2-preface", Does: "begins with the settings frame of HTTP/2", Greeting: func(p *Peer, _ Request) {
			p.Say("\x00\x00\x00\x04\x00\x00\x00\x00\x00")
		}},
		{Name: "answers-unasked", Does: "answers before there is a request", Greeting: func(p *Peer, _ Request) { p.JSON("{}") }},
		{Name: "closes-at-once", Does: "closes right after the handshake", Greeting: func(p *Peer, _ Request) { _ = p.Close() }},
	}
}

func hang(p *Peer, _ Request) { p.Hang() }

// hello waits for the first bytes of the client.
func hello(p *Peer) { _, _ = io.ReadFull(p, make([]byte, 5)) }

// stallHandshake answers with the beginning of a record that never ends.
func stallHandshake(p *Peer, _ Request) {
	hello(p)
	p.Say("\x16\x03\x03\x00\x7a\x02\x00\x00\x76")
	p.Hang()
}
