package mock

import (
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// guidReadings settle what the documentation leaves open about the Guid.
func guidReadings() []Variant {
	return []Variant{
		reading("guid-newest-only", "AUTH, GUIDTIMEOUT",
			"Only the newest Guid is accepted; GUIDTIMEOUT is the time without use after which even that one lapses.",
			lives(func(c *conduct, k *grant, now time.Time) bool {
				return k.replaced.IsZero() && now.Sub(k.used) < c.guidTimeout
			})),
		reading("guid-timeout-from-use", "AUTH, GUIDTIMEOUT",
			"The timeout counts from the last use of the newest Guid, and of a replaced one from its replacement.",
			lives(func(c *conduct, k *grant, now time.Time) bool { return now.Sub(since(k, k.used)) < c.guidTimeout })),
		reading("guid-timeout-from-poll", "AUTH, GUIDTIMEOUT",
			"The timeout counts from the agent's last poll, and for a replaced Guid from its replacement.",
			lives(func(c *conduct, k *grant, now time.Time) bool {
				return now.Sub(since(k, k.session.seen)) < c.guidTimeout
			})),
		reading("guid-timeout-from-rotation", "AUTH, GUIDTIMEOUT",
			"A Guid lapses when the timeout has passed since it was replaced; the newest lives as long as the session.",
			lives(func(c *conduct, k *grant, now time.Time) bool { return now.Sub(since(k, now)) < c.guidTimeout })),
		reading("rotation-at-arrival", "AUTH, GUIDINTERVAL",
			"Whether a poll renews the Guid is settled when it arrives, not when it is answered.",
			func(c *conduct) {
				c.rotates = func(s *session, r *request) bool {
					return c.authMode == Dynamic && r.began.Sub(s.newest().issued) >= c.guidInterval
				}
			}),
		reading("rotation-ends-poll", "AUTH, GUIDINTERVAL",
			"A held poll is answered as soon as the Guid is due for renewal, and carries the new one.", rotationEndsPoll),
		reading("every-poll-renews", "AUTH, GUIDINTERVAL",
			"In dynamic mode every poll delivers a new Guid, and only the newest is accepted.",
			all(alsoRotates(func(*session, *request) bool { return true }), lives(func(_ *conduct, k *grant, _ time.Time) bool {
				return k.replaced.IsZero()
			}))),
		reading("first-poll-renews", "REC-2023 Request Description, table 2 row 2",
			"In dynamic mode the first poll after a sign-in delivers a Guid that is not the sign-in's.",
			alsoRotates(func(s *session, _ *request) bool { return len(s.grants) == 1 })),
		reading("sign-in-guid-for-poll-only", "REC-2023 Request Description, table 2 row 2",
			"In dynamic mode the Guid of the sign-in serves for polls only; the first poll delivers the one for all else.",
			all(alsoRotates(func(s *session, _ *request) bool { return len(s.grants) == 1 }), signInGuidPollsOnly)),
	}
}

// deliveryReadings settle how a Guid is delivered, made and compared.
func deliveryReadings() []Variant {
	return []Variant{
		reading("set-guid-on-every-poll", "AUTH, dynamic authentication",
			"Every poll answer carries Set-GUID, whether or not the Guid has changed.",
			deliversGuid(spec.GetAgentEvent)),
		reading("update-guid-sets-header", "GUIDUP, response",
			"The answer to updateGuid delivers the new Guid in Set-GUID too.",
			deliversGuid(spec.UpdateGuid)),
		reading("update-guid-ends-old", "GUIDUP, description",
			"In dynamic mode too, updateGuid ends the Guids given before at once.", updateGuidEndsOld),
		reading("guid-in-sign-in-header", "SIGNIN-EX, response headers",
			"A sign-in answer has the Guid in a header field Guid as well.", guidHeaderAtSignIn),
		reading("guid-prefix-accepted", "AUTH, static authentication",
			"A Guid is accepted with JSESSIONID= in front of it too.",
			compares(func(same func(a, b string) bool, offered, issued string) bool {
				_, bare, _ := strings.Cut(offered, "=")
				return same(offered, issued) || same(bare, issued)
			})),
		reading("guid-any-case", "AUTH, static authentication",
			"Guids are compared without regard to case.",
			compares(func(_ func(a, b string) bool, offered, issued string) bool { return strings.EqualFold(offered, issued) })),
		reading("uuid-guid", "REC-2023 Example",
			"A Guid is a UUID and the node.",
			func(c *conduct) { c.newGuid = func() string { return uuidGuid(c.random, c.node) } }),
		reading("opaque-guid", "AUTH, static authentication",
			"A Guid is a long text of letters, digits and punctuation.",
			func(c *conduct) {
				c.newGuid = func() string { return "v2~" + strings.Repeat(hexGuid(c.random, "A-z_9!*"), 4) + "." + c.node }
			}),
		reading("refused-guid-is-100-006", "AUTH, static authentication",
			"A Guid that is refused gives 100-006.", onFailure(spec.GuidRefused, code("100-006"))),
		reading("no-session-is-000-003", "AUTH, static authentication",
			"An agent without a session is refused with 000-003.", onFailure(spec.NotSignedIn, code("000-003"))),
	}
}

// lives replaces the life of a Guid in dynamic mode.
func lives(alive func(c *conduct, k *grant, now time.Time) bool) func(*conduct) {
	return func(c *conduct) {
		static := c.guidAlive
		c.guidAlive = func(k *grant, r *request) bool {
			if c.authMode == Static {
				return static(k, r)
			}
			return alive(c, k, r.now)
		}
	}
}

// since is the instant of replacement of a replaced Guid, otherwise the other.
func since(k *grant, otherwise time.Time) time.Time {
	if k.replaced.IsZero() {
		return otherwise
	}
	return k.replaced
}

// alsoRotates renews Guids in dynamic mode on a further occasion.
func alsoRotates(when func(*session, *request) bool) func(*conduct) {
	return func(c *conduct) {
		due := c.rotates
		c.rotates = func(s *session, r *request) bool {
			return due(s, r) || c.authMode == Dynamic && when(s, r)
		}
	}
}

// compares wraps the comparison of Guids.
func compares(f func(same func(a, b string) bool, offered, issued string) bool) func(*conduct) {
	return func(c *conduct) {
		same := c.sameGuid
		c.sameGuid = func(offered, issued string) bool { return f(same, offered, issued) }
	}
}

// deliversGuid has every answer of an operation deliver the newest Guid in the
// way in which a sign-in does.
func deliversGuid(logName string) func(*conduct) {
	return func(c *conduct) {
		login, _ := c.doc.Operation(spec.Login)
		onSuccess(logName, func(a *answer) { a.setGuid(login, a.request.session.guid()) })(c)
	}
}

func rotationEndsPoll(c *conduct) {
	hold := c.hold
	c.hold = func(r *request) time.Duration {
		d := hold(r)
		if c.authMode == Static || d == 0 {
			return d
		}
		r.session.home.mu.Lock()
		defer r.session.home.mu.Unlock()
		due := r.session.newest().issued.Add(c.guidInterval).Sub(r.now)
		return min(d, max(due, time.Nanosecond))
	}
}

func signInGuidPollsOnly(c *conduct) {
	alive := c.guidAlive
	c.guidAlive = func(k *grant, r *request) bool {
		first := c.authMode == Dynamic && k == k.session.grants[0]
		return alive(k, r) && (!first || r.is(spec.GetAgentEvent, spec.HandShake))
	}
}

func updateGuidEndsOld(c *conduct) {
	onSuccess(spec.UpdateGuid, func(a *answer) {
		s := a.request.session
		s.home.mu.Lock()
		defer s.home.mu.Unlock()
		s.grants = s.grants[len(s.grants)-1:]
	})(c)
}

func guidHeaderAtSignIn(c *conduct) {
	same := func(a *answer) { a.setHeader("Guid", a.request.session.guid()) }
	all(onSuccess(spec.Login, same), onSuccess(spec.ForceLogin, same))(c)
}
