package suites

import (
	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

type agent = target.Agent

// securitySecrecyChecks: what answers must not disclose, and what must not be
// guessable.
func securitySecrecyChecks(doc *spec.Document) []engine.Check {
	checks := []engine.Check{
		{ID: "security/no-credential-echo:guid", Title: "the response to a rejected Guid does not contain it", Needs: served(), Body: guidNotRepeated},
		{ID: "security/no-credential-echo:poll", Title: "the response to a poll with a rejected Guid does not contain it", Needs: engine.Requires(), Body: guidNotRepeatedToPoll},
		{ID: "security/no-credential-echo:wrong-password", Title: "the response to a wrong password does not contain it", Needs: engine.Requires(), WrongPasswords: 1, Body: wrongPasswordNotRepeated},
		{ID: "security/no-credential-echo:sign-in", Title: "the response to a sign-in does not contain the password", Needs: engine.Requires(), Body: passwordNotRepeated},
		{ID: "security/guid-unpredictable", Title: "Guids of several sign-ins cannot be derived from each other", Needs: engine.Requires(), Body: guidsUnlike},
		{ID: "security/no-caching", Title: "an agent call is not stored in shared caches", Needs: served(), Body: func(t *engine.T) { notStored(t, t.AgentCall()) }},
	}
	voice := func(r recording) bool { return r.Filetype != "" && r.Filetype != doc.DefaultFiletype() }
	checks = append(checks, engine.Check{
		ID: "security/no-caching:voice-message", Title: "a voice message is not stored in shared caches", Needs: served().WithRecording("a voice message", voice),
		Body: func(t *engine.T) { notStored(t, t.Recording(voice)) },
	})
	return append(checks, securityInternalsChecks()...)
}

func guidNotRepeated(t *engine.T) {
	s, rec := t.Twin()
	x := t.Download(s, rec, withGuid(inventedGuid))
	t.Given(x, rules.Responded())
	t.Then(x, rules.Without("Guid", inventedGuid))
}

func guidNotRepeatedToPoll(t *engine.T) {
	s := t.SignIn(0)
	x := pollWith(t, s, withGuid(inventedGuid))
	t.Given(x, rules.Responded())
	t.Then(x, rules.Without("Guid", inventedGuid))
}

func wrongPasswordNotRepeated(t *engine.T) {
	const wrong = "gwcheck-no-password-of-anybody"
	s := t.OwnSession(0)
	t.OfferWrongPassword(s.Agent.ID)
	x := t.Call(spec.ForceLogin, s.Agent, "", client.SignInBody(s.Agent, wrong))
	t.Given(x, rules.Responded())
	t.Then(x, rules.Without("password", wrong))
}

// leastSearched is the length from which a password does not stand in an answer by
// chance.
const leastSearched = 6

// passwordNotRepeated has nothing to look for where the password is short, or
// is what an answer has to name anyway.
func passwordNotRepeated(t *engine.T) {
	s := t.OwnSession(0)
	x, password := t.SignInAgain(s), s.Agent.Password.Reveal()
	if len(password) >= leastSearched && password != s.Agent.ID && password != s.Agent.Phone {
		t.Then(x, rules.Without("password", password))
	}
}

// guidsCompared is how many sign-ins it takes to call Guids guessable.
const guidsCompared = 4

func guidsUnlike(t *engine.T) {
	s := t.OwnSession(0)
	earlier := []string{s.Guid}
	for range guidsCompared - 1 {
		x := t.SignInAgain(s)
		t.Then(x, rules.UnlikeGuids(t.GuidDelivery(), earlier...))
		earlier = append(earlier, s.Guid)
	}
}

// notStored judges a plain download that is not refused.
func notStored(t *engine.T, rec recording) {
	x := t.Download(t.SignIn(0), rec)
	t.Given(x, rules.NotRefused(t.Doc(), rec))
	t.Then(x, rules.NotStored())
}
