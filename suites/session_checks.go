package suites

import (
	"maps"
	"slices"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

// sessionChecks: what the download needs of sign-in, polling and sign-out.
func sessionChecks(doc *spec.Document) []Check {
	return slices.Concat(signInChecks(), forcedSignInChecks(), signOutChecks(), pollChecks(), []Check{
		{ID: "session/retcode-string", Title: "the retcode of success is a string", Needs: need(), Body: retcodeOfSuccess},
	})
}

func signInChecks() []Check {
	return []Check{
		{ID: "session/sign-in", Title: "the right password signs an agent in", Early: true, Needs: need(), Body: signsIn},
		{ID: "session/sign-in-content-type:type", Title: "a sign-in is answered as JSON", Needs: need(), Body: signInForm(expect.JSONType)},
		{ID: "session/sign-in-content-type:charset", Title: "a sign-in is answered in UTF-8", Needs: need(), Body: signInForm(expect.JSONCharset)},
		{ID: "session/sign-in-result", Title: "the result of a sign-in names the agent", Needs: need(), Body: signInResult},
		{ID: "session/sign-in-plain-values", Title: "numbers and booleans are accepted in a sign-in", Needs: need(),
			Body: signInWith(map[string]any{"status": 4, "autoanswer": false, "releasephone": true, "agenttype": 4})},
		{ID: "session/sign-in-quoted-values", Title: "quoted numbers and booleans are accepted in a sign-in", Needs: need(),
			Body: signInWith(map[string]any{"status": "4", "autoanswer": "false", "releasephone": "true", "agenttype": "4"})},
		{ID: "session/sign-in-incomplete", Title: "a sign-in without a phone number is refused", Needs: need(), Body: signInIncomplete},
		{ID: "session/sign-in-again", Title: "an agent who signed out can sign in again", Needs: need(), Body: signInAgain},
		{ID: "session/second-sign-in-refused", Title: "a second sign-in is refused while the first holds", Needs: need(), Body: secondSignIn},
		{ID: "session/second-sign-in-keeps-session", Title: "a refused second sign-in leaves the session as it was", Needs: served(), Body: secondSignInKeepsSession},
		{ID: "session/wrong-password-refused", Title: "a wrong password is refused", Needs: need(), WrongPasswords: 1, Body: wrongPassword(spec.Login)},
		{ID: "session/wrong-password-gives-no-guid", Title: "a refused sign-in gives nothing that entitles to a download", Needs: served(), WrongPasswords: 1, Body: wrongPasswordNoGuid},
	}
}

func forcedSignInChecks() []Check {
	return []Check{
		{ID: "session/forced-sign-in", Title: "a forced sign-in signs in an agent who is signed in", Early: true, Needs: need(), Body: forcedSignIn},
		{ID: "session/forced-sign-in-from-scratch", Title: "a forced sign-in signs in an agent who is not signed in", Needs: need(), Body: forcedSignInFromScratch},
		{ID: "session/forced-sign-in-wrong-password", Title: "a forced sign-in with a wrong password is refused", Needs: need(), WrongPasswords: 1, Body: wrongPassword(spec.ForceLogin)},
	}
}

// signInAs signs in by one request with that password and further fields.
func (t *T) signInAs(logName string, agent target.Agent, password string, more map[string]any) *wire.Exchange {
	fields := map[string]any{"password": password, "phonenum": agent.Phone}
	maps.Copy(fields, more)
	_, x := t.signInBy(logName, agent, withJSON(fields))
	return x
}

// signsIn tells a gateway that does not know sign-ins from one that knows the
// agent better than the target file: a wrong password, a locked account or a
// telephone out of range are for the owner of the target to mend.
func signsIn(t *T) {
	agent := t.agent(0)
	t.endShared(agent.ID)
	_, x := t.signInBy(spec.Login, agent)
	if t.alreadySignedIn(x) {
		x = t.signInAs(spec.Login, t.signedOut(0), agent.Password.Reveal(), nil)
	}
	code := expect.Retcode(x)
	if row, known := t.run.doc.Code(code); known && !row.Success && !t.alreadySignedIn(x) && !t.run.doc.Accepts(spec.GuidRefused).Has(code) {
		t.inconclusive("agent %s is refused with %s: %s; see the agents of the target", agent.ID, code, row.Meaning)
	}
	t.Then(x, expect.Succeeded(t.run.doc))
}

// signInForm judges the form of the answer to a sign-in.
func signInForm(rule func(*spec.Document, string) expect.Rule) func(t *T) {
	return func(t *T) {
		agent := t.signedOut(0)
		x := t.signInAs(spec.Login, agent, agent.Password.Reveal(), nil)
		t.Given(x, expect.Succeeded(t.run.doc))
		t.Then(x, rule(t.run.doc, spec.Login))
	}
}

func signInResult(t *T) {
	agent := t.signedOut(0)
	x := t.signInAs(spec.Login, agent, agent.Password.Reveal(), nil)
	t.Given(x, expect.Succeeded(t.run.doc))
	t.Then(x, expect.ResultNames("workno", agent.ID))
}

// signInWith: a sign-in with these further fields succeeds.
func signInWith(more map[string]any) func(t *T) {
	return func(t *T) {
		agent := t.signedOut(0)
		t.Then(t.signInAs(spec.Login, agent, agent.Password.Reveal(), more), expect.Succeeded(t.run.doc))
	}
}

func signInIncomplete(t *T) {
	agent := t.signedOut(0)
	_, x := t.signInBy(spec.Login, agent, withJSON(map[string]any{"password": agent.Password.Reveal()}))
	t.Then(x, expect.Failure(t.run.doc))
}

// signInAgain: once in and out may work by luck, twice shows that nothing stays.
func signInAgain(t *T) {
	t.signedOut(0)
	_, x := t.signInBy(spec.Login, t.signedOut(0))
	t.Then(x, expect.Succeeded(t.run.doc))
}

func secondSignIn(t *T) {
	s := t.OwnSession(0)
	x := t.signInAs(spec.Login, s.Agent, s.Agent.Password.Reveal(), nil)
	t.Then(x, expect.RetcodeIn(t.run.doc.Accepts(spec.AlreadySignedIn)))
}

func secondSignInKeepsSession(t *T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), expect.Served(rec))
	x := t.signInAs(spec.Login, s.Agent, s.Agent.Password.Reveal(), nil)
	t.Given(x, expect.RetcodeIn(t.run.doc.Accepts(spec.AlreadySignedIn)))
	t.Then(t.Download(s, rec), expect.Served(rec))
}

