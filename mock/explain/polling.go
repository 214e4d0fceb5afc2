package explain

import (
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// shortestPause is the pause after an answer that the document asks of clients:
// 200 to 500 ms. Clocks and networks get some of it.
const shortestPause = 180 * time.Millisecond

// polling notes polls that follow each other too fast. Real clients poll at once
// after an event, so that pause is not judged.
func (e *explanation) polling() {
	if e.Operation.LogName == spec.GetAgentEvent && e.Session.Push && e.Refused && e.GuidAccepted {
		e.add(Finding{Requirement: e.Requirement, Slip: PollInPushMode,
			Expected: "no poll, since the sign-in asked for the push of events", Got: "a poll",
			Hint: "Leave out callBackUri, serviceToken and pushUrl to poll; in push mode send POST handshake every 30 s."})
		return
	}
	if e.Operation.LogName != spec.GetAgentEvent || !e.Poll.Known || !e.GuidAccepted {
		return
	}
	if e.Poll.Held {
		e.add(Finding{Requirement: "client/one-poll", Slip: PolledTwice,
			Expected: "one poll of an agent at a time", Got: "a poll while another one of the agent was held",
			Hint: "Two programs or threads poll for one agent: each event reaches only one of them."})
		return
	}
	if pause := e.HeadAt.Sub(e.Poll.Ended); !e.Poll.Event && pause < shortestPause {
		e.add(Finding{Requirement: "client/poll-pace", Slip: PolledTooFast,
			Expected: "a pause of 200 to 500 ms after each answer to a poll", Got: "a poll " + pause.Round(time.Millisecond).String() + " after the answer without an event",
			Hint: "Wait after each poll."})
	}
}
