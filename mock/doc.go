// Package mock is a CC-Gateway for the download of recordings: an http.Handler
// that signs agents in, lets them poll events, renews their Guid and streams
// recordings as the interface document in package spec says. Routes, parameters,
// retcodes, messages, media types and path grammars are read from that document.
//
// [New] builds a gateway, [Serve] serves it over TLS, package mocktest does both
// for a test. [Deployments] builds the four gateways of a conformance run.
//
// # How a request is served
//
//	parse -> stages, each of which may refuse -> handler -> answer -> transfer
//
// A stage or handler refuses with an error that names a condition of the
// document. One function decides what that means for the client and records why
// (see [Refusal]), one writes answers to the connection (see [Transfer]), and one
// reports each request after its answer (see [Observation]). What is wrong with a
// request is explained to those who listen, never to the client (see package
// mock/explain). What happens to sessions and to connections that never become a
// request is a [Notice].
//
// # How behavior varies
//
// One value holds every decision that may vary: the stages in their order, named
// decisions with their defaults, hooks on requests and answers, and a private
// copy of the document. A reading (a legal way to read an open point of the
// document) and a deviation (a violation of it) are named changes to that value;
// handlers know of neither. [Readings] and [Deviations] list them.
//
// The files are in layers, which an architecture test enforces: the core does not
// use the combinators with which variants are written, and neither uses a
// variant. A variant goes into the file of its sub-area, deviations_*.go or
// readings_*.go.
//
// # What it does not do
//
// The gateway has no telephony, and no disaster
// recovery, and it does not convert audio. Package judge judges its clients.
package mock
