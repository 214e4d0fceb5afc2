// Package mock is a faithful CC-Gateway for the download of recordings: an
// http.Handler that signs agents in, lets them poll events, rotates their Guid
// and streams recordings, exactly as the interface document in package spec
// says. Routes, parameters, retcodes, messages, media types and path grammars
// all come from that document.
//
// # How a request is served
//
//	parse -> stages, each a reason to refuse -> handler -> answer -> write
//
// A stage or handler that refuses returns an error that names a condition of
// the document (see refuse). One function turns it into the envelope, one
// function writes answers to the wire.
//
// # How behaviour varies
//
// Everything that may vary is held in one value, the conduct: the stages in
// their order, named decisions with faithful defaults, hooks on requests and
// answers, and a private copy of the document. A reading (a legal way to
// understand an open point) and a deviation (a breach) are values that change
// a conduct; handlers do not know of them. To add one, write an entry in
// readings_*.go or deviations_*.go with the words of combinators.go.
//
// # What it does not do
//
// It has no telephony, no push of events, no inspectors, no disaster recovery;
// it converts no audio. It judges no client.
package mock
