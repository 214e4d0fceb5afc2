package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/expect"
	"github.com/gwcheck/gwcheck/suites/target"
)

type agent = target.Agent

// secrecyChecks: what answers must not tell, and what must not be guessed.
func secrecyChecks(doc *spec.Document) []Check {
	checks := []Check{
		{ID: "security/no-credential-echo:guid", Title: "a refused Guid is not repeated", Needs: served(), Body: guidNotRepeated},
		{ID: "security/no-credential-echo:poll", Title: "a Guid that is refused to a poll is not repeated", Needs: need(), Body: guidNotRepeatedToPoll},
		{ID: "security/no-credential-echo:wrong-password", Title: "a wrong password is not repeated", Needs: need(), WrongPasswords: 1, Body: wrongPasswordNotRepeated},
		{ID: "security/no-credential-echo:sign-in", Title: "the answer to a sign-in does not repeat the password", Needs: need(), Body: passwordNotRepeated},
		{ID: "security/guid-unpredictable", Title: "Guids of several sign-ins are unlike each other", Needs: need(), Requests: 12, Body: guidsUnlike},
		{ID: "security/no-caching", Title: "an agent call must not be stored in caches", Needs: served(), Body: holds(func(*spec.Document, recording) expect.Rule { return expect.NotStored() })},
	}
	voice := func(r recording) bool { return r.Filetype != "" && r.Filetype != doc.DefaultFiletype() }
	checks = append(checks, Check{
		ID: "security/no-caching:voice-message", Title: "a voice message must not be stored in caches", Needs: served().withRecording("a voice message", voice),
		Body: func(t *T) { t.Then(t.Download(t.SignIn(0), t.Recording(voice)), expect.NotStored()) },
	})
	return append(checks, internalsChecks()...)
}

// internalsChecks provoke refusals in different places inside of a gateway.
func internalsChecks() []Check {
	var checks []Check
	for _, v := range []struct {
		variant, what string
		changes       func(t *T) [][]change
	}{
		{"recording", "a recording that cannot be had", func(t *T) [][]change {
			return [][]change{
				{withParam(spec.RoleRecord, neverRecorded(t.AgentCall()).RecordID)},
				{withParam(spec.RoleRecord, "no-recording-path")},
				{withParam(spec.RoleRecord, onDrive(t.AgentCall(), "q").RecordID)},
			}
		}},
		{"parameter", "a parameter that cannot be read", func(*T) [][]change {
			return [][]change{{withRawParam(spec.RoleRecord, "%zz")}, {withParam(spec.RoleFiletype, "x")}, {withParam(spec.RoleLocation, "x")}}
		}},
		{"guid", "a Guid that is refused", func(*T) [][]change { return [][]change{{withoutGuid()}, {withGuid(inventedGuid)}} }},
		{"address", "an address or a method that is not there", func(t *T) [][]change {
			path := t.operation(spec.DownloadRecordFile).PathFor(t.agent(0).ID)
			return [][]change{{withPath(path + "/none")}, {withPath(strings.Replace(path, "recordfile", "none", 1))}, {withMethod("FETCH")}}
		}},
	} {
		checks = append(checks, Check{
			ID: "security/no-server-internals:" + v.variant, Title: "the answer to " + v.what + " shows nothing of the server", Needs: served(),
			Body: func(t *T) {
				s, rec := t.twin()
				for _, changes := range v.changes(t) {
					if x := t.Download(s, rec, changes...); x.Response != nil {
						t.Then(x, expect.NoInternals())
					}
				}
			},
		})
	}
	return checks
}

func guidNotRepeated(t *T) {
	s, rec := t.twin()
	x := t.Download(s, rec, withGuid(inventedGuid))
	t.Given(x, expect.Responded())
	t.Then(x, expect.Without("Guid", inventedGuid))
}

func guidNotRepeatedToPoll(t *T) {
	s := t.SignIn(0)
	x := t.intrude(s, withGuid(inventedGuid))
	t.Given(x, expect.Responded())
	t.Then(x, expect.Without("Guid", inventedGuid))
}

func wrongPasswordNotRepeated(t *T) {
	const wrong = "gwcheck-no-password-of-anybody"
	s := t.OwnSession(0)
	if err := t.run.budget.takeWrongPassword(s.Agent.ID); err != nil {
		t.inconclusive("%v", err)
	}
	x := t.call(spec.ForceLogin, s.Agent, "", signInBody(s.Agent, wrong))
	t.Given(x, expect.Responded())
	t.Then(x, expect.Without("password", wrong))
}

// telling is the length from which a password does not stand in an answer by
// chance.
const telling = 6

// passwordNotRepeated has nothing to look for where the password is short, or
// is what an answer has to name anyway.
func passwordNotRepeated(t *T) {
	s := t.OwnSession(0)
	x, password := t.signInAgain(s), s.Agent.Password.Reveal()
	if len(password) >= telling && password != s.Agent.ID && password != s.Agent.Phone {
		t.Then(x, expect.Without("password", password))
	}
}

// signInAgain signs the agent of a session in by force; the session goes on
// with the Guid that this gives.
func (t *T) signInAgain(s *Session) *wire.Exchange {
	x := t.call(spec.ForceLogin, s.Agent, "", signInBody(s.Agent, s.Agent.Password.Reveal()))
	t.Given(x, expect.Succeeded(t.run.doc))
	if guid, ok := t.newGuid(x); ok {
		t.adopt(s, guid)
	}
	return x
}

// guidsCompared is how many sign-ins it takes to call Guids guessable.
const guidsCompared = 4

func guidsUnlike(t *T) {
	s := t.OwnSession(0)
	earlier := []string{s.Guid}
	for range guidsCompared - 1 {
		x := t.signInAgain(s)
		t.Then(x, expect.UnlikeGuids(t.setGuid(), earlier...))
		earlier = append(earlier, s.Guid)
	}
}
