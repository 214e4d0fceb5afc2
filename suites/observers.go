package suites

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// observers must name INFO rows of the register.
var observers = []engine.Observer{
	{Requirement: "failure/status", ReadsBody: true, Note: ofFailure(func(x *wire.Exchange) string {
		return fmt.Sprintf("status %d with retcode %s", x.Response.Status, wire.Excerpt([]byte(rules.Retcode(x)), 40))
	})},
	{Requirement: "failure/further-fields", ReadsBody: true, Note: ofFailure(furtherFields)},
	{Requirement: "streaming/framing-choice", Note: ofRecording(framingChoice)},
	{Requirement: "streaming/progress", Note: ofRecording(progressOf)},
	{Requirement: "success/other-fields", Note: ofRecording(otherFields)},
	{Requirement: "security/tls-facts", Note: tlsFacts},
	{Requirement: "method/refusal-answer", ReadsBody: true, Note: otherMethodAnswered},
	{Requirement: "retcodes/published", ReadsBody: true, Note: unpublishedRetcode},
	{Requirement: "events/event-time", ReadsBody: true, Note: eventTime},
}

// eventTime says whether an event has the time of its origin.
func eventTime(a *engine.Request, x *wire.Exchange) string {
	if a.Op.LogName != spec.GetAgentEvent {
		return ""
	}
	envelope, err := rules.ReadEnvelope(x)
	if err != nil {
		return ""
	}
	event, ok := envelope.Fields["event"].(map[string]any)
	if !ok {
		return ""
	}
	switch event["eventGenTime"].(type) {
	case nil:
		return "events have no eventGenTime"
	case float64:
		return "events have an eventGenTime, a number"
	}
	return "events have an eventGenTime that is no number"
}

// ofFailure looks at downloads that were answered with an envelope.
func ofFailure(see func(x *wire.Exchange) string) func(a *engine.Request, x *wire.Exchange) string {
	return func(a *engine.Request, x *wire.Exchange) string {
		if a.Op.LogName != spec.DownloadRecordFile || a.Method != a.Op.Method || x.Response == nil || rules.Retcode(x) == "" {
			return ""
		}
		return see(x)
	}
}

// ofRecording looks at downloads whose answer has the media type of a recording,
// read without delays of our own.
func ofRecording(see func(x *wire.Exchange) string) func(a *engine.Request, x *wire.Exchange) string {
	return func(a *engine.Request, x *wire.Exchange) string {
		if a.Op.LogName != spec.DownloadRecordFile || x.Err != nil || x.Response == nil || len(a.Options) > 0 {
			return ""
		}
		want, err := wire.ParseMediaType(a.Op.Success.ContentType)
		if got, broken := x.MediaType(); err != nil || broken != nil || got.Type != want.Type {
			return ""
		}
		return see(x)
	}
}

func framingChoice(x *wire.Exchange) string {
	kept := "kept open"
	if x.Closed {
		kept = "closed"
	}
	return fmt.Sprintf("%s %s, connection %s", x.Response.Proto, x.Response.Framing, kept)
}

// progressOf tells orders of magnitude, so that equal gateways look alike.
func progressOf(x *wire.Exchange) string {
	return fmt.Sprintf("first byte %s, longest pause %s", magnitude(x.Timing.FirstByte-x.Timing.Sent), magnitude(x.Timing.LongestGap))
}

func magnitude(d time.Duration) string {
	for _, limit := range []time.Duration{10 * time.Millisecond, 100 * time.Millisecond, time.Second, 10 * time.Second} {
		if d < limit {
			return "under " + limit.String()
		}
	}
	return "10s or more"
}

// expectedFields need no mention.
var expectedFields = []string{"content-type", "content-length", "transfer-encoding", "date", "connection", "keep-alive"}

func otherFields(x *wire.Exchange) string {
	names := map[string]bool{}
	for _, f := range x.Response.Fields {
		if name := strings.ToLower(f.Name); !slices.Contains(expectedFields, name) {
			names[name] = true
		}
	}
	return listed(names)
}

func furtherFields(x *wire.Exchange) string {
	e, err := rules.ReadEnvelope(x)
	if err != nil {
		return ""
	}
	names := map[string]bool{}
	for name := range e.Fields {
		if name != "retcode" && name != "message" && name != "result" {
			names[name] = true
		}
	}
	return listed(names)
}

// listed is a set of names in order, in printable form.
func listed(names map[string]bool) string {
	return wire.Excerpt([]byte(strings.Join(slices.Sorted(maps.Keys(names)), ", ")), 200)
}
