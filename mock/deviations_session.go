package mock

import (
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

func sessionDeviations() []Deviation {
	return slices.Concat(signInDeviations(), signOutDeviations(), pollDeviations())
}

func signInDeviations() []Deviation {
	return []Deviation{
		deviation("plain-sign-in-refused", "A plain sign-in is always refused as if the agent were signed in.",
			breaks("session/sign-in", "session/sign-in-again"),
			alsoRefuse(spec.Login, "always", always(spec.AlreadySignedIn)), "session/*", "auth/*"),
		deviation("sign-in-as-plain-text", "A sign-in is answered as plain text.",
			breaks("session/sign-in-content-type"), onSuccess(spec.Login, contentType("text/plain;charset=UTF-8"))),
		deviation("sign-in-in-gbk", "A sign-in is answered in another charset.",
			breaks("session/sign-in-content-type"), onSuccess(spec.Login, contentType("application/json;charset=GBK"))),
		deviation("sign-in-without-agent", "The result of a sign-in does not name the agent.",
			breaks("session/sign-in-result"), onSignInResult(func(o *object) { o.drop("workno") })),
		deviation("sign-in-agent-as-number", "The result of a sign-in names the agent by a number.",
			breaks("session/sign-in-result"), onSignInResult(func(o *object) { o.set("workno", 102) })),
		deviation("plain-values-refused", "Numbers and booleans in a sign-in are refused unless they are quoted.",
			breaks("session/sign-in-plain-values"), plainRefused),
		deviation("sign-in-without-phone-accepted", "A sign-in without a phone number succeeds.",
			breaks("session/sign-in-incomplete"), nothingMandatory),
		deviation("second-sign-in-ends-session", "A refused second sign-in ends the session that there was.",
			breaks("session/second-sign-in-keeps-session"), instead(spec.Login, stagePassword, endsFirst)),
		deviation("second-sign-in-accepted", "A plain sign-in of an agent who is signed in succeeds.",
			breaks("session/second-sign-in-refused"), func(c *conduct) { c.replaces = func(*request) bool { return true } },
			"session/second-sign-in-keeps-session"),
		deviation("wrong-password-accepted", "Every password is accepted.",
			breaks("session/wrong-password-refused", "session/forced-sign-in-wrong-password", "session/wrong-password-gives-no-guid"),
			func(c *conduct) { c.admits = func(l *lane, _ string) bool { return l != nil } }, "session/*"),
		deviation("forced-sign-in-refused", "A forced sign-in of an agent who is signed in is refused.",
			breaks("session/forced-sign-in"), func(c *conduct) { c.replaces = func(*request) bool { return false } }, "*/*"),
		deviation("forced-sign-in-needs-session", "A forced sign-in of an agent who is not signed in is refused.",
			breaks("session/forced-sign-in-from-scratch"), forcedNeedsSession),
		deviation("quoted-values-refused", "Numbers and booleans written as strings in a sign-in are refused.",
			breaks("session/sign-in-quoted-values"), quotedRefused),
	}
}

func signOutDeviations() []Deviation {
	return []Deviation{
		deviation("sign-out-refused", "A sign-out is refused.",
			breaks("session/sign-out"), alsoRefuse(spec.Logout, "always", always(spec.ServerFault)), "session/*", "auth/*"),
		deviation("forced-sign-out-refused", "A forced sign-out is refused.",
			breaks("session/forced-sign-out"), alsoRefuse(spec.ForceLogout, "always", always(spec.ServerFault)), "auth/*"),
		deviation("sign-out-always-succeeds", "A sign-out of an agent who has signed out succeeds.",
			breaks("session/sign-out-twice"), onAnswer(func(a *answer) bool { return a.request.is(spec.Logout) && a.cond == spec.NotSignedIn }, succeeds),
			"auth/sign-out-needs-guid"),
		deviation("sign-out-without-effect", "A sign-out succeeds and the session goes on.",
			breaks("session/poll-after-sign-out", "auth/guid-after-sign-out"),
			all(keepsSession(spec.Logout)), "session/*", "auth/*", "retcodes/*", "failure/no-recording"),
		deviation("session-never-ends", "An agent who does not poll stays signed in.",
			breaks("session/unpolled-session-ends"), neverLapses, "auth/idle-guid-lapses"),
		deviation("quiet-session-ends", "An agent without events for two minutes is signed out although polling.",
			breaks("session/polling-keeps-session"), quietLapses, "auth/*"),
	}
}

func pollDeviations() []Deviation {
	return []Deviation{
		deviation("events-held-back", "An event that is waiting is delivered only when the hold is almost over.",
			breaks("session/poll-event-at-once"), instead(spec.GetAgentEvent, stageGuid, lateEvents), "session/*", "auth/*"),
		deviation("empty-poll-fails", "A poll without an event is answered as a failure.",
			breaks("session/empty-poll"), onEmptyPoll(code("000-000")), "*/*"),
		deviation("empty-poll-with-event", "A poll without an event is answered with an empty event.",
			breaks("session/empty-poll"), onEmptyPoll(field("event", newObject())), "session/*", "events/*"),
		deviation("poll-not-held", "A poll without an event is answered at once.",
			breaks("session/poll-hold"), func(c *conduct) { c.hold = func(*request) time.Duration { return 0 } }),
		deviation("poll-held-twice-as-long", "A poll without an event is held for twice the time.",
			breaks("session/poll-hold"), func(c *conduct) { hold := c.hold; c.hold = func(r *request) time.Duration { return 2 * hold(r) } },
			"session/*", "auth/*"),
		deviation("retcode-number-on-success", "The retcode of success is a number.",
			breaks("session/retcode-string"), onEveryAnswer(numericSuccess), "session/*", "auth/*", "events/*"),
	}
}

// always refuses for a condition that does not hold.
func always(cond spec.Condition) func(*request) error {
	return func(*request) error { return refuse(cond, "a deviation refuses always") }
}

func onSignInResult(edit func(*object)) func(*conduct) {
	return onSuccess(spec.Login, func(a *answer) {
		if result, ok := a.envelope.get("result").(*object); ok {
			edit(result)
		}
	})
}

// plainRefused refuses a sign-in that gives a number where it has one to give.
func plainRefused(c *conduct) {
	instead(spec.Login, stageBody, func(check checker) checker {
		return func(g *Gateway, r *request) error {
			if err := check(g, r); err != nil {
				return err
			}
			if _, given := r.fields["status"]; given && !r.quoted {
				return refuse(spec.SignInInvalid, "a number or boolean is not quoted")
			}
			return nil
		}
	})(c)
}

func nothingMandatory(c *conduct) {
	for _, op := range c.doc.Operations {
		if op.LogName == spec.Login {
			body := *op.Body
			body.Required = nil
			op.Body = &body
		}
	}
}

// endsFirst ends the session of an agent before a second sign-in is refused.
func endsFirst(check checker) checker {
	return func(g *Gateway, r *request) error {
		if err := check(g, r); err != nil {
			return err
		}
		if g.Expire(r.agent) {
			return refuse(spec.AlreadySignedIn, "agent %q has a session", r.agent)
		}
		return nil
	}
}

// succeeds turns a failure into the plainest success.
func succeeds(a *answer) { a.envelope = newObject("message", "success", "retcode", "0") }

func onEmptyPoll(edit func(*answer)) func(*conduct) {
	return onSuccess(spec.GetAgentEvent, func(a *answer) {
		if a.event() == nil {
			edit(a)
		}
	})
}

// lateEvents lets most of the hold pass, on the clock of the gateway, before
// it looks whether an event is there.
func lateEvents(check checker) checker {
	return func(g *Gateway, r *request) error {
		if err := check(g, r); err != nil {
			return err
		}
		select {
		case <-g.clock.After(g.conduct.hold(r) * 9 / 10):
		case <-r.http.Context().Done():
		}
		return nil
	}
}

func forcedNeedsSession(c *conduct) {
	list := c.stages[spec.ForceLogin]
	c.stages[spec.ForceLogin] = append(list, stage{"session", func(g *Gateway, r *request) error {
		if !g.SignedIn(r.agent) {
			return refuse(spec.NotSignedIn, "agent %q has no session", r.agent)
		}
		return nil
	}})
}

// quotedRefused refuses a sign-in whose conformed fields had other types before.
func quotedRefused(c *conduct) {
	strict := func(check checker) checker {
		return func(g *Gateway, r *request) error {
			if err := check(g, r); err != nil {
				return err
			}
			if r.quoted {
				return refuse(spec.SignInInvalid, "a number or boolean is quoted")
			}
			return nil
		}
	}
	all(instead(spec.Login, stageBody, strict), instead(spec.ForceLogin, stageBody, strict))(c)
}

// keepsSession answers a sign-out and starts the session again as it was.
func keepsSession(logName string) func(*conduct) {
	return onSuccess(logName, func(a *answer) {
		s := a.request.session
		s.home.mu.Lock()
		defer s.home.mu.Unlock()
		s.ended = ""
		s.home.lanes[s.agent].current = s
	})
}

func quietLapses(c *conduct) {
	lapsed := c.lapsed
	c.lapsed = func(s *session, now time.Time) bool {
		return lapsed(s, now) || s.polls == 0 && now.Sub(s.begun) >= c.sessionTimeout
	}
}

func numericSuccess(a *answer) {
	if a.envelope != nil && !a.failed() {
		a.envelope.set("retcode", 0)
	}
}

func eventDeviations() []Deviation {
	return []Deviation{
		deviation("work-number-is-number", "The workNo of an event is a number.",
			breaks("events/envelope", "events/work-number"), onEvent("", func(e *object) { e.set("workNo", 102) })),
		deviation("work-number-of-another", "The workNo of an event is that of another agent.",
			breaks("events/work-number"), onEvent("", func(e *object) { e.set("workNo", "999") })),
		deviation("events-in-list", "The answer to a poll has its event in a list.",
			breaks("events/one-per-poll"), onEventList, "events/*", "session/*"),
		deviation("first-events-swapped", "After a sign-in AgentState_Ready comes first.",
			breaks("events/first-events"), startsWith(AgentEvent{Type: "AgentState_Ready"}, AgentEvent{Type: "AgentOther_InService"})),
		deviation("events-delivered-twice", "Every event is delivered to two polls.",
			breaks("events/delivered-once"), deliveredTwice, "events/*", "session/*"),
		deviation("record-event-missing", "No event tells of a recording.",
			breaks("events/record-event"), onEvent(recordEventType, func(e *object) { e.set("eventType", "AgentOther_Unknown") }), "events/*"),
		deviation("record-event-without-file-name", "The record event has no fileName.",
			breaks("events/record-event-fields"), onRecordContent(func(o *object) { o.drop("fileName") }), "events/*"),
		deviation("record-task-as-text", "The taskId of the record event is a string.",
			breaks("events/record-event-types"), onRecord("taskId", func(any) any { return "5206" })),
		deviation("record-location-not-a-number", "The locationId of the record event is no number.",
			breaks("events/record-location", "events/location-usable"), onRecord("locationId", func(any) any { return "node-a" })),
		deviation("file-name-without-drive", "The fileName of the record event lacks its drive.",
			breaks("events/file-name-downloadable"), onRecord("fileName", func(v any) any { return v.(string)[2:] }), "events/location-usable"),
	}
}

func onEventList(c *conduct) {
	onSuccess(spec.GetAgentEvent, func(a *answer) {
		if e := a.event(); e != nil {
			a.envelope.set("event", []*object{e})
		}
	})(c)
}

// deliveredTwice puts each delivered event back into its queue once.
func deliveredTwice(c *conduct) {
	again := map[string]int{}
	onSuccess(spec.GetAgentEvent, func(a *answer) {
		e, s := a.event(), a.request.session
		if e == nil {
			return
		}
		s.home.mu.Lock()
		defer s.home.mu.Unlock()
		kind, _ := e.get("eventType").(string)
		if again[s.agent+kind]++; again[s.agent+kind]%2 == 1 {
			s.events = append([]AgentEvent{{Type: kind, Content: e.get("content")}}, s.events...)
		}
	})(c)
}

// onRecordContent changes the content of record events.
func onRecordContent(edit func(*object)) func(*conduct) {
	return func(c *conduct) {
		event := c.recordEvent
		c.recordEvent = func(call call) *object {
			o := event(call)
			edit(o)
			return o
		}
	}
}
