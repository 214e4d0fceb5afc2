package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

type agent = target.Agent

// secrecyChecks: what answers must not tell, and what must not be guessed.
func securitySecrecyChecks(doc *spec.Document) []engine.Check {
	checks := []engine.Check{
		{ID: "security/no-credential-echo:guid", Title: "a refused Guid is not repeated", Needs: served(), Body: guidNotRepeated},
		{ID: "security/no-credential-echo:poll", Title: "a Guid that is refused to a poll is not repeated", Needs: engine.Requires(), Body: guidNotRepeatedToPoll},
		{ID: "security/no-credential-echo:wrong-password", Title: "a wrong password is not repeated", Needs: engine.Requires(), WrongPasswords: 1, Body: wrongPasswordNotRepeated},
		{ID: "security/no-credential-echo:sign-in", Title: "the answer to a sign-in does not repeat the password", Needs: engine.Requires(), Body: passwordNotRepeated},
		{ID: "security/guid-unpredictable", Title: "Guids of several sign-ins are unlike each other", Needs: engine.Requires(), Requests: 12, Body: guidsUnlike},
		{ID: "security/no-caching", Title: "an agent call must not be stored in caches", Needs: served(), Body: holds(func(*spec.Document, recording) rules.Rule { return rules.NotStored() })},
	}
	voice := func(r recording) bool { return r.Filetype != "" && r.Filetype != doc.DefaultFiletype() }
	checks = append(checks, engine.Check{
		ID: "security/no-caching:voice-message", Title: "a voice message must not be stored in caches", Needs: served().WithRecording("a voice message", voice),
		Body: func(t *engine.T) { t.Then(t.Download(t.SignIn(0), t.Recording(voice)), rules.NotStored()) },
	})
	return append(checks, internalsChecks()...)
}

// internalsChecks provoke refusals in different places inside of a gateway.
func internalsChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		variant, what string
		changes       func(t *engine.T) [][]engine.RequestOption
	}{
		{"recording", "a recording that cannot be had", func(t *engine.T) [][]engine.RequestOption {
			return [][]engine.RequestOption{
				{withParam(spec.RoleRecord, neverRecorded(t.AgentCall()).RecordID)},
				{withParam(spec.RoleRecord, "no-recording-path")},
				{withParam(spec.RoleRecord, onDrive(t.AgentCall(), "q").RecordID)},
			}
		}},
		{"parameter", "a parameter that cannot be read", func(*engine.T) [][]engine.RequestOption {
			return [][]engine.RequestOption{{withRawParam(spec.RoleRecord, "%zz")}, {withParam(spec.RoleFiletype, "x")}, {withParam(spec.RoleLocation, "x")}}
		}},
		{"guid", "a Guid that is refused", func(*engine.T) [][]engine.RequestOption {
			return [][]engine.RequestOption{{withoutGuid()}, {withGuid(inventedGuid)}}
		}},
		{"address", "an address or a method that is not there", func(t *engine.T) [][]engine.RequestOption {
			path := t.Operation(spec.DownloadRecordFile).PathFor(t.Agent(0).ID)
			return [][]engine.RequestOption{{withPath(path + "/none")}, {withPath(strings.Replace(path, "recordfile", "none", 1))}, {withMethod("FETCH")}}
		}},
	} {
		checks = append(checks, engine.Check{
			ID: "security/no-server-internals:" + v.variant, Title: "the answer to " + v.what + " shows nothing of the server", Needs: served(),
			Body: func(t *engine.T) {
				s, rec := t.Twin()
				for _, changes := range v.changes(t) {
					if x := t.Download(s, rec, changes...); x.Response != nil {
						t.Then(x, rules.NoInternals())
					}
				}
			},
		})
	}
	return checks
}

func guidNotRepeated(t *engine.T) {
	s, rec := t.Twin()
	x := t.Download(s, rec, withGuid(inventedGuid))
	t.Given(x, rules.Responded())
	t.Then(x, rules.Without("Guid", inventedGuid))
}

func guidNotRepeatedToPoll(t *engine.T) {
	s := t.SignIn(0)
	x := intrude(t, s, withGuid(inventedGuid))
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

// telling is the length from which a password does not stand in an answer by
// chance.
const telling = 6

// passwordNotRepeated has nothing to look for where the password is short, or
// is what an answer has to name anyway.
func passwordNotRepeated(t *engine.T) {
	s := t.OwnSession(0)
	x, password := t.SignInAgain(s), s.Agent.Password.Reveal()
	if len(password) >= telling && password != s.Agent.ID && password != s.Agent.Phone {
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
