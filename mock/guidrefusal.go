package mock

import (
	"strconv"
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// guidRefusal says why the Guid that a request offers is not accepted: the
// agent is signed in, so it is one that was never issued to this session, or
// is no longer valid. The lock must be held.
func (g *Gateway) guidRefusal(r *request, offered string) *refusal {
	why := func(state, requirement string) *refusal {
		return refuse(spec.GuidRefused, "the Guid of agent %q is %s", r.agent, state).
			breaking(requirement).with("agent", r.agent).with("guid", state)
	}
	if offered == "" {
		if len(r.http.Header.Values(g.doc.GuidHeader)) == 0 {
			return why("absent", "auth/guid-absent")
		}
		return why("empty", "auth/guid-empty")
	}
	k := g.sessions.issued(offered)
	switch {
	case k == nil:
		return why("unknown", "auth/guid-never-issued")
	case k.session.agent != r.agent:
		return why("of another agent", "auth/guid-of-another-agent").with("owner", k.session.agent)
	case !k.session.active():
		return why("of an ended session", afterEnd(k.session)).with("number", strconv.Itoa(k.number))
	case k.replaced.IsZero():
		return why("expired", "auth/idle-guid-lapses").with("number", strconv.Itoa(k.number)).with("issued", instant(k.issued))
	}
	return why("replaced", "auth/replaced-guid-lapses").with("number", strconv.Itoa(k.number)).with("replaced", instant(k.replaced))
}

// afterEnd is the requirement to refuse the Guids of an ended session.
func afterEnd(s *session) string {
	if s.endReason == spec.GuidRefused {
		return "auth/guid-after-forced-sign-in"
	}
	return "auth/guid-after-sign-out"
}

// issued finds a Guid among all that are remembered, nil if there is none.
func (ss *sessionStore) issued(guid string) *grant {
	for k := range ss.all() {
		if k.guid == guid {
			return k
		}
	}
	return nil
}

// instant is a time as it stands in facts.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
