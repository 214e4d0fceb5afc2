package mock

import (
	"slices"

	"github.com/gwcheck/gwcheck/spec"
)

// guidOwnerDeviations confuse the agents to whom Guids belong, or when Guids
// end.
func guidOwnerDeviations() []Deviation {
	return []Deviation{
		deviation("one-session-in-all", "A sign-in ends the sessions of all other agents.",
			breaks("auth/agents-side-by-side", "success/availability"),
			all(onSuccess(spec.Login, endsOtherSessions), onSuccess(spec.ForceLogin, endsOtherSessions)), "*/*"),
		deviation("sign-out-ends-all", "A sign-out ends the sessions of all agents.",
			breaks("auth/agents-side-by-side"), onSuccess(spec.Logout, endsOtherSessions), "auth/*", "success/*", "session/sign-out"),
		deviation("forced-sign-out-without-effect", "A forced sign-out succeeds but the session continues.",
			breaks("auth/guid-after-forced-sign-out"), keepsSessionAfter(spec.ForceLogout), "session/*", "auth/poll-needs-guid", "retcodes/guid-refused", "security/secrecy"),
		deviation("guid-revived", "The Guid of an ended session is valid again after the agent's next sign-in.",
			breaks("auth/guid-after-sign-out", "auth/guid-after-forced-sign-in"), addCandidateGuids(ofEarlierSessions), "retcodes/guid-refused", "security/secrecy"),
		deviation("replaced-guid-survives-sign-out", "A sign-out ends only the newest Guid; replaced ones stay valid until they expire.",
			breaks("auth/guid-after-sign-out"), addCandidateGuids(replacedOfPast)),
	}
}

// endsOtherSessions ends the sessions of all agents except the requesting one.
func endsOtherSessions(a *answer) {
	home := a.request.session.store
	home.mu.Lock()
	defer home.mu.Unlock()
	for _, l := range home.agents {
		if l.current != nil && l.agent != a.request.agent {
			l.current.terminate(spec.NotSignedIn)
		}
	}
}

// ofEarlierSessions lists the Guids of the ended sessions of an agent who has
// signed in again.
func ofEarlierSessions(ss *sessionStore, r *request) (all []*grant) {
	l := ss.agents[r.agent]
	if l == nil || l.current == nil || !r.is(download) {
		return nil
	}
	for _, s := range l.past {
		all = append(all, s.grants...)
	}
	return all
}

// replacedOfPast lists the replaced Guids of ended sessions.
func replacedOfPast(ss *sessionStore, r *request) []*grant {
	return slices.DeleteFunc(ofPastSessions(spec.NotSignedIn)(ss, r), func(k *grant) bool { return k.replaced.IsZero() })
}
