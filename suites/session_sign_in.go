package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

func sessionSignInChecks() []engine.Check {
	return []engine.Check{
		{ID: "session/sign-in", Title: "the right password signs an agent in", Needs: engine.Requires(), Body: signsIn},
		{ID: "session/sign-in-content-type:type", Title: "a sign-in returns JSON", Needs: engine.Requires(), Body: signInForm(rules.JSONType)},
		{ID: "session/sign-in-content-type:charset", Title: "a sign-in declares the documented charset", Needs: engine.Requires(), Body: signInForm(rules.JSONCharset)},
		{ID: "session/sign-in-result", Title: "the result of a sign-in names the agent", Needs: engine.Requires(), Body: signInResult},
		{ID: "session/sign-in-plain-values", Title: "numbers and booleans are accepted in a sign-in", Needs: engine.Requires(),
			Body: signInWith(map[string]any{"status": 4, "autoanswer": false, "releasephone": true, "agenttype": 4})},
		{ID: "session/sign-in-quoted-values", Title: "quoted numbers and booleans are accepted in a sign-in", Needs: engine.Requires(),
			Body: signInWith(map[string]any{"status": "4", "autoanswer": "false", "releasephone": "true", "agenttype": "4"})},
		{ID: "session/sign-in-incomplete", Title: "a sign-in without a phone number is rejected", Needs: engine.Requires(), Body: signInIncomplete},
		{ID: "session/sign-in-again", Title: "an agent who signed out can sign in again", Needs: engine.Requires(), Body: signInAgain},
		{ID: "session/second-sign-in-refused", Title: "a second sign-in is rejected while the agent is signed in", Needs: engine.Requires(), Body: secondSignIn},
		{ID: "session/second-sign-in-keeps-session", Title: "a rejected second sign-in leaves the session unchanged", Needs: served(), Body: secondSignInKeepsSession},
		{ID: "session/wrong-password-refused", Title: "a wrong password is rejected", Needs: engine.Requires(), WrongPasswords: 1, Body: wrongPassword(spec.Login)},
		{ID: "session/wrong-password-gives-no-guid", Title: "a rejected sign-in returns nothing that authorizes a download", Needs: served(), WrongPasswords: 1, Body: wrongPasswordNoGuid},
	}
}

// signsIn tells a gateway that does not know sign-ins from one that knows the
// agent better than the target file: a wrong password, a locked account or a
// telephone out of range are for the owner of the target to mend.
func signsIn(t *engine.T) {
	agent := t.Agent(0)
	t.EndSharedSession(agent.ID)
	_, x := t.SignInBy(spec.Login, agent)
	if t.AlreadySignedIn(x) {
		x = signInAs(t, spec.Login, t.SignedOut(0), agent.Password.Reveal(), nil)
	}
	code := rules.Retcode(x)
	if row, known := t.Doc().Code(code); known && !row.Success && !t.AlreadySignedIn(x) && !t.Doc().Accepts(spec.GuidRefused).Has(code) {
		t.Inconclusive("agent %s is refused with %s: %s; see the agents of the target", agent.ID, code, row.Meaning)
	}
	t.Then(x, rules.Succeeded(t.Doc()))
}

// signInForm judges the form of the answer to a sign-in.
func signInForm(rule func(*spec.Document, string) rules.Rule) func(t *engine.T) {
	return func(t *engine.T) {
		agent := t.SignedOut(0)
		x := signInAs(t, spec.Login, agent, agent.Password.Reveal(), nil)
		t.Given(x, rules.Succeeded(t.Doc()))
		t.Then(x, rule(t.Doc(), spec.Login))
	}
}

func signInResult(t *engine.T) {
	agent := t.SignedOut(0)
	x := signInAs(t, spec.Login, agent, agent.Password.Reveal(), nil)
	t.Given(x, rules.Succeeded(t.Doc()))
	t.Then(x, rules.ResultNames("workno", agent.ID))
}

// signInWith: a sign-in with these further fields succeeds.
func signInWith(more map[string]any) func(t *engine.T) {
	return func(t *engine.T) {
		agent := t.SignedOut(0)
		t.Then(signInAs(t, spec.Login, agent, agent.Password.Reveal(), more), rules.Succeeded(t.Doc()))
	}
}

func signInIncomplete(t *engine.T) {
	agent := t.SignedOut(0)
	_, x := t.SignInBy(spec.Login, agent, withJSON(map[string]any{"password": agent.Password.Reveal()}))
	t.Then(x, rules.Failure(t.Doc()))
}

// signInAgain: once in and out may work by luck, twice shows that nothing stays.
func signInAgain(t *engine.T) {
	t.SignedOut(0)
	_, x := t.SignInBy(spec.Login, t.SignedOut(0))
	t.Then(x, rules.Succeeded(t.Doc()))
}

func secondSignIn(t *engine.T) {
	s := t.OwnSession(0)
	x := signInAs(t, spec.Login, s.Agent, s.Agent.Password.Reveal(), nil)
	t.Then(x, rules.RefusedWith(t.Doc(), spec.AlreadySignedIn))
}

func secondSignInKeepsSession(t *engine.T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), rules.Served(rec))
	x := signInAs(t, spec.Login, s.Agent, s.Agent.Password.Reveal(), nil)
	t.Given(x, rules.RefusedWith(t.Doc(), spec.AlreadySignedIn))
	t.Then(t.Download(s, rec), rules.Served(rec))
}

func wrongPassword(logName string) func(t *engine.T) {
	return func(t *engine.T) {
		agent := t.SignedOut(0)
		t.Then(signInWrongly(t, logName, agent), rules.RefusedWith(t.Doc(), spec.WrongPassword))
	}
}

func wrongPasswordNoGuid(t *engine.T) {
	agent, rec := t.SignedOut(0), t.AgentCall()
	x := signInWrongly(t, spec.Login, agent)
	t.Given(x, rules.Answered())
	if guid, ok := t.DeliveredGuid(x); ok {
		s := &engine.Session{Agent: agent, Guid: guid}
		t.Then(t.Download(s, rec), rules.Refused(t.Doc(), spec.GuidRefused))
	}
}
