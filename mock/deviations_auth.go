package mock

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// authDeviations mistake who may have a recording.
func authDeviations() []Deviation {
	return slices.Concat(identityDeviations(), comparisonDeviations(), placeDeviations(), ownerDeviations(),
		deliveryDeviations(), guardDeviations(), updateDeviations())
}

func identityDeviations() []Deviation {
	return []Deviation{
		deviation("guid-of-another-agent", "A Guid of any agent is accepted on every agent's path.",
			breaks("auth/guid-of-another-agent", "auth/path-agent-not-signed-in"), candidates(ofAllAgents), "auth/*-needs-guid"),
		deviation("any-guid", "Any Guid is accepted for an agent who is signed in.",
			breaks("auth/guid-altered", "auth/guid-truncated", "auth/guid-extended", "auth/guid-never-issued", "auth/guid-of-another-agent"),
			compares(func(_ func(a, b string) bool, offered, _ string) bool { return offered != "" }), "auth/*", "retcodes/*", "session/*", "failure/no-recording", "security/*"),
		deviation("guid-not-needed", "A download without a Guid is served for an agent who is signed in.",
			breaks("auth/guid-absent", "auth/guid-empty"),
			compares(func(same func(a, b string) bool, offered, issued string) bool {
				return offered == "" || same(offered, issued)
			}),
			"auth/*", "retcodes/*", "failure/no-recording", "security/*"),
		deviation("guid-beginning-compared", "Only the beginning of a Guid is compared.",
			breaks("auth/guid-extended", "auth/guid-altered"),
			compares(func(_ func(a, b string) bool, offered, issued string) bool {
				return len(offered) >= 16 && issued[:16] == offered[:16]
			}), "auth/guid-truncated", "auth/*-needs-guid"),
		deviation("guid-part-accepted", "Any part of a Guid of eight characters and more is accepted.",
			breaks("auth/guid-truncated"),
			compares(func(_ func(a, b string) bool, offered, issued string) bool {
				return len(offered) >= 8 && strings.Contains(issued, offered)
			})),
		deviation("guid-after-sign-out", "A Guid stays valid after its agent has signed out.",
			breaks("auth/guid-after-sign-out", "auth/guid-after-forced-sign-out"), candidates(ofPastSessions(spec.NotSignedIn)),
			"session/*", "retcodes/not-signed-in", "failure/no-recording", "security/*"),
		deviation("guid-after-forced-sign-in", "A Guid stays valid after its agent has signed in anew by force.",
			breaks("auth/guid-after-forced-sign-in"), candidates(ofPastSessions(spec.GuidRefused))),
		deviation("guid-in-query", "A Guid in the query is accepted.",
			breaks("auth/guid-only-in-header"), alsoFinds(func(r *request) string { return r.http.URL.Query().Get("Guid") })),
		deviation("guid-as-bearer", "A Guid as Authorization is accepted.",
			breaks("auth/guid-only-in-header"),
			alsoFinds(func(r *request) string {
				return strings.TrimPrefix(r.http.Header.Get("Authorization"), "Bearer ")
			})),
		deviation("guid-header-case", "The Guid is found in a header field spelled Guid only.",
			breaks("auth/header-name-any-case"), exactName),
		deviation("path-agent-not-signed-in", "A download is served for an agent who is not signed in.",
			breaks("auth/path-agent-not-signed-in", "security/no-sign-in-no-recording"), withoutSession, "auth/*", "retcodes/not-signed-in", "session/unpolled-session-ends", "failure/no-recording"),
		deviation("sign-in-without-set-guid", "The answer to a sign-in has no Set-GUID.",
			breaks("auth/set-guid-on-sign-in"), onSuccess(spec.Login, withoutGuid), "*/*"),
		deviation("forced-sign-in-without-set-guid", "The answer to a forced sign-in has no Set-GUID.",
			breaks("auth/set-guid-on-forced-sign-in"), onSuccess(spec.ForceLogin, withoutGuid), "auth/*", "session/*"),
		deviation("set-guid-bare", "The value of Set-GUID is the Guid alone.",
			breaks("auth/set-guid-form"), onEveryAnswer(bareGuid), "*/*"),
		deviation("sign-out-without-guid", "A sign-out needs no Guid.",
			breaks("auth/sign-out-needs-guid"), anonymous(spec.Logout)),
		deviation("poll-without-guid", "A poll needs no Guid.",
			breaks("auth/poll-needs-guid"), anonymous(spec.GetAgentEvent), "auth/replaced-guid-lapses", "session/*", "events/*"),
		deviation("guids-count-up", "Guids are consecutive numbers.",
			breaks("security/guid-unpredictable"), countingGuids),
	}
}

// candidates adds to the Guids among which the offered one is looked for.
func candidates(more func(*sessions, *request) []*grant) func(*conduct) {
	return func(c *conduct) {
		own := c.grants
		c.grants = func(ss *sessions, r *request) []*grant { return append(more(ss, r), own(ss, r)...) }
	}
}

func ofAllAgents(ss *sessions, _ *request) (all []*grant) {
	for _, l := range ss.lanes {
		if l.current != nil {
			all = append(all, l.current.grants...)
		}
	}
	return all
}

