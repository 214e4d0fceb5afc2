package mock

import (
	"encoding/base64"
	"errors"
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// ownerDeviations mistake to whom a Guid belongs, and when it ends.
func ownerDeviations() []Deviation {
	return []Deviation{
		deviation("one-session-in-all", "A sign-in ends the sessions of all other agents.",
			breaks("auth/agents-side-by-side"), all(onSuccess(spec.Login, endsOthers), onSuccess(spec.ForceLogin, endsOthers)), "*/*"),
		deviation("sign-out-ends-all", "A sign-out ends the sessions of all agents.",
			breaks("auth/agents-side-by-side"), onSuccess(spec.Logout, endsOthers), "auth/*"),
		deviation("forced-sign-out-without-effect", "A forced sign-out succeeds and the session goes on.",
			breaks("auth/guid-after-forced-sign-out"), keepsSession(spec.ForceLogout), "session/*"),
		deviation("guid-revived", "The Guid of an ended session is good again once its agent has signed in anew.",
			breaks("auth/guid-after-sign-out", "auth/guid-after-forced-sign-in"), candidates(ofEarlierSessions)),
		deviation("replaced-guid-survives-sign-out", "A sign-out ends the newest Guid only; those that it replaced stay good for a while.",
			breaks("auth/guid-after-sign-out"), candidates(replacedOfPast)),
	}
}

// endsOthers ends the sessions of all agents but the one who asked.
func endsOthers(a *answer) {
	home := a.request.session.home
	home.mu.Lock()
	defer home.mu.Unlock()
	for _, l := range home.lanes {
		if l.current != nil && l.agent != a.request.agent {
			l.current.end(spec.NotSignedIn)
		}
	}
}

// ofEarlierSessions is the Guids of the ended sessions of an agent who has signed in again.
func ofEarlierSessions(ss *sessions, r *request) (all []*grant) {
	l := ss.lanes[r.agent]
	if l == nil || l.current == nil || !r.is(download) {
		return nil
	}
	for _, s := range l.past {
		all = append(all, s.grants...)
	}
	return all
}

// replacedOfPast is the replaced Guids of ended sessions.
func replacedOfPast(ss *sessions, r *request) []*grant {
	return slices.DeleteFunc(ofPastSessions(spec.NotSignedIn)(ss, r), func(k *grant) bool { return k.replaced.IsZero() })
}

// deliveryDeviations deliver a Guid in a way in which clients do not find it.
func deliveryDeviations() []Deviation {
	return []Deviation{
		deviation("set-guid-canonical", "The name of the header is written Set-Guid, as HTTP libraries do.",
			breaks("auth/set-guid-spelling"), onEveryAnswer(canonicalName)),
		deviation("renewed-set-guid-canonical", "The name of the header is written Set-Guid where a poll renews the Guid.",
			breaks("auth/set-guid-spelling"), onOperation(spec.GetAgentEvent, canonicalName)),
		deviation("set-guid-like-cookie", "Set-GUID has the attributes of a cookie.",
			breaks("auth/set-guid-form", "auth/guid-characters"), onEveryAnswer(setGuid(func(v string) []string {
				return []string{v + "; Path=/agentgateway; HttpOnly"}
			})), "*/*"),
		deviation("set-guid-twice", "Set-GUID is there twice, first with the Guid and then with its cookie.",
			breaks("auth/set-guid-form"), onEveryAnswer(setGuid(func(v string) []string { return []string{v, v + "; Path=/"} }))),
		deviation("renewed-set-guid-bare", "Where a poll renews the Guid, the value of Set-GUID is the Guid alone.",
			breaks("auth/set-guid-form"), onOperation(spec.GetAgentEvent, bareGuid)),
		deviation("guid-padded", "A Guid is base64 with its padding.",
			breaks("auth/guid-characters"), func(c *conduct) {
				c.newGuid = func() string { return paddedGuid(c) }
			}),
		deviation("guid-names-port", "The node in a Guid is a host and a port.",
			breaks("auth/guid-characters"), func(c *conduct) {
				c.newGuid = func() string { return hexGuid(c.random, "gateway:8043") }
			}),
		deviation("sign-in-needs-guid", "A sign-in without a Guid is refused.",
			breaks("auth/sign-in-needs-no-guid"), needsHeader(spec.Login), "*/*"),
		deviation("forced-sign-in-needs-guid", "A forced sign-in without a Guid is refused.",
			breaks("auth/sign-in-needs-no-guid"), needsHeader(spec.ForceLogin), "*/*"),
		deviation("stale-guid-refused", "A sign-in that comes with a Guid is refused.",
			breaks("auth/sign-in-stale-guid"), refusesHeader(spec.Login)),
	}
}

// canonicalName writes the name of the header as net/http would.
func canonicalName(a *answer) {
	r := a.request.op.Renewal
	if values := a.header[r.Header]; values != nil {
		delete(a.header, r.Header)
		a.setHeader("Set-Guid", values...)
	}
}

// setGuid rewrites the value of the header.
func setGuid(f func(value string) []string) func(*answer) {
	return func(a *answer) {
		r := a.request.op.Renewal
		if values := a.header[r.Header]; len(values) == 1 {
			a.setHeader(r.Header, f(values[0])...)
		}
	}
}

func paddedGuid(c *conduct) string {
	var b [25]byte
	fillRandom(c.random, b[:])
	return base64.StdEncoding.EncodeToString(b[:]) + "." + c.node
}

func needsHeader(logName string) func(*conduct) {
	return func(c *conduct) {
		alsoRefuse(logName, "guid-header", func(r *request) error {
			if r.http.Header.Get(c.doc.GuidHeader) == "" {
				return refuse(spec.GuidRefused, "no Guid")
			}
			return nil
		})(c)
	}
}

func refusesHeader(logName string) func(*conduct) {
	return func(c *conduct) {
		alsoRefuse(logName, "guid-header", func(r *request) error {
			if r.http.Header.Get(c.doc.GuidHeader) != "" {
				return refuse(spec.GuidRefused, "a Guid that does not belong to any session")
			}
			return nil
		})(c)
	}
}

// guardDeviations guard polls and sign-outs less well than downloads, or
// punish the agent for what others try.
func guardDeviations() []Deviation {
	return []Deviation{
		deviation("poll-with-any-guid", "A poll needs a Guid, but any will do.",
			breaks("auth/poll-needs-guid"), anyGuidFor(spec.GetAgentEvent), "auth/*", "session/*"),
		deviation("poll-with-guid-of-another", "A poll takes the Guid of any agent.",
			breaks("auth/poll-needs-guid"), candidates(ofAllAgentsFor(spec.GetAgentEvent)), "auth/refusal-keeps-session"),
		deviation("sign-out-with-any-guid", "A sign-out needs a Guid, but any will do.",
			breaks("auth/sign-out-needs-guid"), anyGuidFor(spec.Logout)),
		deviation("sign-out-with-guid-of-another", "A sign-out takes the Guid of any agent.",
			breaks("auth/sign-out-needs-guid"), candidates(ofAllAgentsFor(spec.Logout))),
		deviation("refused-guid-ends-session", "A download with a wrong Guid ends the session of the agent in the path.",
			breaks("auth/refusal-keeps-session"), afterRefusal(download, endsSession), "auth/*", "retcodes/*", "security/overlong-values"),
		deviation("refused-poll-ends-session", "A poll with a wrong Guid ends the session of the agent in the path.",
			breaks("auth/refusal-keeps-session"), afterRefusal(spec.GetAgentEvent, endsSession), "auth/renewed-guid-works"),
		deviation("refused-sign-out-ends-session", "A sign-out with a wrong Guid is refused and ends the session all the same.",
			breaks("auth/sign-out-needs-guid"), afterRefusal(spec.Logout, endsSession)),
	}
}

// anyGuidFor takes every Guid for the newest one of the agent in the path.
func anyGuidFor(logName string) func(*conduct) {
	return func(c *conduct) {
		asNewest(logName, func(r *request) bool { return c.findGuid(r) != "" })(c)
	}
}

func ofAllAgentsFor(logName string) func(*sessions, *request) []*grant {
	return func(ss *sessions, r *request) []*grant {
		if !r.is(logName) {
			return nil
		}
		return ofAllAgents(ss, r)
	}
}

// afterRefusal lets something happen to the session of the agent in the path
// when an operation refuses a Guid for it.
func afterRefusal(logName string, happens func(*request, *session)) func(*conduct) {
	return instead(logName, stageGuid, func(check checker) checker {
		return func(g *Gateway, r *request) error {
			err := check(g, r)
			why, ok := errors.AsType[*refusal](err)
			if !ok || why.cond != spec.GuidRefused {
				return err
			}
			g.sessions.mu.Lock()
			defer g.sessions.mu.Unlock()
			if s := g.live(r.agent, r.now); s != nil {
				happens(r, s)
			}
			return err
		}
	})
}

func endsSession(_ *request, s *session) { s.end(spec.NotSignedIn) }

// updateDeviations get updateGuid wrong.
func updateDeviations() []Deviation {
	return []Deviation{
		deviation("update-guid-without-result", "The answer to updateGuid has no result.",
			breaks("auth/update-guid-answer"), onSuccess(spec.UpdateGuid, without("result"))),
		deviation("update-guid-prefixed", "The Guid in the result of updateGuid begins with JSESSIONID=.",
			breaks("auth/update-guid-works"), onSuccess(spec.UpdateGuid, onEnvelope(func(o *object) {
				guid, _ := o.object("result").get("guid").(string)
				o.object("result").set("guid", "JSESSIONID="+guid)
			})), "auth/update-guid-needs-guid"),
		deviation("update-guid-ends-session", "After updateGuid the agent is signed out.",
			breaks("auth/update-guid-works"), onSuccess(spec.UpdateGuid, func(a *answer) {
				a.request.session.home.mu.Lock()
				defer a.request.session.home.mu.Unlock()
				a.request.session.end(spec.NotSignedIn)
			})),
		deviation("update-guid-without-guid", "updateGuid needs no Guid.",
			breaks("auth/update-guid-needs-guid"), anonymous(spec.UpdateGuid)),
		deviation("update-guid-leaks", "A refused updateGuid tells the current Guid.",
			breaks("auth/update-guid-needs-guid"), leaksGuid),
	}
}

func leaksGuid(c *conduct) {
	afterRefusal(spec.UpdateGuid, func(r *request, s *session) { r.session = s })(c)
	onAnswer(func(a *answer) bool { return a.request.is(spec.UpdateGuid) && a.failed() && a.request.session != nil }, func(a *answer) {
		a.envelope.set("result", newObject("guid", a.request.session.guid()))
	})(c)
}
