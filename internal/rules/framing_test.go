package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
)

// Every breach that the reader names is one requirement's matter and no other's.
func TestEveryBreachIsJudgedByExactlyOneRequirement(t *testing.T) {
	doc := document(t)
	for _, kind := range wire.FaultKinds() {
		x := answer(200, "application/json", "{}")
		x.Faults = []wire.Fault{{Kind: kind, Detail: "what was met", Offset: 17, Count: 1}}
		var judges []string
		for _, id := range rules.Forms() {
			if found := rules.WellFormed(id).Judge(x); len(found) > 0 {
				judges = append(judges, id)
				if all := fmt.Sprint(found); !strings.Contains(all, "what was met") || !strings.Contains(all, "17") || !strings.Contains(all, "RFC") {
					t.Errorf("%s: the mismatch %s does not say what was met, where, and against which rule", kind, all)
				}
			}
		}
		if len(judges) != 1 || judges[0] != rules.FormOf(kind) {
			t.Errorf("%s is judged by %v and belongs to %q", kind, judges, rules.FormOf(kind))
		}
	}
	for _, id := range rules.Forms() {
		if _, ok := doc.Requirement(id); !ok {
			t.Errorf("%s is no requirement of the document", id)
		}
	}
	if got := rules.FormOf("no-such-fault"); got != "" {
		t.Errorf("an unknown breach belongs to %q", got)
	}
}

func TestAnAnswerWithoutBreachesIsWellFormed(t *testing.T) {
	for _, id := range rules.Forms() {
		for name, x := range map[string]*wire.Exchange{
			"a clean answer": answer(200, "application/json", "{}"),
			"no answer":      {Err: &wire.Error{Cause: wire.ErrFirstByteTimeout, Text: "silence"}},
		} {
			if found := rules.WellFormed(id).Judge(x); len(found) > 0 {
				t.Errorf("%s refuses %s: %v", id, name, found)
			}
		}
	}
	if found := rules.WellFormed("streaming/unknown").Judge(answer(200, "", "")); len(found) == 0 {
		t.Error("an unknown requirement is met")
	}
}

// A body that never ends is the matter of whatever should have told its end.
func TestAMissingEnd(t *testing.T) {
	for _, c := range []struct {
		framing wire.Framing
		cause   error
		want    string
	}{
		{wire.FramingLength, wire.ErrIdleTimeout, "streaming/declared-length"},
		{wire.FramingLength, wire.ErrReset, "streaming/declared-length"},
		{wire.FramingLength, wire.ErrTruncated, "streaming/declared-length"},
		{wire.FramingChunked, wire.ErrIdleTimeout, "streaming/chunked-coding"},
		{wire.FramingChunked, wire.ErrReset, "streaming/chunked-coding"},
		{wire.FramingChunked, wire.ErrTruncated, "streaming/chunked-coding"},
		{wire.FramingClose, wire.ErrIdleTimeout, "streaming/framing"},
		{wire.FramingClose, wire.ErrReset, "streaming/closed-properly"},
		{wire.FramingClose, wire.ErrTruncated, "streaming/closed-properly"},
		{wire.FramingChunked, wire.ErrExchangeTimeout, ""},
		{wire.FramingLength, wire.ErrAborted, ""},
		{wire.FramingClose, wire.ErrCancelled, ""},
	} {
		x := answer(200, "application/octet-stream", "some bytes")
		x.Response.Framing, x.Response.Body.Complete = c.framing, false
		x.Err = &wire.Error{Op: wire.OpBody, Cause: c.cause, Text: "it broke off"}
		var judges []string
		for _, id := range rules.Forms() {
			if len(rules.WellFormed(id).Judge(x)) > 0 {
				judges = append(judges, id)
			}
		}
		if got := strings.Join(judges, " "); got != c.want {
			t.Errorf("%s body, %v: judged by %q, want %q", c.framing, c.cause, got, c.want)
		}
		x.Faults = []wire.Fault{{Kind: wire.FaultFieldTwice}}
		if found := rules.WellFormed(c.want).Judge(x); c.want != "" && len(found) > 0 {
			t.Errorf("%s body, %v: judged although the reader had a name for what was wrong", c.framing, c.cause)
		}
		x.Faults, x.Response.Body.Complete = nil, true
		if found := rules.WellFormed(c.want).Judge(x); c.want != "" && len(found) > 0 {
			t.Errorf("%s body, %v: a complete body lacks its end", c.framing, c.cause)
		}
	}
}
