// Package hostile serves broken and malicious gateways for tests, over TLS on
// loopback. Scripts write to the connection byte by byte. A small correct gateway
// answers every call without a script, so that each behavior has one defect only.
package hostile

import "slices"

// Behavior is one way of being broken or malicious. The zero value is a correct
// gateway.
type Behavior struct {
	Name         string // unique, in words joined by hyphens
	Description  string // what the server does, in a few words
	Certificate  Certificate
	IssuedBy     string   // name of an authority that nobody trusts, and of the certificate; "" means as Certificate says
	Subject      string   // in the certificate, in addition to its own name
	HostNames    []string // for which the certificate is valid in addition to its address; any text
	MaxTLS       uint16   // newest version offered; 0 means the newest of crypto/tls
	Protocols    []string // offered by ALPN; nil means http/1.1
	NotListening bool     // nothing listens
	OwnRecords   bool     // scripts send records of their own, see [Peer.Record]
	LongChain    int      // further certificates that are shown
	Raw          Script   // handles a connection instead of TLS
	Greeting     Script   // runs after the handshake, before any request
	Answers      map[Call]Script
	ClosesAfter  int  // closes everything for good after so many requests; 0 means never
	ResetsAtEnd  bool // with ClosesAfter: resets in the middle of the next answer
	SilentAfter  int  // answers nothing after so many requests; 0 means never
}

// Script handles a request in place of the correct gateway. For Raw and Greeting
// the request is empty.
type Script func(p *Peer, r Request)

// Call is an operation of the interface.
type Call string

// The calls that a script can answer. Any means all calls without their own script.
const (
	Any      Call = "any"
	SignIn   Call = "sign-in" // forced or not
	SignOut  Call = "sign-out"
	Poll     Call = "poll"
	Download Call = "download"
	Other    Call = "other"
)

// Behaviors returns all behaviors, in a fixed order.
func Behaviors() []Behavior {
	return slices.Concat(connecting(), secured(), stalling(), flooding(), framing(), resetting(), redirecting(),
		envelopes(), texts(), reflecting(), sessions(), repeating(), disappearing())
}

// script returns the script for a call, nil if there is none.
func (b Behavior) script(c Call) Script {
	if s, ok := b.Answers[c]; ok {
		return s
	}
	return b.Answers[Any]
}

// answering returns Answers with one script for some calls.
func answering(s Script, calls ...Call) map[Call]Script {
	answers := map[Call]Script{}
	for _, c := range calls {
		answers[c] = s
	}
	return answers
}
