package mock

import (
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// guidReadings vary how long Guids are valid and when they are renewed.
func guidReadings() []Variant {
	return []Variant{
		reading("guid-newest-only", "AUTH, GUIDTIMEOUT",
			"Only the newest Guid is valid; it expires when it is unused for GUIDTIMEOUT.",
			dynamicGuidValidity(func(c *behavior, k *grant, now time.Time) bool {
				return k.replaced.IsZero() && now.Sub(k.used) < c.guidTimeout
			})),
		reading("guid-timeout-from-use", "AUTH, GUIDTIMEOUT",
			"The timeout counts from the last use of the newest Guid; for a replaced Guid, from its replacement.",
			dynamicGuidValidity(func(c *behavior, k *grant, now time.Time) bool { return now.Sub(replacedOr(k, k.used)) < c.guidTimeout })),
		reading("guid-timeout-from-poll", "AUTH, GUIDTIMEOUT",
			"The timeout counts from the agent's last poll; for a replaced Guid, from its replacement.",
			dynamicGuidValidity(func(c *behavior, k *grant, now time.Time) bool {
				return now.Sub(replacedOr(k, k.session.lastSeen)) < c.guidTimeout
			})),
		reading("guid-timeout-from-rotation", "AUTH, GUIDTIMEOUT",
			"A Guid expires when the timeout has passed since its replacement; the newest is valid as long as the session.",
			dynamicGuidValidity(func(c *behavior, k *grant, now time.Time) bool { return now.Sub(replacedOr(k, now)) < c.guidTimeout })),
		reading("rotation-at-arrival", "AUTH, GUIDINTERVAL",
			"Whether a poll renews the Guid is decided when it arrives, not when it is answered.",
			func(c *behavior) {
				c.renewsGuid = func(s *session, r *request) bool {
					return c.authMode == Dynamic && r.received.Sub(s.newest().issued) >= c.guidInterval
				}
			}),
		reading("rotation-ends-poll", "AUTH, GUIDINTERVAL",
			"A held poll is answered as soon as the Guid is due for renewal, and carries the new one.", rotationEndsPoll),
		reading("every-poll-renews", "AUTH, GUIDINTERVAL",
			"In dynamic mode every poll delivers a new Guid, and only the newest is accepted.",
			all(alsoRenewsGuid(func(*session, *request) bool { return true }), dynamicGuidValidity(func(_ *behavior, k *grant, _ time.Time) bool {
				return k.replaced.IsZero()
			}))),
		reading("first-poll-renews", "REC-2023 Request Description, table 2 row 2",
			"In dynamic mode the first poll after a sign-in delivers a Guid that is not the sign-in's.",
			alsoRenewsGuid(func(s *session, _ *request) bool { return s.issuedGuids == 1 })),
		reading("sign-in-guid-for-poll-only", "REC-2023 Request Description, table 2 row 2",
			"In dynamic mode the Guid of the sign-in serves for polls only; the first poll delivers the one for all else.",
			all(alsoRenewsGuid(func(s *session, _ *request) bool { return s.issuedGuids == 1 }), signInGuidPollsOnly)),
	}
}

// alsoRenewsGuid renews Guids in dynamic mode on one more occasion.
func alsoRenewsGuid(when func(*session, *request) bool) func(*behavior) {
	return func(c *behavior) {
		due := c.renewsGuid
		c.renewsGuid = func(s *session, r *request) bool {
			return due(s, r) || c.authMode == Dynamic && when(s, r)
		}
	}
}

func rotationEndsPoll(c *behavior) {
	hold := c.pollHold
	c.pollHold = func(r *request) time.Duration {
		d := hold(r)
		if c.authMode == Static || d == 0 {
			return d
		}
		r.session.store.mu.Lock()
		defer r.session.store.mu.Unlock()
		due := r.session.newest().issued.Add(c.guidInterval).Sub(r.now)
		return min(d, max(due, time.Nanosecond))
	}
}

func signInGuidPollsOnly(c *behavior) {
	alive := c.guidValid
	c.guidValid = func(k *grant, r *request) bool {
		first := c.authMode == Dynamic && k.number == 1
		return alive(k, r) && (!first || r.is(spec.GetAgentEvent, spec.HandShake))
	}
}
