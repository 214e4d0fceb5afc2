package explain

import (
	"mime"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/spec"
)

// signIn explains a refused sign-in.
func (e *explanation) signIn() {
	if !e.Refused || e.Operation.Body == nil {
		return
	}
	switch e.Condition {
	case spec.SignInInvalid:
		e.signInBody()
	case spec.WrongPassword:
		e.password()
	case spec.AlreadySignedIn:
		e.add(Finding{Requirement: "session/second-sign-in-refused", Slip: AlreadySignedIn,
			Expected: "an agent who is not signed in", Got: "agent " + e.Agent + ", signed in " + e.ago(e.Session.Started) + " at " + clock(e.Session.Started),
			Hint: "PUT " + e.HTTP.URL.Path + "/forcelogin signs in all the same and ends the other session; or sign out first."})
	}
}

func (e *explanation) signInBody() {
	f := Finding{Requirement: "session/sign-in-incomplete", Slip: BodyIncomplete, Fault: Client,
		Expected: `a JSON object with password and phonenum, such as {"password":"...","phonenum":"40038"}`, Got: e.Detail}
	kind, _, err := mime.ParseMediaType(e.HTTP.Header.Get("Content-Type"))
	switch {
	case err == nil && (kind == "application/x-www-form-urlencoded" || kind == "multipart/form-data"):
		f.Requirement, f.Slip = "session/sign-in-unreadable", BodyForm
		f.Got = "a body of type " + kind
		f.Hint = "The sign-in takes JSON, not a form: with curl use -d with a JSON text and -H 'Content-Type: application/json'."
	case strings.Contains(e.Detail, "no JSON object"):
		f.Requirement, f.Slip = "session/sign-in-unreadable", BodyUnreadable
		f.Hint = "The body is empty, or quotes were lost on the way: print what is sent."
		if e.HTTP.ContentLength == 0 {
			f.Got, f.Hint = "no body", "Send the password and the phone number in the body."
		}
	case strings.Contains(e.Detail, "phonenum"):
		f.Hint = "phonenum is mandatory, also where no phone rings: send any number, such as 40038."
	}
	e.add(f)
}

func (e *explanation) password() {
	f := Finding{Requirement: "session/wrong-password-refused", Slip: PasswordWrong,
		Expected: "the password of agent " + e.Agent, Got: "another one (which is not shown)",
		Hint: "Look for a line break or a space at the end of it; without --agent the passwords are those that the mock shows at its start."}
	if !slices.Contains(e.Agents, e.Agent) {
		f.Slip, f.Fault = AgentUnknown, Fixture
		f.Expected, f.Got = "an agent of the mock: "+words(e.Agents), "agent "+e.Agent
		f.Hint = "--agent " + e.Agent + ":PASSWORD adds the agent; with --agent the built-in ones are gone."
	}
	e.add(f)
}