// wrongly offers a wrong password, as often as the target permits.
func (t *T) wrongly(logName string, agent target.Agent) *wire.Exchange {
	if err := t.run.budget.takeWrongPassword(agent.ID); err != nil {
		t.inconclusive("%v", err)
	}
	return t.signInAs(logName, agent, agent.Password.Reveal()+"-wrong", nil)
}

func wrongPassword(logName string) func(t *T) {
	return func(t *T) {
		agent := t.signedOut(0)
		t.Then(t.wrongly(logName, agent), expect.RetcodeIn(t.run.doc.Accepts(spec.WrongPassword)))
	}
}

func wrongPasswordNoGuid(t *T) {
	agent, rec := t.signedOut(0), t.AgentCall()
	x := t.wrongly(spec.Login, agent)
	t.Given(x, expect.Answered())
	if guid, ok := t.newGuid(x); ok {
		s := &Session{Agent: agent, Guid: guid}
		t.Then(t.Download(s, rec), expect.Refused(t.run.doc, spec.GuidRefused))
	}
}

func forcedSignIn(t *T) {
	s := t.OwnSession(0)
	t.Then(t.signInAs(spec.ForceLogin, s.Agent, s.Agent.Password.Reveal(), nil), expect.Succeeded(t.run.doc))
}

func forcedSignInFromScratch(t *T) {
	agent := t.signedOut(0)
	t.Then(t.signInAs(spec.ForceLogin, agent, agent.Password.Reveal(), nil), expect.Succeeded(t.run.doc))
}

// retcodeOfSuccess looks at an answer that is no failure, whatever its retcode.
func retcodeOfSuccess(t *T) {
	agent := t.agent(0)
	t.endShared(agent.ID)
	x := t.signInAs(spec.ForceLogin, agent, agent.Password.Reveal(), nil)
	t.Given(x, expect.Answered())
	t.Then(x, expect.RetcodeIsString())
}