// ofPastSessions is the Guids of an agent's ended sessions that a download may
// still come with. Only sessions count that ended in the given way.
func ofPastSessions(ended spec.Condition) func(*sessions, *request) []*grant {
	return func(ss *sessions, r *request) (all []*grant) {
		l := ss.lanes[r.agent]
		if l == nil || !r.is(download) {
			return nil
		}
		for _, s := range l.past {
			if s.ended == ended {
				all = append(all, s.grants...)
			}
		}
		return all
	}
}

// alsoFinds looks for the Guid in one more place if the header has none.
func alsoFinds(find func(*request) string) func(*conduct) {
	return func(c *conduct) {
		own := c.findGuid
		c.findGuid = func(r *request) string {
			if guid := own(r); guid != "" {
				return guid
			}
			return find(r)
		}
	}
}

// exactName looks at how the client spelled the name of the header field.
func exactName(c *conduct) {
	find := c.findGuid
	c.spelled = true
	c.findGuid = func(r *request) string {
		if !r.spelledAs(c.doc.GuidHeader) {
			return ""
		}
		return find(r)
	}
}

// withoutSession serves downloads for configured agents who are not signed in.
var withoutSession = instead(download, stageGuid, func(check checker) checker {
	return func(g *Gateway, r *request) error {
		if _, known := g.sessions.lanes[r.agent]; known && !g.SignedIn(r.agent) {
			return nil
		}
		return check(g, r)
	}
})

// anonymous lets an operation act for the agent in the path whatever the Guid.
func anonymous(logName string) func(*conduct) {
	return asNewest(logName, func(*request) bool { return true })
}

// asNewest takes some requests of an operation as if they came with the newest
// Guid of the agent in the path.
func asNewest(logName string, which func(*request) bool) func(*conduct) {
	return instead(logName, stageGuid, func(check checker) checker {
		return func(g *Gateway, r *request) error {
			if !which(r) {
				return check(g, r)
			}
			g.sessions.mu.Lock()
			defer g.sessions.mu.Unlock()
			s := g.live(r.agent, r.now)
			if s == nil {
				return refuse(spec.NotSignedIn, "agent %q has no session", r.agent)
			}
			g.recognise(r, s.newest())
			return nil
		}
	})
}

func withoutGuid(a *answer) { delete(a.header, a.request.op.Renewal.Header) }

func bareGuid(a *answer) {
	r := a.request.op.Renewal
	for i, v := range a.header[r.Header] {
		a.header[r.Header][i] = strings.TrimPrefix(v, r.Prefix)
	}
}

func countingGuids(c *conduct) {
	n := 279000
	c.newGuid = func() string { // under the lock of the sessions
		n++
		return fmt.Sprintf("%048x.%s", n, c.node)
	}
}

// renewalDeviations mistake how Guids come and go over time.
func renewalDeviations() []Deviation {
	return slices.Concat(lapseDeviations(), renewingDeviations(), validityDeviations())
}

func lapseDeviations() []Deviation {
	return []Deviation{
		deviation("never-renewed", "Under dynamic authentication the Guid is never renewed.",
			breaks("auth/dynamic-guid-renewed"),
			func(c *conduct) { c.rotates = func(*session, *request) bool { return false } }, "auth/*"),
		deviation("renewed-guid-refused", "A renewed Guid is delivered but not accepted.",
			breaks("auth/renewed-guid-works"), firstGuidOnly, "*/*"),
		deviation("replaced-guid-lives-on", "A replaced Guid never lapses.",
			breaks("auth/replaced-guid-lapses"),
			lives(func(c *conduct, k *grant, now time.Time) bool {
				return !k.replaced.IsZero() || now.Sub(k.issued) < c.guidTimeout
			})),
		deviation("idle-guid-lives-on", "Neither Guid nor session lapses without any call.",
			breaks("auth/idle-guid-lapses", "session/unpolled-session-ends"),
			all(lives(func(_ *conduct, k *grant, _ time.Time) bool { return k.replaced.IsZero() }), neverLapses)),
		deviation("static-guid-lapses", "Under static authentication a Guid lapses as under dynamic.",
			breaks("auth/static-guid-stays-valid"), staticLapses, "session/polling-keeps-session"),
		deviation("sign-in-guid-not-for-poll", "Under dynamic authentication the Guid of the sign-in is not accepted by polls.",
			breaks("auth/dynamic-first-poll"), signInGuidUseless, "*/*"),
	}
}

func firstGuidOnly(c *conduct) {
	alive := c.guidAlive
	c.guidAlive = func(k *grant, r *request) bool {
		return alive(k, r) && (c.authMode == Static || k == k.session.grants[0])
	}
}

func neverLapses(c *conduct) { c.lapsed = func(*session, time.Time) bool { return false } }

func staticLapses(c *conduct) {
	alive := c.guidAlive
	c.guidAlive = func(k *grant, r *request) bool {
		return alive(k, r) && (c.authMode == Dynamic || r.now.Sub(k.issued) < c.guidTimeout)
	}
}

func signInGuidUseless(c *conduct) {
	alive := c.guidAlive
	c.guidAlive = func(k *grant, r *request) bool {
		first := c.authMode == Dynamic && r.is(spec.GetAgentEvent) && k == k.session.grants[0]
		return alive(k, r) && !first
	}
}
