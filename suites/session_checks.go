package suites

import (
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
)

// sessionChecks: what the download needs of sign-in, polling and sign-out.
func sessionChecks(*spec.Document) []Check {
	return []Check{
		{ID: "session/second-sign-in-refused", Title: "a second sign-in is refused while the first holds", Needs: need(), Body: alreadySignedIn},
		{ID: "session/wrong-password-refused", Title: "a wrong password is refused", Needs: need(), WrongPasswords: 1, Body: wrongPassword},
		{ID: "session/forced-sign-in", Title: "a forced sign-in gives a Guid that works", Needs: served(), Body: forcedSignIn},
		{ID: "auth/set-guid-form", Title: "Set-GUID has the form JSESSIONID=<guid>", Needs: need(), Body: setGuidForm},
		{ID: "session/sign-out", Title: "sign-out succeeds", Needs: need(), Body: signOut},
		{ID: "session/empty-poll", Title: "a poll without event succeeds without event", Watch: watchSteady, Body: pollEmptyAnswer},
		{ID: "session/unpolled-session-ends", Title: "an agent who does not poll is signed out", Watch: watchIdle, Body: idleSignOut},
	}
}

func alreadySignedIn(t *T) {
	s := t.OwnSession(0)
	x := t.call(spec.Login, s.Agent, "", signInBody(s.Agent, s.Agent.Password.Reveal()))
	t.Then(x, expect.RetcodeIn(t.run.doc.Accepts(spec.AlreadySignedIn)))
}

func wrongPassword(t *T) {
	s := t.OwnSession(0)
	t.Given(t.SignOut(s), expect.Succeeded(t.run.doc))
	if err := t.run.budget.takeWrongPassword(s.Agent.ID); err != nil {
		t.inconclusive("%v", err)
	}
	x := t.call(spec.Login, s.Agent, "", signInBody(s.Agent, s.Agent.Password.Reveal()+"-wrong"))
	t.Then(x, expect.RetcodeIn(t.run.doc.Accepts(spec.WrongPassword)))
}

func forcedSignIn(t *T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	x := t.call(spec.ForceLogin, s.Agent, "", signInBody(s.Agent, s.Agent.Password.Reveal()))
	t.Then(x, expect.Succeeded(t.run.doc))
	guid, ok := newGuid(x)
	if !ok {
		t.fail(x, "expected a Guid in Set-GUID of a forced sign-in, but there was none")
	}
	t.adopt(s, guid)
	if t.dep().AuthMode == 2 {
		t.Poll(s)
	}
	t.Then(t.Download(s, rec), expect.Served(rec))
}

func setGuidForm(t *T) {
	s := t.OwnSession(0)
	t.Given(t.SignOut(s), expect.Succeeded(t.run.doc))
	x := t.call(spec.Login, s.Agent, "", signInBody(s.Agent, s.Agent.Password.Reveal()))
	t.Given(x, expect.Succeeded(t.run.doc))
	if guid, ok := newGuid(x); ok {
		t.adopt(s, guid)
		s.ended = false
	}
	t.Then(x, expect.SetGuid())
}

func signOut(t *T) {
	s := t.OwnSession(0)
	t.Then(t.SignOut(s), expect.Succeeded(t.run.doc))
}

// pollEmptyAnswer looks at the polls that brought no event.
func pollEmptyAnswer(t *T) {
	w := saw[steady](t)
	empty := 0
	for _, p := range w.polls {
		if !p.event {
			empty++
			t.Then(p.x, expect.Succeeded(t.run.doc))
		}
	}
	if empty == 0 {
		t.inconclusive("every one of %d polls brought an event", len(w.polls))
	}
}

func idleSignOut(t *T) {
	w := saw[idle](t)
	t.Given(w.first, expect.Served(w.recording))
	t.Then(w.late, expect.Refused(t.run.doc, spec.NotSignedIn))
}
