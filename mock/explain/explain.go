package explain

import (
	"fmt"
	"time"
)

// Explain lists what is wrong with a request, the cause of its refusal first. It
// is empty for a request without fault. A request that was refused has at least
// one finding.
func Explain(c *Case) []Finding {
	e := &explanation{Case: c}
	if c.Operation == nil {
		e.address()
		return e.list
	}
	e.session()
	e.guid()
	e.signIn()
	e.parameters()
	e.path()
	e.polling()
	e.call()
	e.complete()
	return e.list
}

// call explains a refused operation of the mock only, which knows best itself.
func (e *explanation) call() {
	if _, judged := e.Document.Operation(e.Operation.LogName); judged || e.Stage != "handler" {
		return
	}
	e.add(Finding{Requirement: e.Requirement, Slip: CallRefused, Fault: Unclear,
		Expected: "a call of " + e.Operation.LogName + " that fits", Got: "one of which the mock says: " + e.Detail})
}

// explanation collects findings.
type explanation struct {
	*Case
	list []Finding
}

// add adds a finding about a requirement of the register.
func (e *explanation) add(f Finding) {
	if r, ok := e.Document.Requirement(f.Requirement); ok {
		f.Level, f.Section = r.Level, r.Source.String()
	} else if r, ok := e.Document.ClientRequirement(f.Requirement); ok {
		f.Level, f.Section = r.Level, r.Source.String()
	}
	if f.Fault == "" {
		f.Fault = Client
	}
	f.Expected, f.Got = e.Mask(f.Expected), e.Mask(f.Got) // a client may put a secret anywhere
	e.list = append(e.list, f)
}

// complete makes the cause of the refusal the first finding. If none of the rules
// explains it, the gateway deviates or has failed.
func (e *explanation) complete() {
	if !e.Refused {
		return
	}
	for i, f := range e.list {
		if f.Requirement == e.Requirement || stageOf[f.Slip] == e.Stage && e.Stage != "" {
			e.list = append([]Finding{f}, append(e.list[:i:i], e.list[i+1:]...)...)
			return
		}
	}
	f := Finding{Requirement: e.Requirement, Slip: MockDeviates, Fault: Mock, Expected: "the request to be served", Got: "a refusal: " + e.Detail,
		Hint: "The mock runs with a deviation or a reading, or its admin interface made it refuse."}
	if e.Condition == "server-fault" {
		f.Slip, f.Hint = MockFault, "The mock could not read the recording: check the mounted directory."
	}
	e.add(f)
	last := len(e.list) - 1
	e.list = append([]Finding{e.list[last]}, e.list[:last]...)
}

// ago is a time span before now, in seconds.
func (e *explanation) ago(t time.Time) string { return span(e.Now.Sub(t)) + " ago" }

// span is a duration in seconds, with a tenth below ten.
func span(d time.Duration) string {
	if d < 10*time.Second && d%time.Second != 0 {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%.0f s", d.Seconds())
}

// clock is a time of day as texts show it.
func clock(t time.Time) string { return t.UTC().Format("15:04:05") }

// quoted is a short text of the client for a message.
func quoted(s string) string {
	const longest = 200
	if len(s) > longest {
		return fmt.Sprintf("%q... (%d bytes)", s[:longest], len(s))
	}
	return fmt.Sprintf("%q", s)
}
