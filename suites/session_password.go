package suites

import (
	"encoding/json"

	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/target"
)

// passwordShape is one way in which a password is wrong. A comparison that is
// incomplete accepts some of them.
type passwordShape struct {
	variant, title string
	body           func(t *engine.T, a target.Agent) map[string]any
}

func passwordShapes() []passwordShape {
	return []passwordShape{
		{"suffix", "with further characters after it", offering(func(_ *engine.T, right string) string { return right + "0" })},
		{"prefix", "without its last character", offering(func(_ *engine.T, right string) string { return right[:len(right)-1] })},
		{"empty", "that is empty", offering(func(*engine.T, string) string { return "" })},
		{"another-agent", "of another agent", offering(func(t *engine.T, _ string) string { return t.Agent(1).Password.Reveal() })},
		{"absent", "that is absent", func(_ *engine.T, a target.Agent) map[string]any { return map[string]any{"phonenum": a.Phone} }},
	}
}

// longPasswords is needed to leave a part of a password out.
var longPasswords = engine.Need{Name: "agents with passwords of two characters and more, each another", Met: func(d target.Deployment) bool {
	seen := map[string]bool{}
	for _, a := range d.Agents {
		if p := a.Password.Reveal(); len(p) < 2 || seen[p] {
			return false
		}
		seen[a.Password.Reveal()] = true
	}
	return true
}}

// sessionPasswordChecks: only the complete password of the agent signs in.
func sessionPasswordChecks() []engine.Check {
	var checks []engine.Check
	for _, shape := range passwordShapes() {
		checks = append(checks, engine.Check{
			ID: "session/wrong-password-gives-no-guid:" + shape.variant, Title: "a password " + shape.title + " returns no Guid and starts no session",
			Needs: engine.Requires(longPasswords).WithAgents(2), WrongPasswords: 1, Body: passwordRefused(shape),
		})
	}
	return append(checks,
		engine.Check{ID: "session/wrong-password-gives-no-guid:unknown-agent", Title: "an agent who does not exist gets no Guid",
			Needs: engine.Requires(), WrongPasswords: 1, Body: unknownAgentRefused},
		engine.Check{ID: "session/wrong-password-keeps-session:sign-in", Title: "a sign-in with a wrong password leaves the session unchanged",
			Needs: served(), WrongPasswords: 1, Body: wrongPasswordKeepsSession(spec.Login)},
		engine.Check{ID: "session/wrong-password-keeps-session:forced-sign-in", Title: "a forced sign-in with a wrong password leaves the session unchanged",
			Needs: served(), WrongPasswords: 1, Body: wrongPasswordKeepsSession(spec.ForceLogin)},
	)
}

func offering(password func(t *engine.T, right string) string) func(*engine.T, target.Agent) map[string]any {
	return func(t *engine.T, a target.Agent) map[string]any {
		return map[string]any{"password": password(t, a.Password.Reveal()), "phonenum": a.Phone}
	}
}

// passwordRefused signs in rightly afterwards: that shows that the wrong password
// started no session, and resets the counter of wrong ones.
func passwordRefused(shape passwordShape) func(t *engine.T) {
	return func(t *engine.T) {
		agent := t.SignedOut(0)
		body := shape.body(t, agent)
		offered, _ := body["password"].(string)
		t.OfferPassword(agent, offered)
		x := signInByBody(t, agent, body)
		t.Given(x, rules.Responded())
		t.Then(x, rules.NoGuid(t.GuidDelivery()), rules.NoSuccess(t.Doc()))
		_, y := t.SignInBy(spec.Login, agent)
		if t.AlreadySignedIn(y) {
			t.Then(y, rules.Succeeded(t.Doc()))
		}
		t.Given(y, rules.Succeeded(t.Doc()))
	}
}

// unknownAgentRefused also reports whether the password of an agent who exists is
// accepted in another letter case.
func unknownAgentRefused(t *engine.T) {
	agent := t.SignedOut(0)
	stranger := target.Agent{ID: unknownAgent(t), Password: agent.Password, Phone: agent.Phone}
	x := signInWrongly(t, spec.Login, stranger)
	t.Given(x, rules.Responded())
	t.Then(x, rules.NoGuid(t.GuidDelivery()), rules.NoSuccess(t.Doc()))
	observePasswordCase(t, agent)
}

func observePasswordCase(t *engine.T, agent target.Agent) {
	right := agent.Password.Reveal()
	other := swapCase(right)
	if other == right {
		return
	}
	t.OfferPassword(agent, other)
	_, x := t.SignInBy(spec.Login, agent, withJSON(map[string]any{"password": other, "phonenum": agent.Phone}))
	if len(rules.Succeeded(t.Doc()).Judge(x)) == 0 {
		t.Observe("session/password-letter-case", "accepted")
		return
	}
	t.Observe("session/password-letter-case", "refused")
}

// wrongPasswordKeepsSession offers a wrong password for an agent who is signed in.
// Whether that is refused at all is another requirement.
func wrongPasswordKeepsSession(logName string) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.OwnSession(0), t.AgentCall()
		t.Given(t.Download(s, rec), rules.Served(rec))
		x := t.Call(logName, s.Agent, "", client.SignInBody(s.Agent, t.WrongPassword(s.Agent)))
		t.Given(x, rules.Responded(), rules.NoSuccess(t.Doc()))
		t.Then(t.Download(s, rec), rules.Served(rec))
	}
}

// signInByBody signs in by a body that is not the documented one.
func signInByBody(t *engine.T, agent target.Agent, body map[string]any) *wire.Exchange {
	text, _ := json.Marshal(body)
	return t.Call(spec.Login, agent, "", text)
}
