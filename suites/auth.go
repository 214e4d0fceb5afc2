package suites

import (
	"maps"
	"slices"
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// authChecks: a recording is for the holder of a valid Guid and for nobody else.
func authChecks(*spec.Document) []engine.Check {
	return slices.Concat(
		authDeliveryChecks(), guidAcceptedChecks(), guidMissingChecks(), guidWrongChecks(), guidElsewhere(), guidHeader(),
		guidOwnerChecks(), guidEndChecks(), authGuardChecks(), guidUpdates(),
	)
}

// inBothModes makes a check for each way of authentication, since a gateway
// has code of its own for either.
func inBothModes(c engine.Check) []engine.Check {
	var both []engine.Check
	for _, m := range []struct {
		name string
		need engine.Need
	}{{"dynamic", engine.Dynamic}, {"static", engine.Static}} {
		one := c
		one.ID, one.Title, one.Needs = c.ID+":"+m.name, c.Title+" ("+m.name+" authentication)", c.Needs.And(m.need)
		both = append(both, one)
	}
	return both
}

func guidAcceptedChecks() []engine.Check {
	return inBothModes(engine.Check{ID: "auth/guid-accepted", Title: "the Guid of a sign-in is good for a download", Needs: served(), Requests: 14, Body: accepted})
}

// accepted downloads after a sign-in. What else the gateway may take for the
// Guid is asked afterwards, and only reported.
func accepted(t *engine.T) {
	s, rec := t.Resume(t.SignedOut(0), spec.Login), t.AgentCall()
	t.Then(t.Download(s, rec), rules.Served(rec))
	prefix := t.GuidDelivery().Prefix
	probe(t, "auth/guid-prefixed", s, rec, guidAltered(func(g string) string { return prefix + g }))
	probe(t, "auth/guid-letter-case", s, rec, guidAltered(swapCase))
	probe(t, "auth/guid-in-cookie", s, rec, withoutGuid(), withField("Cookie", "JSESSIONID="+s.Guid))
}

// probe reports whether a download is served that no page speaks of.
func probe(t *engine.T, requirement string, s *engine.Session, rec target.Recording, changes ...engine.RequestOption) {
	t.Observe(requirement, "%s", outcomeOf(rec, t.Download(s, rec, changes...)))
}

// outcomeOf names what came of a download: the recording, a refusal or else.
func outcomeOf(rec target.Recording, x *wire.Exchange) string {
	switch code := rules.Retcode(x); {
	case len(rules.Served(rec).Judge(x)) == 0:
		return "accepted"
	case code != "":
		return "refused with " + code
	}
	return "neither accepted nor refused with a retcode"
}

// swapCase turns capital letters into small ones and the other way round.
func swapCase(g string) string {
	return strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			return c ^ 0x20
		}
		return c
	}, g)
}

// guidMissing: no Guid is never the right one, and that of a missing session least of all.
func guidMissingChecks() []engine.Check {
	missing := []engine.Check{
		{ID: "auth/guid-empty", Title: "a download with an empty Guid is refused", Needs: served(),
			Body: refused(spec.GuidRefused, withGuid(""))},
		{ID: "auth/guid-empty:blank", Title: "a download with a Guid of blanks is refused", Needs: served(),
			Body: refused(spec.GuidRefused, withGuid("   "))},
		{ID: "auth/guid-absent:not-signed-in", Title: "without sign-in a download without Guid is refused", Needs: served(), Requests: 10,
			Body: refusedSignedOut(withoutGuid())},
		{ID: "auth/guid-empty:not-signed-in", Title: "without sign-in a download with an empty Guid is refused", Needs: served(), Requests: 10,
			Body: refusedSignedOut(withGuid(""))},
		{ID: "auth/guid-never-issued:null", Title: "without sign-in a Guid that reads null is refused", Needs: served(), Requests: 10,
			Body: refusedSignedOut(withGuid("null"))},
	}
	return append(missing, inBothModes(engine.Check{
		ID: "auth/guid-absent", Title: "a download without Guid is refused", Needs: served(), Body: refused(spec.GuidRefused, withoutGuid()),
	})...)
}

// refusedSignedOut: the changed request must be refused once the agent has signed out.
func refusedSignedOut(changes ...engine.RequestOption) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), rules.Served(rec))
		t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
		t.Then(t.Download(s, rec, changes...), rules.Refused(t.Doc(), spec.NotSignedIn))
	}
}

// guidWrong: a Guid is right as a whole or not at all.
func guidWrongChecks() []engine.Check {
	var checks []engine.Check
	wrong := almostRight()
	for _, id := range slices.Sorted(maps.Keys(wrong)) {
		for _, a := range wrong[id] {
			checks = append(checks, engine.Check{
				ID: id + ":" + a.variant, Title: a.title + " is refused", Needs: served(), Body: refused(spec.GuidRefused, guidAltered(a.alter)),
			})
		}
	}
	return append(checks, engine.Check{
		ID: "auth/guid-altered:static", Title: "a Guid with another character is refused (static authentication)", Needs: served(engine.Static),
		Body: refused(spec.GuidRefused, guidAltered(middleFlipped)),
	})
}
