package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// authEventsChecks: what is rejected for its Guid takes no event that waits for the
// agent in the path.
func authEventsChecks() []engine.Check {
	var checks []engine.Check
	for _, v := range []struct {
		variant, what string
		call          func(t *engine.T, s *engine.Session, wrong engine.RequestOption) *wire.Exchange
	}{
		{"poll", "a poll", func(t *engine.T, s *engine.Session, wrong engine.RequestOption) *wire.Exchange {
			return pollWith(t, s, wrong)
		}},
		{"download", "a download", func(t *engine.T, s *engine.Session, wrong engine.RequestOption) *wire.Exchange {
			return t.Download(s, t.AgentCall(), wrong)
		}},
		{"sign-out", "a sign-out", func(t *engine.T, s *engine.Session, wrong engine.RequestOption) *wire.Exchange {
			return t.Call(spec.Logout, s.Agent, s.Guid, nil, wrong)
		}},
	} {
		checks = append(checks, engine.Check{
			ID: "auth/refusal-keeps-events:" + v.variant, Title: v.what + " that is rejected for its Guid takes no event", Needs: served(),
			Body: refusalKeepsEvents(v.call),
		})
	}
	return checks
}

// refusalKeepsEvents compares two sessions of an agent: what the first poll of the
// one delivers, an early poll of the other delivers too, although a request with
// a wrong Guid was sent before. Where no event follows a sign-in there is nothing to
// take, and with a session that the wrong Guid ends, auth/refusal-keeps-session is concerned.
func refusalKeepsEvents(call func(t *engine.T, s *engine.Session, wrong engine.RequestOption) *wire.Exchange) func(t *engine.T) {
	return func(t *engine.T) {
		s := signInUnpolled(t)
		t.Poll(s)
		if len(s.Events) == 0 {
			return
		}
		first := s.Events[0].Type
		t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
		again := signInUnpolled(t)
		t.Given(call(t, again, guidAltered(middleFlipped)), guidRefused(t))
		if x := pollFor(t, again, first); x != nil {
			t.Then(x, rules.EventOfType(first))
		}
	}
}

// signInUnpolled signs the agent in and does not poll, so that the events that
// follow a sign-in wait.
func signInUnpolled(t *engine.T) *engine.Session {
	s, x := t.SignInBy(spec.Login, t.SignedOut(0))
	t.Given(x, rules.Succeeded(t.Doc()), rules.DeliversGuid(t.GuidDelivery()))
	return s
}

// pollFor polls until an event of that type is delivered, or until it is clear that
// none was waiting, and returns the last poll; nil if the session has ended.
func pollFor(t *engine.T, s *engine.Session, eventType string) (x *wire.Exchange) {
	for range 3 {
		x = t.Poll(s)
		if len(rules.Refused(t.Doc(), spec.NotSignedIn).Judge(x)) == 0 {
			return nil
		}
		t.Given(x, rules.Succeeded(t.Doc()))
		if e, ok := engine.ReadEvent(x); !ok || e.Type == eventType {
			break
		}
	}
	return x
}
