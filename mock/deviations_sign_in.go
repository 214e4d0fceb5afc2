package mock

import "github.com/gwcheck/gwcheck/spec"

// signInDeviations accept or answer sign-ins wrongly.
func signInDeviations() []Deviation {
	return []Deviation{
		deviation("plain-sign-in-refused", "A plain sign-in is always refused with 100-002.",
			breaks("session/sign-in", "session/sign-in-again"),
			addRefusal(spec.Login, "always", alwaysRefuse(spec.AlreadySignedIn)), "session/*", "auth/*"),
		deviation("sign-in-as-plain-text", "A sign-in answer has the media type text/plain.",
			breaks("session/sign-in-content-type"), onSuccess(spec.Login, contentType("text/plain;charset=UTF-8"))),
		deviation("sign-in-in-gbk", "A sign-in answer names GBK as its charset.",
			breaks("session/sign-in-content-type"), onSuccess(spec.Login, contentType("application/json;charset=GBK"))),
		deviation("sign-in-without-agent", "The result of a sign-in has no workno.",
			breaks("session/sign-in-result"), onSignInResult(func(o *object) { o.drop("workno") })),
		deviation("sign-in-agent-as-number", "The workno in the result of a sign-in is a number.",
			breaks("session/sign-in-result"), onSignInResult(func(o *object) { o.set("workno", 102) })),
		deviation("plain-values-refused", "Unquoted numbers and booleans in a sign-in are refused.",
			breaks("session/sign-in-plain-values"), plainRefused),
		deviation("sign-in-without-phone-accepted", "A sign-in without a phone number succeeds.",
			breaks("session/sign-in-incomplete"), nothingMandatory),
		deviation("second-sign-in-ends-session", "A second sign-in is refused but ends the existing session.",
			breaks("session/second-sign-in-keeps-session"), replaceStage(spec.Login, stagePassword, endsSessionFirst)),
		deviation("second-sign-in-accepted", "A plain sign-in succeeds although the agent is signed in.",
			breaks("session/second-sign-in-refused"), func(c *behavior) { c.replacesSession = func(*request) bool { return true } },
			"session/second-sign-in-keeps-session"),
		deviation("wrong-password-accepted", "Every password is accepted.",
			breaks("session/wrong-password-refused", "session/forced-sign-in-wrong-password", "session/wrong-password-gives-no-guid"),
			func(c *behavior) { c.passwordValid = func(l *agentState, _ string) bool { return l != nil } }, "session/*"),
		deviation("forced-sign-in-refused", "A forced sign-in is refused if the agent is signed in.",
			breaks("session/forced-sign-in"), func(c *behavior) { c.replacesSession = func(*request) bool { return false } }, "*/*"),
		deviation("forced-sign-in-needs-session", "A forced sign-in is refused if the agent is not signed in.",
			breaks("session/forced-sign-in-from-scratch"), forcedNeedsSession),
		deviation("quoted-values-refused", "Quoted numbers and booleans in a sign-in are refused.",
			breaks("session/sign-in-quoted-values"), quotedRefused),
	}
}

func onSignInResult(edit func(*object)) func(*behavior) {
	return onSuccess(spec.Login, func(a *answer) {
		if result, ok := a.envelope.get("result").(*object); ok {
			edit(result)
		}
	})
}

// plainRefused refuses a sign-in whose number or boolean is not quoted.
func plainRefused(c *behavior) {
	replaceStage(spec.Login, stageBody, func(check checker) checker {
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

// endsSessionFirst ends the session of an agent before it refuses a second
// sign-in.
func endsSessionFirst(check checker) checker {
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

func forcedNeedsSession(c *behavior) {
	list := c.stages[spec.ForceLogin]
	c.stages[spec.ForceLogin] = append(list, stage{"session", func(g *Gateway, r *request) error {
		if !g.SignedIn(r.agent) {
			return noSession(r.agent)
		}
		return nil
	}})
}

// quotedRefused refuses a sign-in whose number or boolean is quoted.
func quotedRefused(c *behavior) {
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
	all(replaceStage(spec.Login, stageBody, strict), replaceStage(spec.ForceLogin, stageBody, strict))(c)
}
