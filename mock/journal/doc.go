// Package journal keeps what happened at a mock gateway: its exchanges, and the
// notices about sessions and connections. Memory is bounded: when a limit is
// reached the oldest entries go. No entry holds a Guid, a password, a cookie or
// anything of a recording; see package mock for how they are masked.
//
// [New] makes a journal and [Journal.Options] attaches it to gateways. Tests look
// entries up with [Journal.List] and wait for them with [Journal.Wait]; with a
// [Filter] for one agent, tests that run in parallel share a mock.
package journal
