// Package admin is the admin interface of mock gateways: an http.Handler for the
// tests of client developers. It lists and expires sessions, injects events,
// changes settings, and gives access to the journal and the verdict on the client.
// The file openapi.yaml describes it; tests hold the two to each other. Errors are
// problem details (RFC 9457).
//
// It decides nothing about who may call it: wrap it where it is served.
package admin
