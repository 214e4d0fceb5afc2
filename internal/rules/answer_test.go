package rules_test

import (
	"crypto/sha256"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// document is the embedded document.
func document(t *testing.T) *spec.Document {
	t.Helper()
	doc, err := spec.Default()
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// answer is an exchange with a complete answer, built by hand. Further fields
// are given as name and value in turns.
func answer(status int, contentType, body string, more ...string) *wire.Exchange {
	r := &wire.Response{
		Proto: "HTTP/1.1", Status: status, Framing: wire.FramingLength, Declared: int64(len(body)),
		Body: wire.Body{
			Length: int64(len(body)), SHA256: sha256.Sum256([]byte(body)), Complete: true,
			Head: []byte(body[:min(len(body), headKept(body))]), Tail: []byte(body[max(0, len(body)-wire.TailKept):]),
		},
	}
	if contentType != "" {
		r.Fields = append(r.Fields, wire.Field{Name: "Content-Type", Value: contentType})
	}
	for i := 0; i+1 < len(more); i += 2 {
		r.Fields = append(r.Fields, wire.Field{Name: more[i], Value: more[i+1]})
	}
	return &wire.Exchange{ID: "x1", Request: wire.Request{Method: "GET", Target: "/"}, Response: r}
}

// headKept is how much of a body internal/wire keeps.
func headKept(body string) int {
	if strings.HasPrefix(body, "{") || strings.HasPrefix(body, "[") {
		return wire.TextKept
	}
	return wire.HeadKept
}

// bodies are answers of JSON with these bodies.
func bodies(all ...string) map[string]*wire.Exchange {
	answers := map[string]*wire.Exchange{}
	for _, body := range all {
		answers[body] = answer(200, jsonType, body)
	}
	return answers
}

// kept is an answer of which only the beginning was kept.
func kept(head string) *wire.Exchange {
	x := answer(200, jsonType, head)
	x.Response.Body.Length += 9
	return x
}
