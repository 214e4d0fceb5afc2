// Package hostile serves gateways that are broken or mean harm, for tests: over
// TLS on loopback, by scripts that write to the connection byte by byte. What a
// script does not replace is answered by a small gateway that is right, so that
// each behaviour has one defect only.
package hostile

import "slices"

// Behaviour is one way of being broken or hostile. The zero value is right in everything.
type Behaviour struct {
	Name        string // unique, words joined by hyphens
	Does        string // what it does, in a few words
	Certificate Certificate
	MaxTLS      uint16   // newest version offered; 0 means the newest there is
	Protocols   []string // offered by ALPN; nil means http/1.1
	Refuses     bool     // nothing listens
	Raw         Script   // takes over a connection before TLS
	Greeting    Script   // speaks after the handshake, before any request
	Answers     map[Call]Script
	Serves      int  // closes everything for good after so many requests; 0 means never
	Dies        bool // leaves by resetting in the middle of the answer after that
	Falls       int  // becomes silent after so many requests; 0 means never
}

// Script is what happens on a connection instead of the right answer. For Raw
// and Greeting the request is empty.
type Script func(p *Peer, r Request)

// Call is an operation of the interface.
type Call string

// The calls that a script can answer; Any stands for those without their own script.
const (
	Any      Call = "any"
	SignIn   Call = "sign-in" // forced or not
	SignOut  Call = "sign-out"
	Poll     Call = "poll"
	Download Call = "download"
	Other    Call = "other"
)

// Behaviours returns all behaviours, in a fixed order.
func Behaviours() []Behaviour {
	return slices.Concat(connecting(), stalling(), flooding(), framing(), resetting(), redirecting(),
		envelopes(), texts(), reflecting(), sessions(), repeating(), leaving())
}

// script finds what a behaviour does with a call.
func (b Behaviour) script(c Call) Script {
	if s, ok := b.Answers[c]; ok {
		return s
	}
	return b.Answers[Any]
}

// to makes the answers of a behaviour that replaces those to some calls.
func to(s Script, calls ...Call) map[Call]Script {
	answers := map[Call]Script{}
	for _, c := range calls {
		answers[c] = s
	}
	return answers
}
