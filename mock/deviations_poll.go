package mock

import (
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// pollDeviations answer polls wrongly or at the wrong time.
func pollDeviations() []Deviation {
	return []Deviation{
		deviation("events-held-back", "A waiting event is delivered only after nine tenths of the hold.",
			breaks("session/poll-event-at-once"), replaceStage(spec.GetAgentEvent, stageGuid, eventsHeldBack), "session/*", "auth/*"),
		deviation("empty-poll-fails", "A poll without an event is answered with retcode 000-000.",
			breaks("session/empty-poll"), onEmptyPoll(code("000-000")), "*/*"),
		deviation("empty-poll-with-event", "A poll without an event is answered with an empty event.",
			breaks("session/empty-poll"), onEmptyPoll(field("event", newObject())), "session/*", "events/*"),
		deviation("poll-not-held", "A poll without an event is answered at once.",
			breaks("session/poll-hold"), func(c *behavior) { c.pollHold = func(*request) time.Duration { return 0 } }),
		deviation("poll-held-twice-as-long", "A poll without an event is held twice as long.",
			breaks("session/poll-hold"), func(c *behavior) {
				hold := c.pollHold
				c.pollHold = func(r *request) time.Duration { return 2 * hold(r) }
			},
			"session/*", "auth/*"),
		deviation("retcode-number-on-success", "The retcode of success is a number.",
			breaks("session/retcode-string"), onEveryAnswer(numericSuccess), "session/*", "auth/*", "events/*"),
	}
}

// eventsHeldBack waits nine tenths of the hold, by the gateway's clock, before
// it looks for an event.
func eventsHeldBack(check checker) checker {
	return func(g *Gateway, r *request) error {
		if err := check(g, r); err != nil {
			return err
		}
		select {
		case <-g.clock.After(g.behavior.pollHold(r) * 9 / 10):
		case <-r.http.Context().Done():
		}
		return nil
	}
}

func numericSuccess(a *answer) {
	if a.envelope != nil && !a.failed() {
		a.envelope.set("retcode", 0)
	}
}
