package mock

import (
	"time"

	"github.com/gwcheck/gwcheck/spec"
)

// signOutDeviations end sessions wrongly.
func signOutDeviations() []Deviation {
	return []Deviation{
		deviation("sign-out-refused", "A sign-out is refused.",
			breaks("session/sign-out"), addRefusal(spec.Logout, "always", alwaysRefuse(spec.ServerFault)), "session/*", "auth/*"),
		deviation("forced-sign-out-refused", "A forced sign-out is refused.",
			breaks("session/forced-sign-out"), addRefusal(spec.ForceLogout, "always", alwaysRefuse(spec.ServerFault)), "auth/*"),
		deviation("sign-out-always-succeeds", "A sign-out succeeds although the agent has already signed out.",
			breaks("session/sign-out-twice"), onAnswer(func(a *answer) bool { return a.request.is(spec.Logout) && a.cond == spec.NotSignedIn }, asSuccess),
			"auth/sign-out-needs-guid"),
		deviation("sign-out-without-effect", "A sign-out succeeds but the session continues.",
			breaks("session/poll-after-sign-out", "auth/guid-after-sign-out"),
			all(keepsSessionAfter(spec.Logout)), "session/*", "auth/*", "retcodes/*", "failure/no-recording", "security/secrecy"),
		deviation("session-never-ends", "An agent who does not poll stays signed in.",
			breaks("session/unpolled-session-ends"), sessionNeverExpires, "auth/idle-guid-lapses"),
		deviation("quiet-session-ends", "An agent who polls is signed out two minutes after the sign-in.",
			breaks("session/polling-keeps-session"), quietSessionExpires, "auth/*"),
	}
}

func quietSessionExpires(c *behavior) {
	expired := c.expired
	c.expired = func(s *session, now time.Time) bool {
		return expired(s, now) || s.heldPolls == 0 && now.Sub(s.started) >= c.sessionTimeout
	}
}
