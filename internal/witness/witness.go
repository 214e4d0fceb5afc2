// Package witness tells whether two gateways differ at all. It drives each
// through one fixed script of requests and compares what they answer. It shares
// no code with the checks, judges nothing and knows no requirement: a difference
// is a witness that a gateway does not behave like another.
package witness

import (
	"context"
	"crypto/tls"
	"time"
)

// Gateway is a deployment to drive, and what can be done to it other than by HTTP.
type Gateway struct {
	Address    string      // host:port
	Path       string      // prefix of its addresses
	TLS        *tls.Config // of the client
	Agents     []Agent     // four or more; the last one is never signed in
	Recordings []Recording // small ones of every kind
	Large      Recording   // one that takes a while to transfer
	Absent     Recording   // one that does not exist
	Drive      string      // letter without a mapping
	Pool       bool
	Dynamic    bool

	PollHold time.Duration
	Advance  func(time.Duration)                         // lets time pass for the gateway
	Waiting  func(ctx context.Context, timers int) error // returns once that many wait for time to pass
	Record   func(agent string)                          // makes it record a call
	Active   func() int                                  // requests being answered

	smallBuffer bool
}

// Agent is an agent of a gateway.
type Agent struct{ ID, Password string }

// Recording is a recording on a gateway.
type Recording struct{ ID, Filetype, Location string }

// Step is one exchange of the script: what was done, and what came back.
type Step struct{ Did, Saw string }

// Transcript is the steps of the script on one gateway.
type Transcript []Step

// Record drives a gateway and keeps everything.
func Record(ctx context.Context, g Gateway) (t Transcript) {
	drive(ctx, g, func(s Step) bool {
		t = append(t, s)
		return true
	})
	return t
}

// Compare drives a gateway until it differs from a transcript. The step is the
// first that differs, with what was seen there; ok is false if none does.
func Compare(ctx context.Context, g Gateway, with Transcript) (number int, s Step, ok bool) {
	drive(ctx, g, func(now Step) bool {
		if number >= len(with) || now != with[number] {
			s, ok = now, true
			return false
		}
		number++
		return true
	})
	return number, s, ok
}
