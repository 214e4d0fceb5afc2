package mock

import (
	"slices"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// renewingDeviations renew Guids too rarely, too late or in the wrong mode.
func renewingDeviations() []Deviation {
	return []Deviation{
		deviation("renewed-once", "A Guid is renewed only once in a session.",
			breaks("auth/dynamic-guid-renewed"), all(newestLives, rotatesIf(func(c *behavior, s *session, r *request) bool { return len(s.grants) == 1 }))),
		deviation("renewed-late", "A Guid is renewed after one and a half intervals.",
			breaks("auth/dynamic-guid-renewed"), rotatesIf(func(c *behavior, s *session, r *request) bool {
				return r.now.Sub(s.newest().issued) >= c.guidInterval*3/2
			})),
		deviation("static-guid-renewed", "Under static authentication polls renew the Guid, and the old one becomes invalid.",
			breaks("auth/static-guid-stays-valid"), staticRenewed),
	}
}

// rotatesIf renews a Guid only if a further condition holds.
func rotatesIf(also func(*behavior, *session, *request) bool) func(*behavior) {
	return func(c *behavior) {
		due := c.renewsGuid
		c.renewsGuid = func(s *session, r *request) bool { return due(s, r) && also(c, s, r) }
	}
}

// newestLives keeps the newest Guid valid as long as its session.
func newestLives(c *behavior) {
	dynamicGuidValidity(func(c *behavior, k *grant, now time.Time) bool { return now.Sub(replacedOr(k, now)) < c.guidTimeout })(c)
}

func staticRenewed(c *behavior) {
	due := c.renewsGuid
	c.renewsGuid = func(s *session, r *request) bool {
		return due(s, r) || c.authMode == Static && r.now.Sub(s.newest().issued) >= c.guidInterval
	}
}

// validityDeviations accept Guids for too few requests, or for too long.
func validityDeviations() []Deviation {
	return []Deviation{
		deviation("renewed-guid-for-polls-only", "A renewed Guid is valid for polls only.",
			breaks("auth/renewed-guid-works"),
			dynamicGuid(func(k *grant, r *request) bool { return k.first() || r.is(spec.GetAgentEvent) }), "auth/*", "success/availability", "session/forced-sign-out", "session/sign-out"),
		deviation("renewed-guid-not-for-sign-out", "A sign-out accepts only the Guid of the sign-in.",
			breaks("auth/renewed-guid-works"), dynamicGuid(func(k *grant, r *request) bool { return k.first() || !r.is(spec.Logout) }),
			"auth/update-guid-works", "session/sign-out"),
		deviation("renewed-guid-good-later", "A renewed Guid becomes valid one second after its delivery.",
			breaks("auth/renewed-guid-works", "success/availability", "auth/update-guid-works"),
			dynamicGuid(func(k *grant, r *request) bool { return k.first() || r.now.Sub(k.issued) >= time.Second }),
			"auth/update-guid-works", "auth/update-guid-needs-guid", "success/availability", "session/sign-out"),
		deviation("download-guid-short-lived", "A Guid is valid for downloads for half the interval only.",
			breaks("auth/guid-accepted"), shortLived, "auth/renewed-guid-works", "auth/idle-guid-lapses", "success/availability"),
		deviation("download-needs-renewed-guid", "Under dynamic authentication a download needs a Guid from a poll.",
			breaks("auth/guid-accepted"), dynamicGuid(func(k *grant, r *request) bool { return !k.first() || !r.is(download) }), "*/*"),
		deviation("static-download-needs-poll", "Under static authentication a Guid is valid for downloads only after a poll.",
			breaks("auth/guid-accepted", "success/availability"), staticNeedsPoll, "*/*"),
		deviation("polls-do-not-keep-guid", "A session that makes no download for the Guid timeout gets no more, although the agent polls.",
			breaks("auth/renewed-guid-works"), downloadsKeepAlive, "success/availability"),
		deviation("replaced-guid-polls-on", "A replaced Guid expires for downloads but not for polls.",
			breaks("auth/replaced-guid-lapses"), pollsOn),
		deviation("replaced-guid-lives-twice-as-long", "A replaced Guid expires after twice the timeout.",
			breaks("auth/replaced-guid-lapses"),
			dynamicGuidValidity(func(c *behavior, k *grant, now time.Time) bool { return now.Sub(replacedOr(k, now)) < 2*c.guidTimeout })),
	}
}

// first reports whether the Guid is that of the sign-in.
func (k *grant) first() bool { return k == k.session.grants[0] }

// dynamicGuid adds a condition for the validity of Guids under dynamic
// authentication.
func dynamicGuid(good func(*grant, *request) bool) func(*behavior) {
	return func(c *behavior) {
		alive := c.guidValid
		c.guidValid = func(k *grant, r *request) bool {
			return alive(k, r) && (c.authMode == Static || good(k, r))
		}
	}
}

func shortLived(c *behavior) {
	dynamicGuid(func(k *grant, r *request) bool { return !r.is(download) || r.now.Sub(k.issued) < c.guidInterval/2 })(c)
}

func staticNeedsPoll(c *behavior) {
	alive := c.guidValid
	c.guidValid = func(k *grant, r *request) bool {
		polled := k.session.pollNumber > 0 // counts its polls
		return alive(k, r) && (c.authMode == Dynamic || polled || !r.is(download))
	}
}

// downloadsKeepAlive counts the timeout from the last download.
func downloadsKeepAlive(c *behavior) {
	latest := map[*session]time.Time{}
	dynamicGuid(func(k *grant, r *request) bool {
		if !r.is(download) {
			return true
		}
		if at, known := latest[k.session]; known && r.now.Sub(at) >= c.guidTimeout {
			return false
		}
		latest[k.session] = r.now
		return true
	})(c)
}

func pollsOn(c *behavior) {
	alive := c.guidValid
	c.guidValid = func(k *grant, r *request) bool {
		return alive(k, r) || c.authMode == Dynamic && r.is(spec.GetAgentEvent)
	}
}

// renewalDeviations renew or expire Guids wrongly.
func renewalDeviations() []Deviation {
	return slices.Concat(expiryDeviations(), renewingDeviations(), validityDeviations())
}

// expiryDeviations expire Guids too early, too late or never.
func expiryDeviations() []Deviation {
	return []Deviation{
		deviation("never-renewed", "Dynamic authentication never renews the Guid.",
			breaks("auth/dynamic-guid-renewed"),
			func(c *behavior) { c.renewsGuid = func(*session, *request) bool { return false } }, "auth/*"),
		deviation("renewed-guid-refused", "A renewed Guid is delivered but not accepted.",
			breaks("auth/renewed-guid-works", "success/availability", "auth/update-guid-works"), firstGuidOnly, "*/*"),
		deviation("replaced-guid-lives-on", "A replaced Guid never expires.",
			breaks("auth/replaced-guid-lapses"),
			dynamicGuidValidity(func(c *behavior, k *grant, now time.Time) bool {
				return !k.replaced.IsZero() || now.Sub(k.issued) < c.guidTimeout
			})),
		deviation("idle-guid-lives-on", "Neither the Guid nor the session expires when the agent makes no calls.",
			breaks("auth/idle-guid-lapses", "session/unpolled-session-ends"),
			all(dynamicGuidValidity(func(_ *behavior, k *grant, _ time.Time) bool { return k.replaced.IsZero() }), sessionNeverExpires)),
		deviation("static-guid-lapses", "Under static authentication a Guid expires after the Guid timeout.",
			breaks("auth/static-guid-stays-valid"), staticGuidExpires, "session/polling-keeps-session"),
		deviation("sign-in-guid-not-for-poll", "Under dynamic authentication polls do not accept the Guid of the sign-in.",
			breaks("auth/dynamic-first-poll"), signInGuidRefusedForPolls, "*/*"),
	}
}

func firstGuidOnly(c *behavior) {
	alive := c.guidValid
	c.guidValid = func(k *grant, r *request) bool {
		return alive(k, r) && (c.authMode == Static || k == k.session.grants[0])
	}
}

func staticGuidExpires(c *behavior) {
	alive := c.guidValid
	c.guidValid = func(k *grant, r *request) bool {
		return alive(k, r) && (c.authMode == Dynamic || r.now.Sub(k.issued) < c.guidTimeout)
	}
}

func signInGuidRefusedForPolls(c *behavior) {
	alive := c.guidValid
	c.guidValid = func(k *grant, r *request) bool {
		first := c.authMode == Dynamic && r.is(spec.GetAgentEvent) && k == k.session.grants[0]
		return alive(k, r) && !first
	}
}
